import { phraseEpisodes } from '../shared/alerting/emerging-phrases.ts';
import { episodesOf, type IncidentDraft, mergeEpisodes } from '../shared/alerting/incidents.ts';
import { heldUntil } from '../shared/alerting/quiet-hours.ts';
import { wantsIncident, wantsVoice } from '../shared/alerting/team-rules.ts';
import type { BucketAggregate } from '../shared/domain/aggregate.ts';
import type { AlertRule } from '../shared/domain/alert.ts';
import type { Contribution } from '../shared/domain/contribution.ts';
import type { Incident, Severity } from '../shared/domain/insight.ts';
import { describeIncident, isOfSeries } from '../shared/insight/describe-incident.ts';
import { phraseHours } from '../shared/insight/phrase-hours.ts';
import { hourlyNegatives } from '../shared/insight/week-incidents.ts';

const HOUR_MS = 3_600_000;

/** A team and its rule. */
export interface PreviewTeam {
  readonly name: string;
  readonly rule: AlertRule;
}

/** An alert that a team would have got. Counts are those of the whole incident, not of the minute in which it was told. */
export interface PreviewedAlert {
  readonly team: string;
  /** When the team would have heard of it: the hour, or the end of its quiet hours. */
  readonly tellAt: string;
  readonly kind: 'incident' | 'urgent-voices';
  readonly severity: Severity;
  readonly count: number;
  readonly incident?: Pick<
    Incident,
    | 'series'
    | 'seriesTogether'
    | 'startedAt'
    | 'endedAt'
    | 'expected'
    | 'upper'
    | 'codes'
    | 'terms'
    | 'causes'
  > & { readonly alertedAt: string; readonly score: number };
}

/** What the detector finds in hourly buckets since a time, with the weeks before as its past. */
export function draftsSince(
  buckets: readonly BucketAggregate[],
  timeZone: string,
  fromMs: number,
): IncidentDraft[] {
  const episodes = [
    ...episodesOf(hourlyNegatives(buckets), { interval: '1h', timeZone }),
    ...phraseEpisodes(phraseHours(buckets), fromMs),
  ];
  return mergeEpisodes(episodes, '1h').filter(({ alertedAt }) => Date.parse(alertedAt) >= fromMs);
}

/**
 * What the rules would have sent of these incidents and of urgent voices, in the order of time. `contributions` are
 * those of the incidents' days and all urgent ones.
 */
export function previewAlerts(input: {
  readonly drafts: readonly IncidentDraft[];
  readonly contributions: readonly Contribution[];
  readonly teams: readonly PreviewTeam[];
  readonly timeZone: string;
  readonly now: Date;
}): PreviewedAlert[] {
  const alerts = [...incidentAlerts(input), ...urgentAlerts(input)];
  return alerts.sort((a, b) =>
    a.tellAt < b.tellAt ? -1 : a.tellAt > b.tellAt ? 1 : a.team < b.team ? -1 : 1,
  );
}

function incidentAlerts({
  drafts,
  contributions,
  teams,
  timeZone,
  now,
}: Parameters<typeof previewAlerts>[0]): PreviewedAlert[] {
  const previewed: PreviewedAlert[] = [];
  for (const draft of drafts) {
    const inside = contributions.filter((one) => isInside(one, draft));
    const incident = describeIncident(draft, inside, contributions, {
      documents: new Map(),
      spellings: [],
      surroundings: { campaigns: [], findings: [] },
      now,
    });
    const { series, seriesTogether, startedAt, endedAt, expected, upper, codes, terms, causes } = incident;
    const { alertedAt, score } = draft;
    for (const { name, rule } of teams) {
      if (!wantsIncident(rule, incident)) continue;
      const severity = incident.severity ?? 'notice';
      previewed.push({
        team: name,
        tellAt: tellAt(rule, severity, alertedAt, timeZone),
        kind: 'incident',
        severity,
        count: incident.count,
        incident: {
          series,
          seriesTogether,
          startedAt,
          alertedAt,
          endedAt,
          expected,
          upper,
          score,
          codes,
          terms,
          causes,
        },
      });
    }
  }
  return previewed;
}

function isInside(one: Contribution, { startedAt, endedAt, series }: IncidentDraft): boolean {
  if (one.sentiment !== 'negative' || !one.bucket.includes('T')) return false;
  const at = `${one.bucket}:00:00.000Z`;
  return at >= startedAt && (endedAt === undefined || at < endedAt) && isOfSeries(series, one);
}

/** Severe single voices, one message per team and hour. */
function urgentAlerts({
  contributions,
  teams,
}: Pick<Parameters<typeof previewAlerts>[0], 'contributions' | 'teams'>): PreviewedAlert[] {
  const urgent = contributions.filter((one) => one.urgency === 'high' && one.bucket.includes('T'));
  return teams.flatMap(({ name, rule }) => {
    const hours = new Map<string, number>();
    for (const one of urgent.filter((voice) => wantsVoice(rule, voice))) {
      hours.set(one.bucket, (hours.get(one.bucket) ?? 0) + 1);
    }
    return [...hours].map(([bucket, count]) => ({
      team: name,
      tellAt: `${bucket}:00:00.000Z`,
      kind: 'urgent-voices' as const,
      severity: 'severe' as const,
      count,
    }));
  });
}

function tellAt(rule: AlertRule, severity: Severity, alertedAt: string, timeZone: string): string {
  // The hour that tipped it is told when it is nearly over at the latest.
  const told = new Date(Date.parse(alertedAt) + HOUR_MS - 1);
  return heldUntil(rule, severity, told, timeZone)?.toISOString() ?? alertedAt;
}
