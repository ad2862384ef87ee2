import type { TokenKeys } from '../../shared/privacy/token-keys.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import type { DropMapping } from '../../shared/runtime/config.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import type { ObjectStore, OpenObject } from '../../shared/runtime/object-store.ts';
import { mapColumns } from '../../shared/sources/input/map-columns.ts';
import { readInput } from '../../shared/sources/input/read-lines.ts';
import { type DropPlace, parseDropObjectKey } from '../../shared/storage/keys.ts';
import type { LearntRepository } from '../../shared/storage/learnt-repository.ts';
import type { SourceStateRepository } from '../../shared/storage/source-state-repository.ts';
import { type CollectDocumentsDeps, createDocumentCollector } from '../common/collect-documents.ts';
import { count, logInfo } from '../common/powertools.ts';
import { sha256 } from '../common/read-messages.ts';
import { splitDrop } from './split-drop.ts';

/** A run stops reading when less time than this is left, and sends itself the rest. */
const RESERVE_MS = 20_000;
/** Looking at the clock for every line would be the slowest part of reading it. */
const LINES_BETWEEN_LOOKS = 200;

export interface CollectDropDeps extends CollectDocumentsDeps {
  readonly drops: ObjectStore;
  readonly dropMappings: readonly DropMapping[];
  readonly state: Pick<SourceStateRepository, 'getDropLine' | 'putDropLine'>;
  readonly tokenKeys: () => Promise<TokenKeys>;
  /** What the customer file has taught: how our own numbers look. */
  readonly learnt: Pick<LearntRepository, 'get'>;
  readonly clock: Clock;
  readonly timeZone: string;
}

export interface DropRun {
  readonly objectKey: string;
  /** The last line that an earlier run has handled. */
  readonly fromLine: number;
  /** When the upload was announced; error records carry it. */
  readonly announcedAt: string;
  readonly remainingTimeMs: () => number;
}

/** `complete`: everything is queued and the object deleted. `continue`: go on after this line. `gone`: done before. */
export type DropOutcome = { kind: 'complete' } | { kind: 'continue'; fromLine: number } | { kind: 'gone' };

/**
 * Collects one dropped file: every line becomes a record or an error record, then the file is deleted. A packed file is
 * cut into plain parts first, each announced like a file. May be run any number of times, from any line.
 */
export async function collectDrop(deps: CollectDropDeps, run: DropRun): Promise<DropOutcome> {
  const place = parseDropObjectKey(run.objectKey);
  const object = place === null ? null : await deps.drops.open(run.objectKey);
  if (place === null || object === null) {
    logInfo(LOG_EVENTS.dropGone);
    return { kind: 'gone' };
  }
  const handled = Math.max(run.fromLine, await deps.state.getDropLine(run.objectKey, object.entityTag));
  const { packed, body } = await openGzip(object.body);
  const lastLine = packed
    ? await splitDrop(deps.drops, {
        objectKey: run.objectKey,
        object: { ...object, body },
        fromLine: handled,
        remainingTimeMs: run.remainingTimeMs,
      })
    : await collectLines(deps, run, { place, object: { ...object, body }, handled });
  if (lastLine !== null) {
    await deps.state.putDropLine(run.objectKey, object.entityTag, lastLine, deps.clock().toISOString());
    logInfo(LOG_EVENTS.dropContinues, { line: lastLine });
    return { kind: 'continue', fromLine: lastLine };
  }
  await deps.drops.delete(run.objectKey, object.entityTag);
  return { kind: 'complete' };
}

/** Null when the file is read to its end and everything is queued, else the line to go on after. */
async function collectLines(
  deps: CollectDropDeps,
  run: DropRun,
  file: { readonly place: DropPlace; readonly object: OpenObject; readonly handled: number },
): Promise<number | null> {
  const { place, object, handled } = file;
  const runId = `drop-${sha256(`${run.objectKey}|${object.entityTag}`).slice(0, 16)}`;
  const collector = createDocumentCollector(deps, {
    connector: place.dropName,
    keys: await deps.tokenKeys(),
    formats: (await deps.learnt.get()).formats,
    timeZone: deps.timeZone,
    firstSeenAt: deps.clock().toISOString(),
    runId,
    origin: place.uploadedKey,
    requireDate: true,
    occurredAt: run.announcedAt,
  });
  const mapping = deps.dropMappings.find(({ name }) => name === place.dropName);
  let lastLine = handled;
  let linesSinceLook = 0;
  for await (const line of readInput(object.body)) {
    if (line.line <= handled) continue;
    // Only between two lines: a line can hold several documents.
    const isNewLine = line.line > lastLine;
    if (isNewLine && linesSinceLook >= LINES_BETWEEN_LOOKS) {
      linesSinceLook = 0;
      if (run.remainingTimeMs() < RESERVE_MS) {
        await collector.flush();
        return lastLine;
      }
    }
    await collector.add(mapColumns({ ...line, line: line.line + place.lineOffset }, mapping));
    lastLine = line.line;
    linesSinceLook += 1;
  }
  await collector.flush();
  logInfo(LOG_EVENTS.dropCollected, { runId, ...collector.totals });
  count('DocumentsCollected', collector.totals.accepted);
  count('DocumentsRejected', collector.totals.rejected);
  return null;
}

/** Whether bytes are gzip (RFC 1952 begins with 1f 8b), and the same bytes again. */
async function openGzip(
  stream: AsyncIterable<Uint8Array>,
): Promise<{ packed: boolean; body: AsyncIterable<Uint8Array> }> {
  const chunks = stream[Symbol.asyncIterator]();
  let opening: Uint8Array = new Uint8Array();
  while (opening.length < 2) {
    const next = await chunks.next();
    if (next.done === true) break;
    opening = Buffer.concat([opening, next.value]);
  }
  async function* whole(): AsyncGenerator<Uint8Array> {
    if (opening.length > 0) yield opening;
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value;
  }
  return { packed: opening[0] === 0x1f && opening[1] === 0x8b, body: whole() };
}
