import { isVocError, VocError } from '../../shared/domain/errors.ts';
import type { TokenKeys } from '../../shared/privacy/token-keys.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import type { SourceConfig } from '../../shared/runtime/config.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import type { CollectContext, Json, SourceConnector } from '../../shared/sources/contract.ts';
import type {
  Lease,
  SourceHealth,
  SourceStateRepository,
} from '../../shared/storage/source-state-repository.ts';
import { type CollectDocumentsDeps, createDocumentCollector } from '../common/collect-documents.ts';
import { count, logFailure, logInfo } from '../common/powertools.ts';

/** How much longer than its run a lease lives: it ends with the run, or soon after its crash. */
const LEASE_MARGIN_MS = 30_000;
/** A run takes no further page when less time than this is left. */
const RESERVE_MS = 30_000;

export interface CollectSourceDeps extends CollectDocumentsDeps {
  readonly sources: readonly SourceConfig[];
  readonly connectorById: (id: string) => SourceConnector;
  readonly context: CollectContext;
  readonly state: Pick<
    SourceStateRepository,
    'acquireLease' | 'releaseLease' | 'getCheckpoint' | 'putCheckpoint' | 'putHealth' | 'getHealth'
  >;
  readonly tokenKeys: () => Promise<TokenKeys>;
  readonly clock: Clock;
  readonly timeZone: string;
}

export interface SourceRun {
  readonly sourceId: string;
  readonly runId: string;
  readonly remainingTimeMs: () => number;
}

/** `partial`: the time was up, or the connector doubts its own answer; the next run goes on. */
export interface SourceOutcome {
  readonly outcome: 'complete' | 'partial' | 'busy' | 'failed';
  readonly documents: number;
  readonly rejected: number;
  readonly errorCode?: string;
}

/**
 * One collection run of a configured source under its lease. A checkpoint is saved only after its documents are queued,
 * and only while the lease is ours. A failure that the next scheduled run heals or an operator must look at ends as
 * `failed` with a health record; only a bug throws.
 * @throws VocError `source.unknown` (config) where the configuration has no such source
 */
export async function collectSource(deps: CollectSourceDeps, run: SourceRun): Promise<SourceOutcome> {
  const source = deps.sources.find((candidate) => candidate.id === run.sourceId);
  if (source === undefined) {
    throw new VocError(
      'source.unknown',
      'config',
      'voc.config.yaml has no such source. Add it or remove its schedule.',
    );
  }
  const startedMs = deps.clock().getTime();
  const lease = await deps.state.acquireLease(
    run.sourceId,
    startedMs,
    run.remainingTimeMs() + LEASE_MARGIN_MS,
  );
  if (lease === null) {
    logInfo(LOG_EVENTS.sourceBusy, { source: run.sourceId });
    return { outcome: 'busy', documents: 0, rejected: 0 };
  }
  try {
    const outcome = await walk(deps, run, source, lease);
    await saveHealth(deps, run, startedMs, outcome);
    return outcome;
  } finally {
    await deps.state.releaseLease(lease);
  }
}

async function walk(
  deps: CollectSourceDeps,
  run: SourceRun,
  source: SourceConfig,
  lease: Lease,
): Promise<SourceOutcome> {
  const connector = deps.connectorById(source.connector);
  const now = deps.clock().toISOString();
  const collector = createDocumentCollector(deps, {
    connector: source.id,
    keys: await deps.tokenKeys(),
    timeZone: deps.timeZone,
    firstSeenAt: now,
    runId: run.runId,
    keepUrl: connector.keepsUrl,
    origin: `source ${source.id}`,
    requireDate: false,
    occurredAt: now,
  });
  const result = (outcome: SourceOutcome['outcome'], errorCode?: string): SourceOutcome => ({
    outcome,
    documents: collector.totals.accepted,
    rejected: collector.totals.rejected,
    ...(errorCode === undefined ? {} : { errorCode }),
  });
  try {
    const checkpoint = (await deps.state.getCheckpoint(source.id)) as Json | undefined;
    let line = 0;
    let suspect = false;
    for await (const page of connector.collect(deps.context, source.config, checkpoint ?? null)) {
      for (const value of page.documents) {
        line += 1;
        await collector.add({ line, raw: JSON.stringify(value), value });
      }
      await collector.flush();
      suspect ||= page.suspect !== undefined;
      // The successor of an expired lease has gone on: its checkpoint stands.
      if (!(await deps.state.putCheckpoint(lease, page.checkpoint))) return result('partial');
      if (page.done) break;
      if (run.remainingTimeMs() < RESERVE_MS) return result('partial');
    }
    logInfo(LOG_EVENTS.sourceCollected, {
      source: source.id,
      runId: run.runId,
      suspect,
      ...collector.totals,
    });
    count('DocumentsCollected', collector.totals.accepted);
    return result(suspect ? 'partial' : 'complete');
  } catch (error) {
    logFailure(LOG_EVENTS.sourceFailed, error, { source: source.id, runId: run.runId });
    count('SourceFailures', 1);
    if (!isVocError(error)) throw error;
    return result('failed', error.code);
  }
}

async function saveHealth(
  deps: CollectSourceDeps,
  run: SourceRun,
  startedMs: number,
  outcome: SourceOutcome,
): Promise<void> {
  if (outcome.outcome === 'busy') return;
  const lastRunAt = new Date(startedMs).toISOString();
  const before = await deps.state.getHealth(run.sourceId);
  const lastSuccessAt = outcome.outcome === 'complete' ? lastRunAt : before?.lastSuccessAt;
  const health: SourceHealth = {
    sourceId: run.sourceId,
    lastRunAt,
    ...(lastSuccessAt === undefined ? {} : { lastSuccessAt }),
    outcome: outcome.outcome,
    documents: outcome.documents,
    rejected: outcome.rejected,
    durationMs: deps.clock().getTime() - startedMs,
    ...(outcome.errorCode === undefined ? {} : { errorCode: outcome.errorCode }),
  };
  await deps.state.putHealth(health);
}
