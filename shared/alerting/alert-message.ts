import type { AlertEvent, IncidentMessage, UrgentMessage, UrgentReason } from '../domain/alert.ts';
import type { Incident, Quote } from '../domain/insight.ts';
import { present } from '../domain/present.ts';
import { SEVERITIES } from '../domain/severities.ts';

const QUOTES = 3;
const MAX_RUNS = 20;

/** What an alert says of an incident. `incident` is already the told one: its sequence is that of the message. */
export function incidentMessage(incident: Incident, event: AlertEvent, url: string): IncidentMessage {
  return {
    kind: 'incident',
    event,
    id: incident.id,
    sequence: Math.max(1, incident.sequence ?? 1),
    severity: incident.severity ?? 'notice',
    series: incident.series,
    seriesTogether: incident.seriesTogether ?? [incident.series],
    since: incident.startedAt,
    ...present('endedAt', incident.endedAt),
    count: incident.count,
    expected: incident.expected,
    upper: incident.upper,
    customers: incident.customers ?? 0,
    codes: incident.codes,
    terms: incident.terms,
    causes: incident.causes ?? [],
    evidence: incident.evidence.slice(0, QUOTES),
    ...present('runIds', incident.runIds),
    url,
  };
}

/** A single voice that must be seen at once. */
export interface UrgentVoice {
  readonly documentKey: string;
  readonly reasons: readonly UrgentReason[];
  /** ISO 8601, UTC. */
  readonly arrivedAt: string;
  readonly quote: Quote;
  /** Hash of a surely linked customer who consents to analytics. */
  readonly customerRef?: string | undefined;
  /** The run that collected it. */
  readonly runId?: string | undefined;
}

/** Urgent voices as one message, however many they are; the gravest are quoted. `voices` must not be empty. */
export function urgentMessage(
  voices: readonly UrgentVoice[],
  { id, sequence, url }: { readonly id: string; readonly sequence: number; readonly url: string },
): UrgentMessage {
  const byReason = new Map<UrgentReason, number>();
  for (const reason of voices.flatMap(({ reasons }) => reasons)) {
    byReason.set(reason, (byReason.get(reason) ?? 0) + 1);
  }
  const gravest = (voice: UrgentVoice) => Math.min(...voice.reasons.map(gravity));
  const ranked = [...voices].sort((a, b) => gravest(a) - gravest(b) || (a.arrivedAt < b.arrivedAt ? -1 : 1));
  return {
    kind: 'urgent-voices',
    id,
    sequence,
    severity: SEVERITIES[2],
    since: voices.map(({ arrivedAt }) => arrivedAt).sort()[0] ?? '',
    count: voices.length,
    customers: new Set(voices.flatMap(({ customerRef }) => customerRef ?? [])).size,
    reasons: [...byReason]
      .map(([reason, documents]) => ({ reason, documents }))
      .sort((a, b) => gravity(a.reason) - gravity(b.reason)),
    evidence: ranked.slice(0, QUOTES).map(({ quote }) => quote),
    ...present('runIds', runsOf(ranked)),
    url,
  };
}

function runsOf(voices: readonly UrgentVoice[]): string[] | undefined {
  const runs = new Set(voices.flatMap(({ runId }) => runId ?? []));
  return runs.size === 0 ? undefined : [...runs].sort().slice(0, MAX_RUNS);
}

const GRAVITY: readonly UrgentReason[] = ['self-harm', 'data-leak', 'money-lost', 'legal', 'press'];

function gravity(reason: UrgentReason): number {
  return GRAVITY.indexOf(reason);
}
