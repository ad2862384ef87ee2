import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const LoadRecordSchema = z.object({
  /** Kind and content hash of each file that was sent in. */
  sent: z.array(z.string()).default([]),
  /** Whether roll-ups and review were made after the last file was sent in. */
  published: z.boolean().default(false),
});
export type LoadRecord = z.infer<typeof LoadRecordSchema>;

/** What `voc up` has loaded into a data folder; an unreadable record counts as none: loading twice changes nothing. */
export function readLoadRecord(dataDir: string): LoadRecord {
  const file = join(dataDir, 'loaded.json');
  if (!existsSync(file)) return LoadRecordSchema.parse({});
  try {
    return LoadRecordSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return LoadRecordSchema.parse({});
  }
}

export function writeLoadRecord(dataDir: string, record: LoadRecord): void {
  writeFileSync(join(dataDir, 'loaded.json'), JSON.stringify(record), { mode: 0o600 });
}
