import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, AssetStaging, CfnWaitConditionHandle, Stack } from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Bundles } from '../../infra/bundle-functions.ts';
import { functionNames } from '../../infra/function-schemas.ts';
import { stageAssets } from '../../infra/stage-assets.ts';

let assemblyDir: string;
let bundle: string;
let bundles: Bundles;

beforeEach(() => {
  const directory = mkdtempSync(join(tmpdir(), 'voc-stage-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  assemblyDir = join(directory, 'cdk.out');
  bundle = join(directory, 'bundle');
  mkdirSync(assemblyDir);
  mkdirSync(join(bundle, 'node_modules/browser'), { recursive: true });
  writeFileSync(join(bundle, 'index.mjs'), 'export const version = 1;\n');
  writeFileSync(join(bundle, 'node_modules/browser/large.bin'), Buffer.alloc(9_000_000));
  bundles = Object.fromEntries(functionNames().map((name) => [name, bundle])) as Bundles;
});

/** What the library makes of the bundle: the asset directory in the assembly. */
function synthesizedAsset(): string {
  // The library remembers hashes by path for the life of a process; a new synthesis is a new process.
  AssetStaging.clearAssetHashCache();
  const app = new App({ outdir: assemblyDir, analyticsReporting: false });
  const stack = new Stack(app, 'Stack');
  new CfnWaitConditionHandle(stack, 'Nothing');
  const asset = new Asset(stack, 'Asset', { path: bundle });
  app.synth();
  return join(assemblyDir, `asset.${asset.assetHash}`);
}

const inodeOf = (directory: string) => statSync(join(directory, 'node_modules/browser/large.bin')).ino;
const assets = () => readdirSync(assemblyDir).filter((name) => name.startsWith('asset.'));

describe('stageAssets', { timeout: 120_000 }, () => {
  it('puts the asset where the library looks for it, so that nothing large is copied', async () => {
    await stageAssets(bundles, assemblyDir);
    const asset = synthesizedAsset();
    expect(assets()).toHaveLength(1);
    expect(inodeOf(asset)).toBe(inodeOf(bundle));
  });

  it('leaves an asset as it was when the bundle is made anew', async () => {
    await stageAssets(bundles, assemblyDir);
    const first = synthesizedAsset();
    writeFileSync(join(bundle, 'index.mjs'), 'export const version = 2;\n');
    await stageAssets(bundles, assemblyDir);
    const second = synthesizedAsset();
    expect(readFileSync(join(first, 'index.mjs'), 'utf8')).toContain('1');
    expect(readFileSync(join(second, 'index.mjs'), 'utf8')).toContain('2');
    expect(inodeOf(second)).toBe(inodeOf(first));
  });
});
