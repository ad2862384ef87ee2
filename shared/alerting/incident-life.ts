import type { AlertEvent } from '../domain/alert.ts';
import type { Incident, Severity } from '../domain/insight.ts';
import { present } from '../domain/present.ts';
import { SEVERITIES } from '../domain/severities.ts';
import type { IncidentDraft } from './incidents.ts';

const HOUR_MS = 3_600_000;
/** What begins within this time of a stored incident is that incident, seen again. */
const COOL_DOWN_MS = 6 * HOUR_MS;
/** What the detector has not seen for this long is over. */
const UNSEEN_MS = 3 * HOUR_MS;
/** People hear again of an incident that goes on at most this often, and only once it has doubled. */
const UPDATE_EVERY_MS = HOUR_MS;
const UPDATE_FACTOR = 2;

/** An incident after a look, and why people are told now; null: they are not. */
export interface Advance {
  readonly incident: Incident;
  readonly event: AlertEvent | null;
}

/** A draft with the stored incident that it is, undefined where it is new. */
export interface Pair {
  readonly draft: IncidentDraft;
  readonly known: Incident | undefined;
}

/**
 * Which stored incident each draft is: with more data it may begin an hour earlier or be led by another series, and a
 * new rise soon after its end is the same trouble. Drafts of one incident are joined, so that each incident is looked at
 * once.
 */
export function pairDrafts(drafts: readonly IncidentDraft[], known: readonly Incident[]): Pair[] {
  const pairs = new Map<string, Pair>();
  for (const draft of drafts) {
    const stored = known.findLast((one) => isSame(draft, one));
    const key = stored?.id ?? draft.startedAt;
    const before = pairs.get(key);
    pairs.set(key, { draft: before === undefined ? draft : joined(before.draft, draft), known: stored });
  }
  return [...pairs.values()];
}

function isSame(draft: IncidentDraft, one: Incident): boolean {
  const startMs = Date.parse(draft.startedAt);
  const until = one.endedAt ?? one.seenAt ?? one.startedAt;
  return startMs >= Date.parse(one.startedAt) - COOL_DOWN_MS && startMs <= Date.parse(until) + COOL_DOWN_MS;
}

/** Two rises of one trouble: the stronger one leads, and their counts add up where they are of one series. */
function joined(first: IncidentDraft, second: IncidentDraft): IncidentDraft {
  const { endedAt: _, ...lead } =
    first.count - first.expected > second.count - second.expected ? first : second;
  const both = first.series === second.series;
  const sum = (field: 'count' | 'expected' | 'upper') => (both ? first[field] + second[field] : lead[field]);
  return {
    ...lead,
    startedAt: first.startedAt,
    alertedAt: second.alertedAt,
    ...present('endedAt', second.endedAt),
    count: sum('count'),
    expected: sum('expected'),
    upper: sum('upper'),
    seriesTogether: [...new Set([...lead.seriesTogether, ...first.seriesTogether, ...second.seriesTogether])],
  };
}

/**
 * One look at an incident: what was stored of it (undefined: it is new) and what the detector sees now. `muted` people
 * are told nothing, but when the mute ends while it goes on, they hear of it as new.
 */
export function advanceIncident(
  known: Incident | undefined,
  seen: Incident,
  { now, muted }: { readonly now: Date; readonly muted: boolean },
): Advance {
  const merged = known === undefined ? seen : continued(known, seen);
  const event = muted ? null : eventOf(known, merged, now);
  return { incident: { ...told(merged, event, now), seenAt: now.toISOString() }, event };
}

/** Ends what the detector does not see any more; undefined where it is not over yet, or was over before. */
export function resolveUnseen(
  known: Incident,
  { now, muted }: { readonly now: Date; readonly muted: boolean },
): Advance | undefined {
  const seenMs = Date.parse(known.seenAt ?? known.startedAt);
  if (known.status === 'resolved' || now.getTime() - seenMs < UNSEEN_MS) return undefined;
  const merged: Incident = { ...known, status: 'resolved', endedAt: new Date(seenMs).toISOString() };
  const event = muted ? null : eventOf(known, merged, now);
  return { incident: told(merged, event, now), event };
}

function continued(known: Incident, seen: Incident): Incident {
  const again = known.status === 'resolved' && seen.status === 'open';
  const keepsAnswer = known.status === 'acknowledged' && seen.status === 'open';
  // What people wrote on it stays; its end is what is seen now, and an answer is to the rise that was answered.
  const { endedAt: _, acknowledgedAt, acknowledgedBy, ...kept } = known;
  const answer = again
    ? {}
    : { ...present('acknowledgedAt', acknowledgedAt), ...present('acknowledgedBy', acknowledgedBy) };
  return {
    ...kept,
    ...seen,
    ...answer,
    id: known.id,
    startedAt: known.startedAt,
    status: keepsAnswer ? 'acknowledged' : seen.status,
    // While it goes on, it does not become harmless; when it comes back, it is judged anew.
    severity: again ? (seen.severity ?? 'notice') : higher(known.severity, seen.severity),
  };
}

function eventOf(known: Incident | undefined, merged: Incident, now: Date): AlertEvent | null {
  const heard = (known?.sequence ?? 0) > 0;
  if (known === undefined) return 'opened';
  if (merged.status === 'resolved') return known.status !== 'resolved' && heard ? 'resolved' : null;
  if (!heard) return 'opened';
  if (known.status === 'resolved') return 'reopened';
  if (rank(merged.severity) > rank(known.severity)) {
    // Who has taken it knows that it is bad; only the worst is worth a second call.
    return known.status !== 'acknowledged' || merged.severity === 'severe' ? 'worsened' : null;
  }
  const sinceTold = now.getTime() - Date.parse(known.toldAt ?? known.startedAt);
  const doubled = merged.count >= UPDATE_FACTOR * (known.toldCount ?? 0);
  return known.status === 'open' && doubled && sinceTold >= UPDATE_EVERY_MS ? 'updated' : null;
}

function told(incident: Incident, event: AlertEvent | null, now: Date): Incident {
  if (event === null) return incident;
  return {
    ...incident,
    sequence: (incident.sequence ?? 0) + 1,
    toldAt: now.toISOString(),
    toldCount: incident.count,
  };
}

function rank(severity: Severity | undefined): number {
  return SEVERITIES.indexOf(severity ?? 'notice');
}

function higher(a: Severity | undefined, b: Severity | undefined): Severity {
  return (rank(a) > rank(b) ? a : b) ?? 'notice';
}
