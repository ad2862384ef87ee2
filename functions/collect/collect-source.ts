import { isVocError, type VocError } from '../../shared/domain/errors.ts';
import type { TokenKeys } from '../../shared/privacy/token-keys.ts';
import type { SourceConfig } from '../../shared/runtime/config.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import type { Json, SourceConnector, SourceSigns } from '../../shared/sources/contract.ts';
import type { RunReport } from '../../shared/sources/health/source-health.ts';
import type { LearntRepository } from '../../shared/storage/learnt-repository.ts';
import type { Lease, SourceStateRepository } from '../../shared/storage/source-state-repository.ts';
import { type CollectDocumentsDeps, createDocumentCollector } from '../common/collect-documents.ts';
import { count, logFailure, logInfo } from '../common/powertools.ts';
import { configuredSource, contextFor, runUnderLease, type SourceRunDeps } from '../common/source-run.ts';

/** A run takes no further page when less time than this is left. */
const RESERVE_MS = 30_000;

export interface CollectSourceDeps extends CollectDocumentsDeps, SourceRunDeps {
  readonly sources: readonly SourceConfig[];
  readonly connectorById: (id: string) => SourceConnector;
  readonly state: SourceRunDeps['state'] & Pick<SourceStateRepository, 'getCheckpoint' | 'putCheckpoint'>;
  readonly tokenKeys: () => Promise<TokenKeys>;
  /** What the customer file has taught: how our own numbers look. */
  readonly learnt: Pick<LearntRepository, 'get'>;
}

export interface SourceRun {
  readonly sourceId: string;
  readonly runId: string;
  /** A run that a person asked for also asks a source that is parked. */
  readonly force?: boolean;
  /** Read from the beginning; documents that are known stay one each. */
  readonly restart?: boolean;
  readonly remainingTimeMs: () => number;
}

/**
 * `complete`: to its end. `partial`: the time was up, or the lease was lost. `suspect`: to its end, but the answer is
 * doubted. `busy`: another run holds the source. `parked`: left alone after failures.
 */
export interface SourceOutcome {
  readonly outcome: RunReport['outcome'] | 'busy' | 'parked';
  readonly documents: number;
  readonly rejected: number;
  readonly erased: number;
  /** Set where the time was up and another run should follow at once. */
  readonly continues?: true;
  readonly errorCode?: string;
}

interface Walk extends Omit<RunReport, 'startedAt' | 'endedAt'> {
  readonly continues?: true;
}

/**
 * One collection run of a configured source under its lease. A checkpoint is saved only after its documents are queued,
 * and only while the lease is ours. A failure that the next scheduled run heals or an operator must look at ends as
 * `failed` with a health record; only a bug throws.
 * @throws VocError `source.unknown` (config) where the configuration has no such source
 */
export async function collectSource(deps: CollectSourceDeps, run: SourceRun): Promise<SourceOutcome> {
  const source = configuredSource(deps.sources, run.sourceId);
  const connector = deps.connectorById(source.connector);
  const { force, remainingTimeMs } = run;
  const { losesDataAfterHours } = connector;
  const result = await runUnderLease(deps, source, { force, remainingTimeMs, losesDataAfterHours }, (lease) =>
    walk(deps, run, source, connector, lease),
  );
  if (result.kind !== 'ran') return { outcome: result.kind, documents: 0, rejected: 0, erased: 0 };
  const { walked, health } = result;
  return {
    outcome: health.outcome,
    documents: walked.documents,
    rejected: walked.rejected,
    erased: walked.erased,
    ...(walked.continues === true ? { continues: true as const } : {}),
    ...(walked.error === undefined ? {} : { errorCode: walked.error.code }),
  };
}

async function walk(
  deps: CollectSourceDeps,
  run: SourceRun,
  source: SourceConfig,
  connector: SourceConnector,
  lease: Lease,
): Promise<Walk> {
  const now = deps.clock().toISOString();
  const collector = createDocumentCollector(deps, {
    connector: source.id,
    keys: await deps.tokenKeys(),
    formats: (await deps.learnt.get()).formats,
    timeZone: deps.timeZone,
    firstSeenAt: now,
    runId: run.runId,
    keepUrl: connector.keepsUrl,
    origin: `source ${source.id}`,
    requireDate: false,
    occurredAt: now,
  });
  const signs: { -readonly [Name in keyof SourceSigns]: SourceSigns[Name] } = {};
  let suspicion: Walk['suspicion'];
  const result = (outcome: Walk['outcome'], more: { error?: VocError; continues?: true } = {}): Walk => ({
    outcome,
    documents: collector.totals.accepted,
    rejected: collector.totals.rejected,
    erased: collector.totals.erased,
    suspicion,
    signs,
    ...more,
  });
  try {
    const checkpoint =
      run.restart === true ? null : ((await deps.state.getCheckpoint(source.id)) as Json | undefined);
    let item = 0;
    for await (const page of connector.collect(
      contextFor(deps, source, lease),
      source.config,
      checkpoint ?? null,
    )) {
      for (const value of page.documents) {
        item += 1;
        await collector.add({
          line: item,
          value,
          // Only an error record needs it.
          get raw() {
            return JSON.stringify(value);
          },
        });
      }
      for (const problem of page.problems ?? []) {
        item += 1;
        collector.reject(problem, item);
      }
      for (const erasure of page.erasures ?? []) await collector.erase(erasure, connector.source);
      await collector.flush();
      suspicion = page.suspect ?? suspicion;
      Object.assign(signs, page.signs);
      // The successor of an expired lease has gone on: its checkpoint stands.
      if (!(await deps.state.putCheckpoint(lease, page.checkpoint))) return result('partial');
      if (page.done) break;
      if (run.remainingTimeMs() < RESERVE_MS) return result('partial', { continues: true });
    }
    logInfo(LOG_EVENTS.sourceCollected, {
      source: source.id,
      runId: run.runId,
      suspect: suspicion?.kind,
      ...collector.totals,
    });
    count('DocumentsCollected', collector.totals.accepted);
    return result(suspicion === undefined ? 'complete' : 'suspect');
  } catch (error) {
    logFailure(LOG_EVENTS.sourceFailed, error, { source: source.id, runId: run.runId });
    count('SourceFailures', 1);
    if (!isVocError(error)) throw error;
    return result('failed', { error });
  }
}
