import { existsSync } from 'node:fs';
import { copyFile, link, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { VocError } from '../shared/domain/errors.ts';
import { COMPANY_MODEL_FILE, VOICE_MODEL_FILE } from '../shared/runtime/model-files.ts';

const PackageSchema = z.object({
  name: z.string(),
  version: z.string(),
  dependencies: z.record(z.string(), z.string()).optional(),
});

/**
 * Puts the shipped voice model beside the code, and the company's own of a directory where one is named; without one an
 * earlier copy goes.
 * @throws VocError `config.invalid` when the directory holds no model
 */
export async function copyModels(
  rootDir: string,
  modelDir: string | undefined,
  directory: string,
): Promise<void> {
  await copyFile(join(rootDir, 'shared/models', VOICE_MODEL_FILE), join(directory, VOICE_MODEL_FILE));
  const to = join(directory, COMPANY_MODEL_FILE);
  await rm(to, { force: true });
  if (modelDir === undefined) return;
  const from = join(modelDir, COMPANY_MODEL_FILE);
  if (!existsSync(from)) {
    throw new VocError(
      'config.invalid',
      'config',
      `There is no ${COMPANY_MODEL_FILE} in ${modelDir}. Make one: npm run -s voc -- train --input FILE --out DIR`,
    );
  }
  await copyFile(from, to);
}

/** The tokenizer with ko-dic, 42 MB: a plain file beside the code (docs/decisions/002). */
export async function copyLindera(rootDir: string, directory: string): Promise<void> {
  await place(
    join(rootDir, 'node_modules/lindera-wasm/lindera_wasm_bg.wasm'),
    join(directory, 'lindera_wasm_bg.wasm'),
  );
}

export async function copyFont(rootDir: string, directory: string): Promise<void> {
  await place(
    join(rootDir, 'node_modules/pretendard/dist/public/variable/PretendardVariable.ttf'),
    join(directory, 'PretendardVariable.ttf'),
  );
}

/**
 * Copies packages with all they depend on into `<directory>/node_modules`, flat. Nothing is touched when the same
 * versions are there already.
 * @throws VocError `config.invalid` when a package is not installed or two versions of one package would be needed
 */
export async function copyNodeModules(
  rootDir: string,
  directory: string,
  names: readonly string[],
): Promise<void> {
  const target = join(directory, 'node_modules');
  const packages = new Map<string, { directory: string; version: string }>();
  for (const name of names) await gatherPackage(rootDir, rootDir, name, packages);
  const wanted = [...packages]
    .map(([name, found]) => `${name}@${found.version}`)
    .sort()
    .join('\n');
  const stamp = join(directory, 'node_modules.txt');
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === wanted) return;
  await rm(target, { recursive: true, force: true });
  await rm(stamp, { force: true });
  if (packages.size === 0) return;
  for (const [name, found] of packages) await placeTree(found.directory, join(target, name));
  await writeFile(stamp, wanted);
}

async function gatherPackage(
  rootDir: string,
  fromDir: string,
  name: string,
  found: Map<string, { directory: string; version: string }>,
): Promise<void> {
  const directory = resolvePackage(rootDir, fromDir, name);
  const manifest = PackageSchema.parse(JSON.parse(await readFile(join(directory, 'package.json'), 'utf8')));
  const known = found.get(name);
  if (known !== undefined) {
    if (known.version === manifest.version) return;
    throw new VocError(
      'config.invalid',
      'config',
      `Two versions of ${name} would be shipped. Align them with an override in package.json.`,
      {
        details: { package: name },
      },
    );
  }
  found.set(name, { directory, version: manifest.version });
  for (const dependency of Object.keys(manifest.dependencies ?? {}).sort()) {
    await gatherPackage(rootDir, directory, dependency, found);
  }
}

/** Node's own walk upwards through node_modules folders, ended at the repository. */
function resolvePackage(rootDir: string, fromDir: string, name: string): string {
  for (let directory = fromDir; ; directory = dirname(directory)) {
    const candidate = join(directory, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    if (directory === rootDir || directory === dirname(directory)) break;
  }
  throw new VocError('config.invalid', 'config', `The package ${name} is not installed. Run npm ci.`, {
    details: { package: name },
  });
}

async function placeTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (entry.name === 'node_modules') continue;
    if (entry.isDirectory()) await placeTree(join(from, entry.name), join(to, entry.name));
    else if (!entry.name.endsWith('.d.ts') && !entry.name.endsWith('.map'))
      await place(join(from, entry.name), join(to, entry.name));
  }
}

/** A hard link costs nothing; where the file system cannot link (another device), a copy does. */
async function place(from: string, to: string): Promise<void> {
  const source = await stat(from);
  const present = existsSync(to) ? await stat(to) : undefined;
  if (present !== undefined && present.size === source.size && present.mtimeMs >= source.mtimeMs) return;
  await mkdir(dirname(to), { recursive: true });
  await rm(to, { force: true });
  await link(from, to).catch(() => copyFile(from, to));
}
