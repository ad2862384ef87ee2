import { audienceFiles } from '../../shared/delivery/audience-files.ts';
import { type Audience, type AudienceLedger, AudienceSchema } from '../../shared/domain/audience.ts';
import type { CustomerProfile } from '../../shared/domain/customer.ts';
import type { StoredDocument } from '../../shared/domain/stored-document.ts';
import { businessDay, isoWeek } from '../../shared/domain/time.ts';
import { type AudienceInput, accountsOf, audience } from '../../shared/insight/audience.ts';
import { followUpKey } from '../../shared/storage/keys.ts';
import type { FollowUpDeps } from './publish-follow-ups.ts';

/**
 * Replaces the lists of customers whom a message may help. What the last lists say of this week counts towards the
 * fatigue cap; the JSON, which holds it, is written last, so that a run that fails half way starts from the same state.
 */
export async function publishAudience(
  deps: FollowUpDeps,
  of: { documents: ReadonlyMap<string, StoredDocument> } & Pick<AudienceInput, 'profiles' | 'holds' | 'now'>,
): Promise<Audience> {
  const { taxonomy, language, timeZone } = deps;
  const { maxPerWeek, columns } = deps.audience;
  const ledger = await lastLedger(deps);
  const found = audience({
    ...of,
    profiles: await wholePeople(deps.customers, of.profiles, Object.keys(ledger?.pointIds ?? {})),
    documents: of.documents.values(),
    maxPerWeek,
    ledger,
    week: isoWeek(businessDay(of.now, timeZone)),
  });
  const files = audienceFiles(found, { language, taxonomy, columns });
  const write = (file: keyof typeof files, contentType: string) =>
    deps.reports.write(followUpKey(file), files[file], contentType);
  await write('audience.csv', 'text/csv; charset=utf-8');
  await write('audience-braze.ndjson', 'application/x-ndjson');
  await write('audience.json', 'application/json');
  return found;
}

/**
 * The same profiles with those of other customers and of all accounts that belong to the same people: an account without
 * a voice of its own has a say in consent too, and who was listed before may have no voice any more.
 */
async function wholePeople(
  customers: FollowUpDeps['customers'],
  profiles: ReadonlyMap<string, CustomerProfile>,
  others: readonly string[],
): Promise<Map<string, CustomerProfile>> {
  const people = new Map([...profiles, ...(await customers.getMany(missing(profiles, others)))]);
  const accounts = [...people.values()].flatMap(accountsOf);
  return new Map([...people, ...(await customers.getMany(missing(people, accounts)))]);
}

function missing(profiles: ReadonlyMap<string, CustomerProfile>, ids: readonly string[]): string[] {
  return [...new Set(ids)].filter((id) => !profiles.has(id));
}

/** Undefined where there is none yet. A file that is not ours stops the run: without it the cap would not hold. */
async function lastLedger(deps: FollowUpDeps): Promise<AudienceLedger | undefined> {
  const bytes = await deps.lists.read(followUpKey('audience.json'));
  if (bytes === null) return undefined;
  return AudienceSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8'))).ledger;
}
