import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import type { ObjectStore, OpenObject } from '../../shared/runtime/object-store.ts';
import { fileParts } from '../../shared/sources/input/file-parts.ts';
import { utf16ToUtf8 } from '../../shared/sources/input/utf16-to-utf8.ts';
import { dropPartKey } from '../../shared/storage/keys.ts';
import { logInfo } from '../common/powertools.ts';

/** A run makes no further part when less time than this is left. */
const RESERVE_MS = 30_000;

export interface SplitRun {
  readonly objectKey: string;
  readonly object: OpenObject;
  /** The last line that is in a part already. */
  readonly fromLine: number;
  readonly remainingTimeMs: () => number;
}

/**
 * Unpacks a gzip file into plain parts beside it; the bucket announces each part like an upload of its own, so that
 * several runs read one large file at once and none has to unpack it again. Parts of the same file have the same names
 * and contents however often this runs.
 * @returns null when all parts are there, else the line to go on after
 */
export async function splitDrop(drops: ObjectStore, run: SplitRun): Promise<number | null> {
  const unpacked = Readable.from(run.object.body).pipe(createGunzip());
  let parts = 0;
  for await (const part of fileParts(utf16ToUtf8(unpacked))) {
    if (part.lastLine <= run.fromLine) continue;
    await drops.write(dropPartKey(run.objectKey, part), part.body, 'text/plain');
    parts += 1;
    if (run.remainingTimeMs() < RESERVE_MS) return part.lastLine;
  }
  logInfo(LOG_EVENTS.dropSplit, { parts });
  return null;
}
