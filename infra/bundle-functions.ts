import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import * as z from 'zod';
import { VocError } from '../shared/domain/errors.ts';
import { bundleSettings } from '../shared/runtime/bundled-settings.ts';
import type { VocConfig } from '../shared/runtime/config.ts';
import { loadSettings } from '../shared/runtime/settings.ts';
import { copyFont, copyLindera, copyModels, copyNodeModules } from './bundle-companions.ts';
import { type FunctionName, functionNames } from './function-schemas.ts';
import { packageFolders, thirdPartyNotices } from './third-party-notices.ts';

/**
 * `functions/<name>/bundle.ts` exports one constant of this shape: what lies beside `index.mjs` at run time.
 * A function without the file needs nothing.
 */
export const BundleSpecSchema = z.strictObject({
  /** `./settings.json`, the validated settings. */
  settings: z.boolean().default(false),
  /** `./config.json`, the validated voc.config.yaml. */
  config: z.boolean().default(false),
  /** `./lindera_wasm_bg.wasm`, the tokenizer with its dictionary. */
  lindera: z.boolean().default(false),
  /** `./voice.model`, and `./company.model` where the company has trained its own. */
  model: z.boolean().default(false),
  /** `./PretendardVariable.ttf`. */
  font: z.boolean().default(false),
  /**
   * Packages that do not survive bundling, or are loaded later by name; copied with their dependencies into
   * `./node_modules`.
   */
  nodeModules: z.array(z.string().min(1)).default([]),
});
export type BundleSpec = z.infer<typeof BundleSpecSchema>;

/** The asset directory of each function. */
export type Bundles = Readonly<Record<FunctionName, string>>;

/** Largest `index.mjs` in bytes. Cold starts parse every byte: growth beyond this is a decision, not an accident. */
const MAX_BUNDLE_BYTES = 6_000_000;

const BUILT_IN = new Set(builtinModules);

/** CommonJS dependencies call `require`, which an ES module lacks. */
const REQUIRE_BANNER =
  "import{createRequire as vocCreateRequire}from'node:module';const require=vocCreateRequire(import.meta.url);";

/** How a handler becomes one file for Lambda. */
export const HANDLER_BUILD: BuildOptions = {
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  minify: true,
  banner: { js: REQUIRE_BANNER },
  logLevel: 'error',
};

/**
 * Bundles all functions in one esbuild run (shared code is parsed once) into `<outDir>/<name>/index.mjs` and puts the
 * companions of each beside it. Large companions are hard links, so a repeated run copies nothing.
 * @throws VocError `config.invalid` when a handler is missing, a bundle.ts does not validate, a bundle is too large or
 *   imports a package that is not shipped with it; `settings.invalid` with file and line of each mistake in the settings
 */
export async function bundleFunctions(options: {
  rootDir: string;
  outDir: string;
  config: VocConfig;
  /** Directory of a model that `voc train` made. */
  modelDir?: string | undefined;
}): Promise<Bundles> {
  const { rootDir, outDir, config, modelDir } = options;
  const names = functionNames();
  const entries = Object.fromEntries(names.map((name) => [`${name}/index`, handlerFile(rootDir, name)]));
  const specs = new Map<FunctionName, BundleSpec>();
  for (const name of names) specs.set(name, await readBundleSpec(rootDir, name));

  const result = await build({
    ...HANDLER_BUILD,
    absWorkingDir: rootDir,
    entryPoints: entries,
    outdir: outDir,
    // Mappings and file names are enough for a stack trace; the sources themselves would triple the asset.
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    legalComments: 'none',
    external: [...new Set([...specs.values()].flatMap((spec) => spec.nodeModules))],
  });

  const settings = await settingsFor(rootDir, [...specs.values()]);
  const bundles: Partial<Record<FunctionName, string>> = {};
  for (const [name, spec] of specs) {
    checkBundle(result.metafile, name, spec);
    const directory = join(outDir, name);
    await mkdir(directory, { recursive: true });
    await placeCompanions(rootDir, directory, spec, { config, settings });
    if (spec.model) await copyModels(rootDir, modelDir, directory);
    await writeFile(
      join(directory, 'THIRD-PARTY-NOTICES.txt'),
      await thirdPartyNotices(rootDir, packagesIn(result.metafile, name, spec)),
    );
    bundles[name] = directory;
  }
  return bundles as Bundles;
}

