import type { SourceHealthView } from '../../shared/domain/dashboard-api.ts';

/** What was known of a source when a person asked for a run of it. */
export interface AskedRun {
  readonly lastRunAt: string | null;
  readonly askedAtMs: number;
}
type Source = Pick<SourceHealthView, 'lastRunAt' | 'running'>;

/** After so long without news, a run is not waited for any more; it may still come. */
export const LONGEST_WAIT_MS = 180_000;

/**
 * Where a run that was asked for is. A source tells of a run when it has ended, by the time at which it began; so any
 * other time than the one known before means the end, whatever the clocks say.
 */
export function stateOfRun(
  asked: AskedRun,
  source: Source,
  nowMs: number,
): 'asked' | 'running' | 'ended' | 'late' {
  if (source.running) return 'running';
  if (source.lastRunAt !== asked.lastRunAt) return 'ended';
  return nowMs - asked.askedAtMs > LONGEST_WAIT_MS ? 'late' : 'asked';
}
