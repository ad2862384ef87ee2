import { FOLLOW_UP_FILES, followUpCsv } from '../../shared/delivery/follow-up-csv.ts';
import { FOLLOW_UP_DAYS, followUps } from '../../shared/insight/follow-up/follow-ups.ts';
import type { VocConfig } from '../../shared/runtime/config.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import type { CustomerRepository } from '../../shared/storage/customer-repository.ts';
import type { DocumentRepository } from '../../shared/storage/document-repository.ts';
import { followUpKey } from '../../shared/storage/keys.ts';
import { logInfo } from '../common/powertools.ts';
import { type CrmNoteDeps, leaveCrmNotes } from './leave-crm-notes.ts';
import { type LinkedVoiceDeps, linkedVoiceKeys } from './linked-voice-keys.ts';
import { publishAudience } from './publish-audience.ts';

export interface FollowUpDeps extends CrmNoteDeps, LinkedVoiceDeps {
  readonly documents: Pick<DocumentRepository, 'getMany'>;
  readonly customers: Pick<CustomerRepository, 'getMany'>;
  readonly audience: VocConfig['audience'];
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
  const documents = await deps.documents.getMany(await linkedVoiceKeys(deps, FOLLOW_UP_DAYS));
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
