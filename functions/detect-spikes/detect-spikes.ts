import { episodesOf, type IncidentDraft, mergeEpisodes } from '../../shared/alerting/incidents.ts';
import type { Incident } from '../../shared/domain/insight.ts';
import { addDays, businessDay } from '../../shared/domain/time.ts';
import { describeIncident } from '../../shared/insight/describe-incident.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import { mapWithLimit } from '../../shared/runtime/map-with-limit.ts';
import type { ContributionRepository } from '../../shared/storage/contribution-repository.ts';
import type { DocumentRepository } from '../../shared/storage/document-repository.ts';
import type { InsightRepository } from '../../shared/storage/insight-repository.ts';
import type { RollupRepository } from '../../shared/storage/rollup-repository.ts';
import { type DeliverDeps, deliverOnce } from '../common/deliver-once.ts';
import { pageUrl } from '../common/page-url.ts';
import { count, logInfo } from '../common/powertools.ts';
import { arrivalPoints } from './arrival-points.ts';
import { contributionsOf, quotableKeys } from './incident-voices.ts';

const BASELINE_DAYS = 35;
const CONCURRENT_DAYS = 8;
const DAY_MS = 86_400_000;
/** What was alerted longer ago is history: it is kept, nobody is woken. */
const ANNOUNCE_MS = DAY_MS;
/** Drafts that begin this close to a stored incident are that incident, seen with more data. */
const SAME_INCIDENT_MS = 6 * 3_600_000;

export interface DetectDeps extends DeliverDeps {
  readonly rollups: Pick<RollupRepository, 'readDay'>;
  readonly contributions: Pick<ContributionRepository, 'listDay'>;
  readonly documents: Pick<DocumentRepository, 'getMany'>;
  readonly insights: DeliverDeps['insights'] & Pick<InsightRepository, 'putIncident' | 'listIncidents'>;
  /** Words that mean the same, see `spellingGroups`. */
  readonly spellings: readonly (readonly string[])[];
  readonly timeZone: string;
  readonly dashboardUrl: string;
  readonly clock: Clock;
}

/**
 * Replays the detector over five weeks of arrivals and keeps what it finds. Each incident is announced once, however
 * often the detector runs.
 */
export async function detectSpikes(deps: DetectDeps): Promise<{ incidents: number; announced: number }> {
  const now = deps.clock();
  const today = businessDay(now, deps.timeZone);
  const days = Array.from({ length: BASELINE_DAYS }, (_, index) => addDays(today, index - BASELINE_DAYS + 1));
  const buckets = (await mapWithLimit(days, CONCURRENT_DAYS, (day) => deps.rollups.readDay(day))).flat();
  const episodes = episodesOf(arrivalPoints(buckets, now), { interval: '1h', timeZone: deps.timeZone });
  const drafts = mergeEpisodes(episodes, '1h');

  const from = new Date(now.getTime() - (BASELINE_DAYS + 1) * DAY_MS).toISOString();
  const known = await deps.insights.listIncidents(from, now.toISOString());
  let announced = 0;
  for (const draft of drafts) {
    const incident = sameAs(draft, known, await describe(deps, draft));
    await deps.insights.putIncident(incident);
    if (now.getTime() - Date.parse(draft.alertedAt) > ANNOUNCE_MS) continue;
    const delivery = { kind: 'incident', incident, url: pageUrl(deps.dashboardUrl, '/') } as const;
    if (await deliverOnce(deps, { subject: incident.id, content: 'announced', delivery })) announced += 1;
  }
  logInfo(LOG_EVENTS.spikesDetected, { incidents: drafts.length, announced });
  count('IncidentsAnnounced', announced);
  return { incidents: drafts.length, announced };
}

/** The days whose documents can have arrived during an episode: arrival is at most a day after publication. */
async function describe(deps: DetectDeps, draft: IncidentDraft): Promise<Incident> {
  const first = addDays(businessDay(new Date(draft.startedAt), deps.timeZone), -1);
  const last = businessDay(
    draft.endedAt === undefined ? deps.clock() : new Date(draft.endedAt),
    deps.timeZone,
  );
  const days = [first];
  for (let day = addDays(first, 1); day <= last; day = addDays(day, 1)) days.push(day);
  const all = (await mapWithLimit(days, CONCURRENT_DAYS, (day) => deps.contributions.listDay(day))).flat();
  const inside = contributionsOf(draft, all);
  const documents = await deps.documents.getMany(quotableKeys(inside));
  return describeIncident(draft, inside, all, documents, deps.spellings);
}

/** With more data an episode may begin an hour earlier or be led by another series; it stays the same incident. */
function sameAs(draft: IncidentDraft, known: readonly Incident[], incident: Incident): Incident {
  const startMs = Date.parse(draft.startedAt);
  const stored = known.find((one) => {
    const sinceMs = Date.parse(one.startedAt) - SAME_INCIDENT_MS;
    const untilMs = Date.parse(one.endedAt ?? one.startedAt) + SAME_INCIDENT_MS;
    return startMs >= sinceMs && startMs <= untilMs;
  });
  return stored === undefined ? incident : { ...incident, id: stored.id, startedAt: stored.startedAt };
}
