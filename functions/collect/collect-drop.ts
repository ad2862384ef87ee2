import type { TokenKeys } from '../../shared/privacy/token-keys.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import type { ObjectStore } from '../../shared/runtime/object-store.ts';
import { readInput } from '../../shared/sources/read-lines.ts';
import { parseDropObjectKey } from '../../shared/storage/keys.ts';
import type { SourceStateRepository } from '../../shared/storage/source-state-repository.ts';
import { type CollectDocumentsDeps, createDocumentCollector } from '../common/collect-documents.ts';
import { count, logInfo } from '../common/powertools.ts';
import { sha256 } from '../common/read-messages.ts';

/** A run stops reading when less time than this is left, and sends itself the rest. */
const RESERVE_MS = 20_000;
/** Looking at the clock for every line would be the slowest part of reading it. */
const LINES_BETWEEN_LOOKS = 200;

export interface CollectDropDeps extends CollectDocumentsDeps {
  readonly drops: ObjectStore;
  readonly state: Pick<SourceStateRepository, 'getDropLine' | 'putDropLine'>;
  readonly tokenKeys: () => Promise<TokenKeys>;
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
 * Collects one dropped file: every line becomes a record or an error record, then the file is deleted. May be run any
 * number of times, from any line.
 */
export async function collectDrop(deps: CollectDropDeps, run: DropRun): Promise<DropOutcome> {
  const place = parseDropObjectKey(run.objectKey);
  const object = place === null ? null : await deps.drops.open(run.objectKey);
  if (place === null || object === null) {
    logInfo(LOG_EVENTS.dropGone);
    return { kind: 'gone' };
  }
  const runId = `drop-${sha256(`${run.objectKey}|${object.entityTag}`).slice(0, 16)}`;
  const collector = createDocumentCollector(deps, {
    connector: place.dropName,
    keys: await deps.tokenKeys(),
    timeZone: deps.timeZone,
    firstSeenAt: deps.clock().toISOString(),
    runId,
    origin: run.objectKey,
    requireDate: true,
    occurredAt: run.announcedAt,
  });

  const handled = Math.max(run.fromLine, await deps.state.getDropLine(run.objectKey, object.entityTag));
  let lastLine = handled;
  let lines = 0;
  for await (const line of readInput(object.body)) {
    if (line.line <= handled) continue;
    // Only between two lines: a line can hold several documents.
    const isNewLine = line.line > lastLine;
    if (isNewLine && lines >= LINES_BETWEEN_LOOKS && run.remainingTimeMs() < RESERVE_MS) {
      await collector.flush();
      await deps.state.putDropLine(run.objectKey, object.entityTag, lastLine, deps.clock().toISOString());
      logInfo(LOG_EVENTS.dropContinues, { runId, line: lastLine, ...collector.totals });
      return { kind: 'continue', fromLine: lastLine };
    }
    await collector.add(line);
    lastLine = line.line;
    lines += 1;
  }
  await collector.flush();
  await deps.drops.delete(run.objectKey, object.entityTag);
  logInfo(LOG_EVENTS.dropCollected, { runId, ...collector.totals });
  count('DocumentsCollected', collector.totals.accepted);
  count('DocumentsRejected', collector.totals.rejected);
  return { kind: 'complete' };
}
