import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { VocConfig } from '../shared/runtime/config.ts';
import { parseConfig } from '../shared/runtime/parse-config.ts';
import { checkSources } from '../shared/sources/check-sources.ts';
import { checkCustomerSources } from '../shared/sources/customers/check-customer-sources.ts';
import { checkFunnelSources } from '../shared/sources/funnel/check-funnel-sources.ts';
import { checkMessageSources } from '../shared/sources/messages/check-message-sources.ts';
import { type Bundles, bundleFunctions } from './bundle-functions.ts';
import { stageAssets } from './stage-assets.ts';
import { VocStack } from './voc-stack.ts';

export interface VocAppOptions {
  rootDir: string;
  /** The cloud assembly; bundles are kept in `<outDir>/bundles`. */
  outDir: string;
  /** Ready bundles, so that tests of the template need not bundle. @default bundled from functions/ */
  bundles?: Bundles;
  /** @default `voc.config.yaml` of `rootDir` */
  configFile?: string;
  /** Directory of a sentiment model made by `voc train`, to be deployed with the analyzer. */
  modelDir?: string | undefined;
}

/** Behaviours of the library that are off by default for old apps; here and not in cdk.json, so that tests have them. */
const CDK_FEATURES = {
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/core:checkSecretUsage': true,
  '@aws-cdk/core:validateAgainstDefaultRules': true,
} as const;

/**
 * The app with its one stack, not yet synthesized. `synth()` throws when cdk-nag finds something that nobody gave a
 * reason for. Needs no network, no account and no Docker.
 * @throws VocError `config.invalid`, `source.config-invalid` with every problem of voc.config.yaml or of a bundle
 */
export async function createVocApp({
  rootDir,
  outDir,
  bundles,
  configFile = join(rootDir, 'voc.config.yaml'),
  modelDir,
}: VocAppOptions): Promise<{ app: App; stack: VocStack }> {
  const config = parseConfig(await readFile(configFile, 'utf8'), basename(configFile));
  checkSources(config.sources);
  checkCustomerSources(config.customerSources);
  checkMessageSources(config.messageSources);
  checkFunnelSources(config.funnelSources);
  const app = new App({ outdir: outDir, analyticsReporting: false, context: CDK_FEATURES });
  const stack = new VocStack(app, 'VocStack', {
    config,
    bundles: bundles ?? (await bundle(rootDir, outDir, config, modelDir)),
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return { app, stack };
}

async function bundle(
  rootDir: string,
  outDir: string,
  config: VocConfig,
  modelDir: string | undefined,
): Promise<Bundles> {
  const bundles = await bundleFunctions({ rootDir, outDir: join(outDir, 'bundles'), config, modelDir });
  await stageAssets(bundles, outDir);
  return bundles;
}
