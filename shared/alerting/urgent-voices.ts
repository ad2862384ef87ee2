import type { UrgentReason } from '../domain/alert.ts';
import type { AnalysedRecord } from '../domain/analysis.ts';

const HOUR_MS = 3_600_000;
/** Back-fills never alert: the voice must be this fresh, by what is known of its time. */
const FRESH_MS = { instant: 24 * HOUR_MS, day: 48 * HOUR_MS, 'first-seen': 24 * HOUR_MS } as const;
const MAX_CLOCK_SKEW_MS = HOUR_MS;
/** Voices of a reason that was just told are told together after this time. */
const BUNDLE_MS = HOUR_MS;
/** Messages that follow within this time carry one ID. */
const RUN_MS = 6 * HOUR_MS;

/** Whether a single voice must be seen at once: it was read as severe, and it is new. */
export function isUrgentNow({ record, reading }: AnalysedRecord, now: Date): boolean {
  if (reading.urgency !== 'high' || record.erased === true) return false;
  const ageMs = now.getTime() - Date.parse(record.publishedAt);
  return ageMs <= FRESH_MS[record.publishedAtPrecision] && ageMs >= -MAX_CLOCK_SKEW_MS;
}

/** What was last told of urgent voices. */
export interface ToldRun {
  readonly id: string;
  readonly sequence: number;
  /** ISO 8601, UTC. */
  readonly toldAt: string;
  /** Reasons told since `toldAt`. */
  readonly reasons: readonly UrgentReason[];
}

/**
 * How the waiting voices are told: null is not yet. Voices of a reason that was told within the hour wait, so that
 * thirty posts are two messages; a reason of another kind does not wait for them. `newId` names a new run.
 */
export function nextTelling(
  waiting: readonly { readonly reasons: readonly UrgentReason[] }[],
  last: ToldRun | undefined,
  now: Date,
  newId: string,
): ToldRun | null {
  if (waiting.length === 0) return null;
  const reasons = [...new Set(waiting.flatMap((voice) => voice.reasons))];
  const sinceTold = last === undefined ? Number.POSITIVE_INFINITY : now.getTime() - Date.parse(last.toldAt);
  const bundling = last !== undefined && sinceTold < BUNDLE_MS;
  if (bundling && reasons.every((reason) => last.reasons.includes(reason))) return null;
  const continues = last !== undefined && sinceTold < RUN_MS;
  return {
    id: continues ? last.id : newId,
    sequence: continues ? last.sequence + 1 : 1,
    // Another reason within the hour does not let the others wait longer.
    toldAt: bundling ? last.toldAt : now.toISOString(),
    reasons: bundling ? [...new Set([...last.reasons, ...reasons])] : reasons,
  };
}
