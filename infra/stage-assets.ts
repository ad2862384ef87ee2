import { existsSync } from 'node:fs';
import { copyFile, link, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FileSystem } from 'aws-cdk-lib';
import type { Bundles } from './bundle-functions.ts';

/** From here on a file is linked. Smaller ones are written anew by every bundling, which would reach through a link. */
const LINK_FROM_BYTES = 8_000_000;

/**
 * Puts each bundle where the library would copy it, `<assemblyDir>/asset.<fingerprint>`, with the large companions as
 * hard links: an edit of one line would otherwise leave another 42 MB dictionary and 67 MB browser on the disk.
 * The library finds its target there and copies nothing; should it name its targets differently one day, it copies.
 */
export async function stageAssets(bundles: Bundles, assemblyDir: string): Promise<void> {
  for (const directory of Object.values(bundles)) {
    const target = join(assemblyDir, `asset.${FileSystem.fingerprint(directory)}`);
    if (existsSync(target)) continue;
    // Made aside and renamed, so that nobody ever sees half an asset.
    const draft = `${target}.${process.pid}`;
    await copyTree(directory, draft);
    await rename(draft, target).catch(async (error: unknown) => {
      await rm(draft, { recursive: true, force: true });
      if (!existsSync(target)) throw error;
    });
  }
}

async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) await copyTree(source, target);
    else if ((await stat(source)).size >= LINK_FROM_BYTES)
      await link(source, target).catch(() => copyFile(source, target));
    else await copyFile(source, target);
  }
}
