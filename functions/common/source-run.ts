import { VocError } from '../../shared/domain/errors.ts';
import type { SourceHealth } from '../../shared/domain/source-health.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import type { SourceConfig } from '../../shared/runtime/config.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import { readSecret } from '../../shared/sources/access/read-secret.ts';
import type { CollectContext } from '../../shared/sources/contract.ts';
import { findingsOf, healthAfter, type RunReport } from '../../shared/sources/health/source-health.ts';
import type { Lease, SourceStateRepository } from '../../shared/storage/source-state-repository.ts';
import { count, countOf, logInfo } from './powertools.ts';

/** How much longer than its run a lease lives: it ends with the run, or soon after its crash. */
const LEASE_MARGIN_MS = 30_000;

export interface SourceRunDeps {
  readonly context: Pick<CollectContext, 'http' | 'sleep'>;
  /** The text of a secret by its name. */
  readonly secretText: (name: string) => Promise<string>;
  readonly state: Pick<
    SourceStateRepository,
    'acquireLease' | 'releaseLease' | 'putHealth' | 'getHealth' | 'getVault' | 'putVault'
  >;
  readonly clock: Clock;
  readonly timeZone: string;
}

/**
 * The source of an id in the configuration.
 * @throws VocError `source.unknown` (config)
 */
export function configuredSource(sources: readonly SourceConfig[], id: string): SourceConfig {
  const source = sources.find((candidate) => candidate.id === id);
  if (source !== undefined) return source;
  throw new VocError(
    'source.unknown',
    'config',
    'voc.config.yaml has no such source. Add it or remove its schedule.',
  );
}

/** How a run went; `busy`: another run holds the source; `parked`: it is left alone after failures. */
export type SourceRunResult<Walk> =
  | { readonly kind: 'busy' | 'parked' }
  | { readonly kind: 'ran'; readonly walked: Walk; readonly health: SourceHealth };

/** One run of a source under its lease, with a health record at its end. */
export async function runUnderLease<Walk extends Omit<RunReport, 'startedAt' | 'endedAt'>>(
  deps: SourceRunDeps,
  source: SourceConfig,
  run: {
    readonly force?: boolean | undefined;
    readonly remainingTimeMs: () => number;
    readonly losesDataAfterHours?: number | undefined;
  },
  walk: (lease: Lease) => Promise<Walk>,
): Promise<SourceRunResult<Walk>> {
  const startedAt = deps.clock();
  const before = await deps.state.getHealth(source.id);
  if (run.force !== true && isParked(before, startedAt)) {
    logInfo(LOG_EVENTS.sourceParked, { source: source.id, until: before?.parkedUntil });
    return { kind: 'parked' };
  }
  const lease = await deps.state.acquireLease(
    source.id,
    startedAt.getTime(),
    run.remainingTimeMs() + LEASE_MARGIN_MS,
  );
  if (lease === null) {
    logInfo(LOG_EVENTS.sourceBusy, { source: source.id });
    return { kind: 'busy' };
  }
  try {
    const walked = await walk(lease);
    const health = healthAfter(
      before,
      { id: source.id, losesDataAfterHours: run.losesDataAfterHours },
      { ...walked, startedAt, endedAt: deps.clock() },
    );
    await deps.state.putHealth(health);
    report(health, deps.clock());
    return { kind: 'ran', walked, health };
  } finally {
    await deps.state.releaseLease(lease);
  }
}

/** What a connector may use of the world during a run. */
export function contextFor(deps: SourceRunDeps, source: SourceConfig, lease: Lease): CollectContext {
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

function isParked(health: SourceHealth | undefined, now: Date): boolean {
  return health?.parkedUntil !== undefined && new Date(health.parkedUntil) > now;
}

/** Tells CloudWatch how the source does: a success that stays away rings, and so does everything critical. */
function report(health: SourceHealth, now: Date): void {
  if (health.outcome === 'complete') countOf(health.sourceId, 'SourceSuccess', 1);
  const findings = findingsOf(health, now);
  count('SourceDoubts', findings.some(({ code }) => code === health.suspicion?.kind) ? 1 : 0);
  count('CredentialsExpiring', findings.some(({ code }) => code.startsWith('credential-')) ? 1 : 0);
}
