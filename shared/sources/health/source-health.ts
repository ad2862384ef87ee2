import type { ErrorKind, VocError } from '../../domain/errors.ts';
import { present } from '../../domain/present.ts';
import type { HealthFinding, RunOutcome, SourceHealth } from '../../domain/source-health.ts';
import type { SourceSigns, Suspicion } from '../contract.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Hourly runs of more than a week: nights and a weekend are in it. */
const REMEMBERED_RUNS = 200;
/** So unlikely must a row of empty runs be before it is called silence. */
const SILENCE_PROBABILITY = 0.001;
const CREDENTIAL_WARNING_MS = 30 * DAY_MS;
const STALE_MS = 24 * HOUR_MS;
/** A source that fails this often in a row is left alone for a while. */
const BREAKER_FAILURES = 3;

/** One finished run, as the collector saw it. */
export interface RunReport {
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly outcome: RunOutcome;
  readonly documents: number;
  readonly rejected: number;
  readonly erased: number;
  readonly error?: VocError | undefined;
  readonly suspicion?: Suspicion | undefined;
  readonly signs?: SourceSigns | undefined;
}

/** The health after one more run. Pure. */
export function healthAfter(
  before: SourceHealth | undefined,
  source: { readonly id: string; readonly losesDataAfterHours?: number | undefined },
  run: RunReport,
): SourceHealth {
  const lastRunAt = run.startedAt.toISOString();
  const failed = run.outcome === 'failed';
  const consecutiveFailures = failed ? (before?.consecutiveFailures ?? 0) + 1 : 0;
  const finished = run.outcome === 'complete' || run.outcome === 'suspect';
  const recentDocuments = finished
    ? [...(before?.recentDocuments ?? []), run.documents].slice(-REMEMBERED_RUNS)
    : (before?.recentDocuments ?? []);
  const suspicion =
    run.suspicion ??
    (run.outcome === 'complete' && isSilent(recentDocuments)
      ? { kind: 'silent' as const, message: 'The source brings nothing, for longer than it ever did before.' }
      : undefined);
  const outcome = run.outcome === 'complete' && suspicion !== undefined ? 'suspect' : run.outcome;
  const parkedUntil =
    run.error === undefined
      ? undefined
      : new Date(run.endedAt.getTime() + parkMs(run.error.kind, run.error.retryAfterMs, consecutiveFailures));
  return {
    sourceId: source.id,
    lastRunAt,
    ...present('lastSuccessAt', outcome === 'complete' ? lastRunAt : before?.lastSuccessAt),
    outcome,
    documents: run.documents,
    rejected: run.rejected,
    erased: run.erased,
    durationMs: run.endedAt.getTime() - run.startedAt.getTime(),
    ...present('errorCode', run.error?.code),
    ...present('needsPerson', run.error === undefined ? undefined : needsPerson(run.error.kind)),
    ...present('suspicion', suspicion),
    consecutiveFailures,
    ...present(
      'parkedUntil',
      parkedUntil !== undefined && parkedUntil > run.endedAt ? parkedUntil.toISOString() : undefined,
    ),
    recentDocuments,
    ...present('losesDataAfterHours', source.losesDataAfterHours),
    ...present('quotaLeft', run.signs?.quotaLeft),
    ...present('quotaResetsAt', run.signs?.quotaResetsAt),
    // A run that failed early may not have come to tell it; one that went well and tells none has another key.
    ...present(
      'credentialExpiresAt',
      run.signs?.credentialExpiresAt ?? (failed ? before?.credentialExpiresAt : undefined),
    ),
  };
}

/**
 * Whether the newest runs, all empty, are a silence: empty runs have been rare enough that so many in a row would
 * happen less than once in a thousand (Laplace's rule of succession), and the row is longer than any before it, so that
 * nights and weekends, which come as rows too, are no silence.
 */
export function isSilent(recentDocuments: readonly number[]): boolean {
  const lastFull = recentDocuments.findLastIndex((documents) => documents > 0);
  if (lastFull < 0) return false;
  const row = recentDocuments.length - 1 - lastFull;
  const earlier = recentDocuments.slice(0, lastFull + 1);
  const empty = earlier.filter((documents) => documents === 0).length;
  const chance = (empty + 1) / (earlier.length + 2);
  return row > longestEmptyRow(earlier) && chance ** row < SILENCE_PROBABILITY;
}

/** How long a source is left alone after a failure, in ms: a circuit breaker that a run by hand passes by. */
function parkMs(kind: ErrorKind, retryAfterMs: number | undefined, failures: number): number {
  switch (kind) {
    case 'quota':
    case 'rate':
      return Math.min(retryAfterMs ?? 15 * MINUTE_MS, 7 * DAY_MS);
    case 'auth':
    case 'config':
    case 'permanent':
      // Nothing changes before a person does something; asking on would lock the account of some providers.
      return Math.min(HOUR_MS * 2 ** (failures - 1), DAY_MS);
    case 'transient':
      return failures < BREAKER_FAILURES
        ? 0
        : Math.min(15 * MINUTE_MS * 2 ** (failures - BREAKER_FAILURES), 6 * HOUR_MS);
  }
}

/** What to tell of a source at a moment. Pure; the most severe first. */
export function findingsOf(health: SourceHealth, now: Date): HealthFinding[] {
  const findings: HealthFinding[] = [];
  const sinceSuccessMs = now.getTime() - new Date(health.lastSuccessAt ?? health.lastRunAt).getTime();
  const expiresInMs =
    health.credentialExpiresAt === undefined
      ? Number.POSITIVE_INFINITY
      : new Date(health.credentialExpiresAt).getTime() - now.getTime();
  const { losesDataAfterHours } = health;
  if (
    losesDataAfterHours !== undefined &&
    sinceSuccessMs > Math.min(losesDataAfterHours * HOUR_MS, STALE_MS)
  ) {
    findings.push({ code: 'losing-data', severity: 'critical' });
  } else if (sinceSuccessMs > STALE_MS) findings.push({ code: 'stale', severity: 'critical' });
  if (expiresInMs <= 0) findings.push({ code: 'credential-expired', severity: 'critical' });
  else if (expiresInMs < CREDENTIAL_WARNING_MS)
    findings.push({ code: 'credential-expiring', severity: 'warning' });
  if (health.outcome === 'failed') {
    findings.push({
      code: 'failing',
      severity:
        health.needsPerson === true || health.consecutiveFailures >= BREAKER_FAILURES
          ? 'critical'
          : 'warning',
    });
  }
  if (health.parkedUntil !== undefined && new Date(health.parkedUntil) > now) {
    findings.push({ code: 'parked', severity: 'warning' });
  }
  if (health.suspicion !== undefined) {
    const severe = health.suspicion.kind === 'silent' || health.suspicion.kind === 'selector-drift';
    findings.push({ code: health.suspicion.kind, severity: severe ? 'critical' : 'warning' });
  }
  if (health.quotaLeft !== undefined && health.quotaLeft <= 0)
    findings.push({ code: 'quota-low', severity: 'warning' });
  if (health.rejected > 0 && health.rejected >= health.documents) {
    findings.push({ code: 'rejecting', severity: 'warning' });
  }
  return findings.sort((a, b) => Number(b.severity === 'critical') - Number(a.severity === 'critical'));
}

function needsPerson(kind: ErrorKind): boolean {
  return kind === 'auth' || kind === 'config' || kind === 'permanent';
}

function longestEmptyRow(documents: readonly number[]): number {
  let longest = 0;
  let row = 0;
  for (const count of documents) {
    row = count === 0 ? row + 1 : 0;
    longest = Math.max(longest, row);
  }
  return longest;
}
