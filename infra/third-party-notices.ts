import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

const ManifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.unknown().optional(),
});
const LICENCE_FILE = /^(licen[cs]e|notice|copying|third-?party-?notices)/i;

/** The folders of the packages that some files belong to; `paths` may be relative to the repository. */
export function packageFolders(paths: Iterable<string>): string[] {
  const folders = new Set<string>();
  for (const path of paths) {
    const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
    if (folder !== undefined) folders.add(folder);
  }
  return [...folders].sort();
}

/**
 * The notices that the licences of bundled packages ask to pass on: each text once, with the packages that it is for. A
 * minified bundle holds none of them. A package without such a file is named with the licence that it states.
 */
export async function thirdPartyNotices(rootDir: string, folders: readonly string[]): Promise<string> {
  const packagesOfText = new Map<string, string[]>();
  for (const folder of folders) {
    const directory = join(rootDir, folder);
    const manifest = ManifestSchema.parse(
      JSON.parse(await readFile(join(directory, 'package.json'), 'utf8')),
    );
    const title = `${manifest.name} ${manifest.version}`;
    const texts = await licenceTexts(directory);
    const stated = typeof manifest.license === 'string' ? manifest.license : 'see its repository';
    for (const text of texts.length > 0 ? texts : [`Licence: ${stated}`])
      packagesOfText.set(text, [...(packagesOfText.get(text) ?? []), title]);
  }
  const sections = [...packagesOfText].map(
    ([text, packages]) => `${[...new Set(packages)].sort().join('\n')}\n\n${text}\n`,
  );
  return sections.sort().join(`\n${'-'.repeat(80)}\n\n`);
}

async function licenceTexts(directory: string): Promise<string[]> {
  const texts: string[] = [];
  // Some keep it beside what they build.
  for (const folder of [directory, join(directory, 'dist')]) {
    if (!existsSync(folder)) continue;
    const entries = await readdir(folder, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (!entry.isFile() || !LICENCE_FILE.test(entry.name)) continue;
      texts.push((await readFile(join(folder, entry.name), 'utf8')).replaceAll('\r\n', '\n').trim());
    }
  }
  return texts;
}
