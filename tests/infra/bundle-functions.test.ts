import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { bundleFunctions } from '../../infra/bundle-functions.ts';
import { functionNames } from '../../infra/function-schemas.ts';
import { readBundledSettings } from '../../shared/runtime/bundled-settings.ts';
import { VocConfigSchema } from '../../shared/runtime/config.ts';
import { loadSettings } from '../../shared/runtime/settings.ts';

const config = VocConfigSchema.parse({ brand: { name: '돌려받기' } });
let rootDir: string;

/** A source tree with the smallest function of each name. */
beforeEach(() => {
  rootDir = mkdtempSync(join(tmpdir(), 'voc-bundle-'));
  onTestFinished(() => rmSync(rootDir, { recursive: true, force: true }));
  for (const name of functionNames())
    write(`functions/${name}/handler.ts`, `export const handler = async (): Promise<string> => '${name}';\n`);
});

function write(path: string, content: string): void {
  const file = join(rootDir, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

function installPackage(
  name: string,
  version: string,
  dependencies: Record<string, string> = {},
  below = '',
): void {
  const directory = `${below}node_modules/${name}`;
  write(`${directory}/package.json`, JSON.stringify({ name, version, main: 'index.js', dependencies }));
  write(`${directory}/index.js`, `module.exports = ${JSON.stringify(name)};\n`);
}

const run = () => bundleFunctions({ rootDir, outDir: join(rootDir, 'out'), config });

describe('bundleFunctions', () => {
  it('gives every function a module that Lambda can load, with a source map', async () => {
    const bundles = await run();
    expect(Object.keys(bundles).sort()).toEqual([...functionNames()].sort());
    const loaded: unknown = await import(join(bundles.rollup, 'index.mjs'));
    expect(await (loaded as { handler: () => Promise<string> }).handler()).toBe('rollup');
    expect(readFileSync(join(bundles.rollup, 'index.mjs'), 'utf8')).toContain(
      'sourceMappingURL=index.mjs.map',
    );
  });

  it('lays beside a function what its bundle.ts asks for, and nothing beside the others', async () => {
    write(
      'functions/analyze/bundle.ts',
      'export const bundle = { settings: true, config: true, lindera: true };\n',
    );
    cpSync('shared/settings', join(rootDir, 'shared/settings'), { recursive: true });
    installPackage('lindera-wasm', '1.1.0');
    write('node_modules/lindera-wasm/lindera_wasm_bg.wasm', 'not really');
    const bundles = await run();
    const settings = await readBundledSettings(pathToFileURL(join(bundles.analyze, 'settings.json')));
    expect(settings).toEqual(await loadSettings(pathToFileURL(`${join(rootDir, 'shared/settings')}/`)));
    expect(
      VocConfigSchema.parse(JSON.parse(readFileSync(join(bundles.analyze, 'config.json'), 'utf8'))),
    ).toEqual(config);
    const source = statSync(join(rootDir, 'node_modules/lindera-wasm/lindera_wasm_bg.wasm'));
    expect(statSync(join(bundles.analyze, 'lindera_wasm_bg.wasm')).ino).toBe(source.ino);
    expect(() => statSync(join(bundles.link, 'config.json'))).toThrow(/ENOENT/);
  });

  it('carries the settings as they are at each run, and refuses those with a mistake', async () => {
    write('functions/analyze/bundle.ts', 'export const bundle = { settings: true };\n');
    cpSync('shared/settings', join(rootDir, 'shared/settings'), { recursive: true });
    const first = readFileSync(join((await run()).analyze, 'settings.json'), 'utf8');
    const words = 'shared/settings/stop-words.yaml';
    write(words, readFileSync(words, 'utf8').replace('nouns:\n  [', 'nouns:\n  [\n    새말,'));
    const second = readFileSync(join((await run()).analyze, 'settings.json'), 'utf8');
    expect(first).not.toContain('"새말"');
    expect(second).toContain('"새말"');

    write(words, 'version: "1"\nnouns: [두 말]\npredicates: []\nenglish: []\n');
    await expect(run()).rejects.toThrow(/stop-words\.yaml:2 nouns\.0: one word without spaces/);
  });

  it('ships a package that cannot be bundled with everything it depends on', async () => {
    installPackage('browser', '1.0.0', { inflate: '^2' });
    installPackage('inflate', '2.1.0', {}, 'node_modules/browser/');
    installPackage('unrelated', '1.0.0');
    write('functions/render-pdf/bundle.ts', "export const bundle = { nodeModules: ['browser'] };\n");
    write(
      'functions/render-pdf/handler.ts',
      "import browser from 'browser';\nexport const handler = async () => browser;\n",
    );
    const bundles = await run();
    const loaded: unknown = await import(join(bundles['render-pdf'], 'index.mjs'));
    expect(await (loaded as { handler: () => Promise<string> }).handler()).toBe('browser');
    expect(statSync(join(bundles['render-pdf'], 'node_modules/inflate/index.js')).isFile()).toBe(true);
    expect(() => statSync(join(bundles['render-pdf'], 'node_modules/unrelated'))).toThrow(/ENOENT/);
  });

  it('brings a package up to date when its version changes, and takes it away when it is no longer asked for', async () => {
    installPackage('browser', '1.0.0');
    write('functions/render-pdf/bundle.ts', "export const bundle = { nodeModules: ['browser'] };\n");
    const bundles = await run();
    const shipped = join(bundles['render-pdf'], 'node_modules/browser/package.json');
    expect(readFileSync(shipped, 'utf8')).toContain('1.0.0');
    rmSync(join(rootDir, 'node_modules/browser'), { recursive: true });
    installPackage('browser', '1.1.0');
    await run();
    expect(readFileSync(shipped, 'utf8')).toContain('1.1.0');
  });

  it('lays beside a function the notices of the packages that are bundled into it, each text once', async () => {
    installPackage('padding', '1.2.3');
    installPackage('trimming', '2.0.0');
    write('node_modules/padding/LICENSE', 'Copyright of somebody.\r\nKeep this.');
    write('node_modules/trimming/license.md', 'Copyright of somebody.\nKeep this.\n');
    installPackage('silent', '0.1.0');
    write(
      'functions/link/handler.ts',
      "import a from 'padding';\nimport b from 'trimming';\nimport c from 'silent';\nexport const handler = async () => [a, b, c];\n",
    );
    const bundles = await run();
    const notices = (name: 'link' | 'rollup') =>
      readFileSync(join(bundles[name], 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    expect(notices('link')).toContain(
      'padding 1.2.3\ntrimming 2.0.0\n\nCopyright of somebody.\nKeep this.\n',
    );
    expect(notices('link')).toContain('silent 0.1.0\n\nLicence: see its repository');
    expect(notices('rollup')).toBe('');
  });

  it('refuses a function that imports at run time what is not shipped with it', async () => {
    installPackage('browser', '1.0.0');
    write('functions/render-pdf/bundle.ts', "export const bundle = { nodeModules: ['browser'] };\n");
    write(
      'functions/link/handler.ts',
      "import browser from 'browser';\nexport const handler = async () => browser;\n",
    );
    await expect(run()).rejects.toThrow(/link imports browser at run time.*functions\/link\/bundle\.ts/);
  });

  it('refuses a bundle description with a word it does not know', async () => {
    write('functions/link/bundle.ts', 'export const bundle = { wasm: true };\n');
    await expect(run()).rejects.toThrow(/functions\/link\/bundle\.ts/);
  });

  it('refuses a function without a handler', async () => {
    rmSync(join(rootDir, 'functions/webhook/handler.ts'));
    await expect(run()).rejects.toThrow(/functions\/webhook\/handler\.ts is missing/);
  });

  it('refuses a bundle that grew beyond the limit, and names what is large', async () => {
    write('functions/link/large.ts', `export const large = '${'x'.repeat(7_000_000)}';\n`);
    write(
      'functions/link/handler.ts',
      "import { large } from './large.ts';\nexport const handler = async () => large;\n",
    );
    await expect(run()).rejects.toThrow(/bundle of link .*functions\/link\/large\.ts \(7000 kB\)/);
  });
});
