import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { VocError } from '../../shared/domain/errors.ts';
import type { Part } from './manifest.ts';

/** Writes lines as the part of that number. */
export async function writePart(
  directory: string,
  section: string,
  number: number,
  lines: readonly string[],
): Promise<Part> {
  const file = `${section}/${String(number).padStart(5, '0')}.ndjson`;
  const text = lines.map((line) => `${line}\n`).join('');
  const path = join(directory, file);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, text, { mode: 0o600 });
  return { file, lines: lines.length, sha256: createHash('sha256').update(text).digest('hex') };
}

/**
 * The lines of a part, none of which is given before its checksum is right.
 * @throws VocError `record.bad-json` (permanent) for a part that is gone, cut off or changed
 */
export async function readPart(directory: string, part: Part): Promise<string[]> {
  const text = await readFile(join(directory, part.file), 'utf8').catch((cause: unknown) => {
    throw damaged(part, 'cannot be read', cause);
  });
  const lines = text.split('\n').slice(0, -1);
  if (createHash('sha256').update(text).digest('hex') !== part.sha256)
    throw damaged(part, `has another checksum than the manifest (${lines.length} of ${part.lines} lines)`);
  return lines;
}

function damaged(part: Part, what: string, cause?: unknown): VocError {
  return new VocError('record.bad-json', 'permanent', `${part.file} ${what}. Take another backup.`, {
    cause,
  });
}
