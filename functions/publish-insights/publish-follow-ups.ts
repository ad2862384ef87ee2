import { FOLLOW_UP_FILES, followUpCsv } from '../../shared/delivery/follow-up-csv.ts';
import type { ReportStore } from '../../shared/delivery/report-store.ts';
import { addDays, businessDay } from '../../shared/domain/time.ts';
import { FOLLOW_UP_DAYS, followUps } from '../../shared/insight/follow-up/follow-ups.ts';
import type { VocConfig } from '../../shared/runtime/config.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import { mapWithLimit } from '../../shared/runtime/map-with-limit.ts';
import type { ObjectStore } from '../../shared/runtime/object-store.ts';
import type { ContributionRepository } from '../../shared/storage/contribution-repository.ts';
import type { CustomerRepository } from '../../shared/storage/customer-repository.ts';
import type { DocumentRepository } from '../../shared/storage/document-repository.ts';
import { followUpKey } from '../../shared/storage/keys.ts';
import { logInfo } from '../common/powertools.ts';
import { type CrmNoteDeps, leaveCrmNotes } from './leave-crm-notes.ts';
import { publishAudience } from './publish-audience.ts';

const CONCURRENT_DAYS = 8;

export interface FollowUpDeps extends CrmNoteDeps {
  readonly contributions: Pick<ContributionRepository, 'listDay'>;
  readonly documents: Pick<DocumentRepository, 'getMany'>;
  readonly customers: Pick<CustomerRepository, 'getMany'>;
  readonly reports: ReportStore;
  /** The lists of the last time, for what they say of this week. */
  readonly lists: Pick<ObjectStore, 'read'>;
  readonly audience: VocConfig['audience'];
  readonly timeZone: string;
}

/** How long each list is. */
export interface FollowUpResult {
  readonly fastFollows: number;
  readonly holds: number;
  readonly repeats: number;
  readonly churnRisks: number;
  /** Notes left in the CRM by this run. */
  readonly notes: number;
  /** Customers that a message may help. */
  readonly audience: number;
}

/**
 * Replaces the lists that follow from linked voices of the last four weeks: a JSON file for the dashboard and a CSV per
 * list for the tools. Repeating it is harmless.
 */
export async function publishFollowUps(deps: FollowUpDeps): Promise<FollowUpResult> {
  const now = deps.clock();
  const today = businessDay(now, deps.timeZone);
  const days = Array.from({ length: FOLLOW_UP_DAYS + 1 }, (_, back) => addDays(today, -back));
  const contributions = (
    await mapWithLimit(days, CONCURRENT_DAYS, (day) => deps.contributions.listDay(day))
  ).flat();
  // Only what is surely linked has a customer; a pleased voice matters too, it ends a hold.
  const linked = contributions.filter(
    ({ customerRef, sentiment, codes }) =>
      customerRef !== undefined && (sentiment !== 'neutral' || codes.length > 0),
  );
  const documents = await deps.documents.getMany(linked.map(({ documentKey }) => documentKey));
  const customerIds = [...documents.values()].flatMap(({ link }) => link.customerId ?? []);
  const profiles = await deps.customers.getMany([...new Set(customerIds)]);
  const lists = followUps(documents.values(), profiles, now);

  await deps.reports.write(followUpKey('follow-ups.json'), JSON.stringify(lists), 'application/json');
  const files = followUpCsv(lists, { language: deps.language, taxonomy: deps.taxonomy });
  for (const file of FOLLOW_UP_FILES) {
    await deps.reports.write(followUpKey(file), files[file], 'text/csv; charset=utf-8');
  }
  const targets = await publishAudience(deps, { documents, profiles, holds: lists.holds, now });
  const result = {
    fastFollows: lists.fastFollows.length,
    holds: lists.holds.length,
    repeats: lists.repeats.length,
    churnRisks: lists.churnRisks.length,
    notes: await leaveCrmNotes(deps, documents.values()),
    audience: targets.lists.reduce((sum, { members }) => sum + members.length, 0),
  };
  logInfo(LOG_EVENTS.followUpsPublished, result);
  return result;
}
