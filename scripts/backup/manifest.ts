import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { VocError } from '../../shared/domain/errors.ts';

const MANIFEST = 'manifest.json';

/** A file of the backup: `lines` lines of JSON with this hash. */
const PartSchema = z.object({
  file: z.string(),
  lines: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Part = z.infer<typeof PartSchema>;

const SectionSchema = z.object({
  parts: z.array(PartSchema),
  /** Where the next part begins; null when there is none. Absent before the first part. */
  next: z.string().nullable().optional(),
});

/** What a backup consists of. It is written anew after each part, so a backup that was broken off goes on. */
export const ManifestSchema = z.object({
  version: z.literal(1),
  startedAt: z.iso.datetime(),
  /** Null while it is not complete. */
  finishedAt: z.iso.datetime().nullable(),
  /** Whether nothing was on its way while it was made: then it is of one moment. */
  quiet: z.boolean(),
  /** Tells the keys of identifiers apart without saying them. */
  identityKeys: z.string().nullable(),
  /** By table, and `reports` for the objects of the report bucket. */
  sections: z.record(z.string(), SectionSchema),
});
export type Manifest = z.infer<typeof ManifestSchema>;

/** The manifest in a folder, or undefined where none is. @throws VocError `config.invalid` for one that is damaged */
export async function readManifest(directory: string): Promise<Manifest | undefined> {
  const file = join(directory, MANIFEST);
  if (!existsSync(file)) return undefined;
  const parsed = ManifestSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new VocError(
    'config.invalid',
    'config',
    `${file} is not a manifest of a backup: ${issue?.path.join('.')} ${issue?.message}.`,
  );
}

export async function writeManifest(directory: string, manifest: Manifest): Promise<void> {
  const file = join(directory, MANIFEST);
  // Renamed into place: a crash leaves the old one whole.
  await writeFile(`${file}.new`, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
