import { isVocError, VocError } from '../../shared/domain/errors.ts';
import type { SourceHealth } from '../../shared/domain/source-health.ts';
import type { TokenKeys } from '../../shared/privacy/token-keys.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import type { SourceConfig } from '../../shared/runtime/config.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import { readSecret } from '../../shared/sources/access/read-secret.ts';
import type { CollectContext, Json, SourceConnector, SourceSigns } from '../../shared/sources/contract.ts';
import { findingsOf, healthAfter, type RunReport } from '../../shared/sources/health/source-health.ts';
import type { LearntRepository } from '../../shared/storage/learnt-repository.ts';
import type { Lease, SourceStateRepository } from '../../shared/storage/source-state-repository.ts';
import { type CollectDocumentsDeps, createDocumentCollector } from '../common/collect-documents.ts';
import { count, countOf, logFailure, logInfo } from '../common/powertools.ts';

/** How much longer than its run a lease lives: it ends with the run, or soon after its crash. */
const LEASE_MARGIN_MS = 30_000;
/** A run takes no further page when less time than this is left. */
const RESERVE_MS = 30_000;

export interface CollectSourceDeps extends CollectDocumentsDeps {
  readonly sources: readonly SourceConfig[];
  readonly connectorById: (id: string) => SourceConnector;
  readonly context: Pick<CollectContext, 'http' | 'sleep'>;
  /** The text of a secret by its name. */
  readonly secretText: (name: string) => Promise<string>;
  readonly state: Pick<
    SourceStateRepository,
    | 'acquireLease'
    | 'releaseLease'
    | 'getCheckpoint'
    | 'putCheckpoint'
    | 'putHealth'
    | 'getHealth'
    | 'getVault'
    | 'putVault'
  >;
  readonly tokenKeys: () => Promise<TokenKeys>;
  /** What the customer file has taught: how our own numbers look. */
  readonly learnt: Pick<LearntRepository, 'get'>;
  readonly clock: Clock;
  readonly timeZone: string;
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
  const source = deps.sources.find((candidate) => candidate.id === run.sourceId);
  if (source === undefined) {
    throw new VocError(
      'source.unknown',
      'config',
      'voc.config.yaml has no such source. Add it or remove its schedule.',
    );
  }
  const startedAt = deps.clock();
  const before = await deps.state.getHealth(source.id);
  if (run.force !== true && isParked(before, startedAt)) {
    logInfo(LOG_EVENTS.sourceParked, { source: source.id, until: before?.parkedUntil });
    return { outcome: 'parked', documents: 0, rejected: 0, erased: 0 };
  }
  const lease = await deps.state.acquireLease(
    source.id,
    startedAt.getTime(),
    run.remainingTimeMs() + LEASE_MARGIN_MS,
  );
  if (lease === null) {
    logInfo(LOG_EVENTS.sourceBusy, { source: source.id });
    return { outcome: 'busy', documents: 0, rejected: 0, erased: 0 };
  }
  try {
    const connector = deps.connectorById(source.connector);
    const walked = await walk(deps, run, source, connector, lease);
    const health = healthAfter(
      before,
      { ...connector, id: source.id },
      { ...walked, startedAt, endedAt: deps.clock() },
    );
    await deps.state.putHealth(health);
    report(health, deps.clock());
    return {
      outcome: health.outcome,
      documents: walked.documents,
      rejected: walked.rejected,
      erased: walked.erased,
      ...(walked.continues === true ? { continues: true as const } : {}),
      ...(walked.error === undefined ? {} : { errorCode: walked.error.code }),
    };
  } finally {
    await deps.state.releaseLease(lease);
  }
}

function isParked(health: SourceHealth | undefined, now: Date): boolean {
  return health?.parkedUntil !== undefined && new Date(health.parkedUntil) > now;
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
        await collector.add({ line: item, raw: JSON.stringify(value), value });
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

function contextFor(deps: CollectSourceDeps, source: SourceConfig, lease: Lease): CollectContext {
  return {
    ...deps.context,
    now: deps.clock,
    timeZone: deps.timeZone,
    secret: (schema) => readSecret(schema, source, deps.secretText),
    vault: {
      load: () => deps.state.getVault(source.id),
      async save(text) {
        if (await deps.state.putVault(lease, text)) return;
        throw new VocError(
          'source.lease-lost',
          'transient',
          'Another run has taken this source over. It goes on there.',
        );
      },
    },
  };
}

/** Tells CloudWatch how the source does: a success that stays away rings, and so does everything critical. */
function report(health: SourceHealth, now: Date): void {
  if (health.outcome === 'complete') countOf(health.sourceId, 'SourceSuccess', 1);
  const findings = findingsOf(health, now);
  count('SourceDoubts', findings.some(({ code }) => code === health.suspicion?.kind) ? 1 : 0);
  count('CredentialsExpiring', findings.some(({ code }) => code.startsWith('credential-')) ? 1 : 0);
}