function handlerFile(rootDir: string, name: FunctionName): string {
  const file = join(rootDir, 'functions', name, 'handler.ts');
  if (existsSync(file)) return file;
  throw new VocError(
    'config.invalid',
    'config',
    `functions/${name}/handler.ts is missing. Write it or take the function out of infra/function-schemas.ts.`,
    { details: { function: name } },
  );
}

async function readBundleSpec(rootDir: string, name: FunctionName): Promise<BundleSpec> {
  const file = join(rootDir, 'functions', name, 'bundle.ts');
  if (!existsSync(file)) return BundleSpecSchema.parse({});
  const exported: unknown = await import(pathToFileURL(file).href);
  const values = Object.values(z.record(z.string(), z.unknown()).parse({ ...(exported as object) }));
  const parsed = BundleSpecSchema.safeParse(values[0]);
  if (values.length === 1 && parsed.success) return parsed.data;
  throw new VocError(
    'config.invalid',
    'config',
    `functions/${name}/bundle.ts must export exactly one bundle description: ${parsed.error?.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ') ?? 'it exports several values'}.`,
    { details: { function: name } },
  );
}

/** The text of `settings.json`, which is the same for all; undefined where no function has it. */
async function settingsFor(rootDir: string, specs: readonly BundleSpec[]): Promise<string | undefined> {
  if (!specs.some((spec) => spec.settings)) return undefined;
  return bundleSettings(await loadSettings(pathToFileURL(`${join(rootDir, 'shared/settings')}/`)));
}

async function placeCompanions(
  rootDir: string,
  directory: string,
  spec: BundleSpec,
  { config, settings }: { config: VocConfig; settings: string | undefined },
): Promise<void> {
  if (spec.settings && settings !== undefined) await writeFile(join(directory, 'settings.json'), settings);
  else await rm(join(directory, 'settings.json'), { force: true });
  if (spec.config) await writeFile(join(directory, 'config.json'), `${JSON.stringify(config)}\n`);
  else await rm(join(directory, 'config.json'), { force: true });
  if (spec.lindera) await copyLindera(rootDir, directory);
  if (spec.font) await copyFont(rootDir, directory);
  await copyNodeModules(rootDir, directory, spec.nodeModules);
}

/** The folders of the packages whose code or files are in a function. Those in `node_modules` beside it keep their own notices. */
function packagesIn(metafile: Metafile, name: FunctionName, spec: BundleSpec): string[] {
  const inputs = outputOf(metafile, name)?.inputs ?? {};
  return packageFolders([
    ...Object.keys(inputs).filter((path) => (inputs[path]?.bytesInOutput ?? 0) > 0),
    ...(spec.lindera ? ['node_modules/lindera-wasm/'] : []),
    ...(spec.font ? ['node_modules/pretendard/'] : []),
  ]);
}

function outputOf(metafile: Metafile, name: FunctionName): Metafile['outputs'][string] | undefined {
  return Object.entries(metafile.outputs).find(([path]) => path.endsWith(`/${name}/index.mjs`))?.[1];
}

/** A bundle must be small, and every package it leaves outside must be shipped beside it. */
function checkBundle(metafile: Metafile, name: FunctionName, spec: BundleSpec): void {
  const output = outputOf(metafile, name);
  if (output === undefined) {
    throw new VocError('config.invalid', 'config', `esbuild wrote no index.mjs for ${name}.`, {
      details: { function: name },
    });
  }
  if (output.bytes > MAX_BUNDLE_BYTES) {
    const largest = Object.entries(output.inputs)
      .sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput)
      .slice(0, 5)
      .map(([path, input]) => `${path} (${Math.round(input.bytesInOutput / 1000)} kB)`);
    throw new VocError(
      'config.invalid',
      'config',
      `The bundle of ${name} has ${output.bytes} bytes, more than ${MAX_BUNDLE_BYTES}. Largest inputs: ${largest.join(', ')}.`,
      { details: { function: name, bytes: output.bytes } },
    );
  }
  const missing = output.imports
    .filter(
      (imported) =>
        imported.external === true && !imported.path.startsWith('node:') && !BUILT_IN.has(imported.path),
    )
    .map((imported) => imported.path)
    .filter(
      (path) => !spec.nodeModules.some((shipped) => path === shipped || path.startsWith(`${shipped}/`)),
    );
  if (missing.length === 0) return;
  throw new VocError(
    'config.invalid',
    'config',
    `${name} imports ${missing.join(', ')} at run time. List the package in nodeModules of functions/${name}/bundle.ts.`,
    { details: { function: name } },
  );
}
