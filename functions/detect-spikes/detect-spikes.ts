import { incidentMessage } from '../../shared/alerting/alert-message.ts';
import { phraseEpisodes } from '../../shared/alerting/emerging-phrases.ts';
import {
  type Advance,
  advanceIncident,
  type Pair,
  pairDrafts,
  resolveUnseen,
} from '../../shared/alerting/incident-life.ts';
import { episodesOf, type IncidentDraft, mergeEpisodes } from '../../shared/alerting/incidents.ts';
import type { Surroundings } from '../../shared/alerting/likely-causes.ts';
import { isMuted } from '../../shared/alerting/mutes.ts';
import { wantsIncident } from '../../shared/alerting/team-rules.ts';
import type { BucketAggregate } from '../../shared/domain/aggregate.ts';
import type { Incident } from '../../shared/domain/insight.ts';
import { addDays, businessDay } from '../../shared/domain/time.ts';
import { describeIncident } from '../../shared/insight/describe-incident.ts';
import { phraseHours } from '../../shared/insight/phrase-hours.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import { mapWithLimit } from '../../shared/runtime/map-with-limit.ts';
import type { AlertRepository } from '../../shared/storage/alert-repository.ts';
import type { ContributionRepository } from '../../shared/storage/contribution-repository.ts';
import type { DocumentRepository } from '../../shared/storage/document-repository.ts';
import { pageUrl } from '../common/page-url.ts';
import { count, logInfo } from '../common/powertools.ts';
import { arrivalPoints } from './arrival-points.ts';
import { contributionsOf, quotableKeys } from './incident-voices.ts';
import { enqueue, type OutboxDeps } from './outbox.ts';

const BASELINE_DAYS = 35;
const CONCURRENT_DAYS = 8;
const DAY_MS = 86_400_000;
/** What was alerted longer ago is history: it is kept, nobody is woken. */
const ANNOUNCE_MS = DAY_MS;

export interface DetectDeps extends OutboxDeps {
  /** The roll-ups of days, oldest first; what has not changed may be remembered. */
  readDays(days: readonly string[]): Promise<BucketAggregate[]>;
  readonly contributions: Pick<ContributionRepository, 'listDay'>;
  readonly documents: Pick<DocumentRepository, 'getMany'>;
  readonly alerts: OutboxDeps['alerts'] &
    Pick<AlertRepository, 'saveIncident' | 'listIncidents' | 'listMutes'>;
  /** What happened besides the voices: our campaigns, and what is wrong with sources now. */
  surroundings(now: Date): Promise<Surroundings>;
  /** Words that mean the same, see `spellingGroups`. */
  readonly spellings: readonly (readonly string[])[];
  readonly dashboardUrl: string;
}

/**
 * One look: replays the detector over five weeks of arrivals, carries every incident on, and puts what people must hear
 * into the outbox. Looking again changes nothing and tells nothing twice.
 */
export async function detectSpikes(deps: DetectDeps): Promise<{ incidents: number; events: number }> {
  const now = deps.clock();
  const today = businessDay(now, deps.timeZone);
  const days = Array.from({ length: BASELINE_DAYS }, (_, index) => addDays(today, index - BASELINE_DAYS + 1));
  const buckets = await deps.readDays(days);
  const episodes = [
    ...episodesOf(arrivalPoints(buckets, now), { interval: '1h', timeZone: deps.timeZone }),
    ...phraseEpisodes(phraseHours(buckets), now.getTime() - 2 * DAY_MS),
  ];
  const from = new Date(now.getTime() - (BASELINE_DAYS + 1) * DAY_MS).toISOString();
  const [known, mutes] = await Promise.all([
    deps.alerts.listIncidents(from, now.toISOString()),
    deps.alerts.listMutes(now),
  ]);
  const pairs = pairDrafts(mergeEpisodes(episodes, '1h'), known);
  let events = 0;
  for (const pair of pairs) {
    const fresh = now.getTime() - Date.parse(pair.draft.alertedAt) <= ANNOUNCE_MS;
    if (isHistory(pair, now)) continue;
    // With a past that gets shorter, old hours look otherwise than they did: only the first look writes down the past.
    if (pair.known === undefined && !fresh && known.length > 0) continue;
    const seen = await describe(deps, pair.draft, now);
    const silent = (pair.known === undefined && !fresh) || isMuted(seen, mutes, now);
    events += await carryOn(deps, advanceIncident(pair.known, seen, { now, muted: silent }));
  }
  const seenIds = new Set(pairs.map((pair) => pair.known?.id));
  for (const incident of known.filter(({ id }) => !seenIds.has(id))) {
    const over = resolveUnseen(incident, { now, muted: isMuted(incident, mutes, now) });
    if (over !== undefined) events += await carryOn(deps, over);
  }
  logInfo(LOG_EVENTS.spikesDetected, { incidents: pairs.length, events });
  count('IncidentEvents', events);
  return { incidents: pairs.length, events };
}

/** An incident that is over, known as such, and older than anything people would still be told of. */
function isHistory({ draft, known }: Pair, now: Date): boolean {
  if (known?.status !== 'resolved' || draft.endedAt === undefined) return false;
  return now.getTime() - Date.parse(draft.endedAt) > ANNOUNCE_MS;
}

/**
 * First the message, then the incident that says it was told: a crash in between tells it again under the same number.
 * Gives 1 where people are told.
 */
async function carryOn(deps: DetectDeps, { incident, event }: Advance): Promise<number> {
  if (event !== null) {
    const message = incidentMessage(incident, event, pageUrl(deps.dashboardUrl, `/alerts/${incident.id}`));
    const interested = deps.teams.filter(({ rule }) => wantsIncident(rule, incident));
    for (const team of interested) await enqueue(deps, team, `incident-${incident.id}`, message);
  }
  // Where somebody answered it just now, the next look carries on from that answer.
  await deps.alerts.saveIncident(incident);
  return event === null ? 0 : 1;
}

/** The days whose documents can have arrived during an episode: arrival is at most a day after publication. */
async function describe(deps: DetectDeps, draft: IncidentDraft, now: Date): Promise<Incident> {
  const startedAt = new Date(draft.startedAt);
  const first = addDays(businessDay(startedAt, deps.timeZone), -1);
  const last = businessDay(draft.endedAt === undefined ? now : new Date(draft.endedAt), deps.timeZone);
  const days = [first];
  for (let day = addDays(first, 1); day <= last; day = addDays(day, 1)) days.push(day);
  const [byDay, surroundings] = await Promise.all([
    mapWithLimit(days, CONCURRENT_DAYS, (day) => deps.contributions.listDay(day)),
    deps.surroundings(now),
  ]);
  const all = byDay.flat();
  const inside = contributionsOf(draft, all);
  const documents = await deps.documents.getMany(quotableKeys(inside));
  return describeIncident(draft, inside, all, { documents, spellings: deps.spellings, surroundings, now });
}
