import type { Audience, AudienceLedger, AudienceList, AudienceMember } from '../domain/audience.ts';
import { compareText } from '../domain/compare-text.ts';
import type { CustomerProfile } from '../domain/customer.ts';
import type { Hold } from '../domain/follow-up.ts';
import type { StoredDocument } from '../domain/stored-document.ts';
import type { HesitationCode } from '../domain/taxonomy.ts';
import { guideFor } from './audience-guide.ts';
import { type Standing, standings } from './audience-voices.ts';

/** How long a customer is taken to stand where they said they did, in days. Who has left is named as long. */
export const AUDIENCE_DAYS = 28;

/** Who says this wants fewer messages; one more is no answer. */
const WANTS_FEWER: HesitationCode = 'messaging';

export interface AudienceInput {
  /** May hold others than linked ones. */
  readonly documents: Iterable<StoredDocument>;
  /** At least those of the linked documents, of the ledger, and of all accounts of these people. */
  readonly profiles: ReadonlyMap<string, CustomerProfile>;
  /** Nothing is sent to them now. */
  readonly holds: readonly Hold[];
  /** On how many lists a customer may be in one ISO week. */
  readonly maxPerWeek: number;
  /** That of the last publication. */
  readonly ledger: AudienceLedger | undefined;
  /** ISO week of `now` in the business zone. */
  readonly week: string;
  readonly now: Date;
}

/**
 * Whom a message may help: customers who gave a reason to hesitate in the last four weeks and have not been pleased
 * since. Only with `consentMarketing`, never while on hold or tired of messages, and on so many lists a week as the fatigue cap allows, the
 * point they named last first. A list a customer is already on this week is not counted again. Accounts that the CRM
 * knows as one person are one customer, under the primary ID, and consent only where all of them do; an account that
 * cannot be read consents to nothing.
 */
export function audience(input: AudienceInput): Audience {
  const { profiles, now, week, maxPerWeek } = input;
  const since = new Date(now.getTime() - AUDIENCE_DAYS * 86_400_000).toISOString();
  const people = byPerson(standings(input.documents, since, now.toISOString()), profiles);
  const held = new Set(input.holds.map(({ customerId }) => primaryOf(customerId, profiles)));
  const before = input.ledger?.week === week ? input.ledger.pointIds : {};
  const excluded = { withoutConsent: 0, onHold: 0, wantsFewer: 0, overCap: 0 };
  const lists = new Map<string, { standing: Standing; members: AudienceMember[] }>();
  const used: Record<string, string[]> = {};

  for (const [customerId, person] of people) {
    if (!person.accounts.every((account) => account?.consentMarketing === true)) excluded.withoutConsent += 1;
    else if (held.has(customerId)) excluded.onHold += 1;
    else if (person.standings.some(({ code }) => code === WANTS_FEWER)) excluded.wantsFewer += 1;
    else {
      const earlier = before[customerId] ?? [];
      const fresh = person.standings.filter((one) => !earlier.includes(pointIdOf(one)));
      const room = Math.max(0, maxPerWeek - earlier.length);
      const chosen = [
        ...person.standings.filter((one) => earlier.includes(pointIdOf(one))),
        ...fresh.slice(0, room),
      ];
      if (chosen.length === 0) excluded.overCap += 1;
      if (earlier.length + chosen.length > 0) {
        used[customerId] = [...new Set([...earlier, ...chosen.map(pointIdOf)])];
      }
      const nightAllowed = person.accounts.every((account) => account?.consentNight === true);
      for (const standing of chosen) {
        const { saidAt, documentKey } = standing;
        const list = lists.get(pointIdOf(standing)) ?? { standing, members: [] };
        list.members.push({ customerId, nightAllowed, saidAt, documentKey });
        lists.set(pointIdOf(standing), list);
      }
    }
  }
  const listed = new Set([...lists.values()].flatMap(({ members }) => members.map((one) => one.customerId)));
  // An erased customer has no profile and leaves no trace. In a new week the lists of the old one count no more.
  const leftAt: Record<string, string> = {};
  for (const customerId of Object.keys(input.ledger?.pointIds ?? {})) {
    const at = input.ledger?.leftAt?.[customerId] ?? now.toISOString();
    if (!profiles.has(customerId) || listed.has(customerId) || at < since) continue;
    leftAt[customerId] = at;
    used[customerId] ??= before[customerId] ?? [];
  }

  return {
    generatedAt: now.toISOString(),
    lists: sorted(lists),
    excluded,
    emptyBecause: lists.size > 0 ? null : emptyReason(people.size, excluded),
    left: Object.keys(leftAt).sort(compareText),
    ledger: { week, pointIds: used, leftAt },
  };
}

interface Person {
  readonly standings: Standing[];
  /** All that the CRM knows of this person; undefined is one that cannot be read. */
  readonly accounts: (CustomerProfile | undefined)[];
}

function byPerson(
  customers: ReadonlyMap<string, readonly Standing[]>,
  profiles: ReadonlyMap<string, CustomerProfile>,
): Map<string, Person> {
  const people = new Map<string, Person>();
  for (const [customerId, said] of [...customers].sort(([a], [b]) => compareText(a, b))) {
    const profile = profiles.get(customerId);
    if (profile === undefined) continue;
    const primary = primaryOf(customerId, profiles);
    const person = people.get(primary) ?? { standings: [], accounts: [] };
    for (const id of accountsOf(profile)) {
      const account = profiles.get(id);
      if (!person.accounts.includes(account)) person.accounts.push(account);
    }
    for (const one of said) {
      if (!person.standings.some((other) => pointIdOf(other) === pointIdOf(one))) person.standings.push(one);
    }
    // Array.sort is stable, so that of one voice the most important reason stays first.
    person.standings.sort((a, b) => compareText(b.saidAt, a.saidAt));
    people.set(primary, person);
  }
  return people;
}

/** The IDs under which the CRM knows the person of an account, that account first. */
export function accountsOf({ customerId, primaryId, alternateIds = [] }: CustomerProfile): string[] {
  return [...new Set([customerId, ...(primaryId === undefined ? [] : [primaryId]), ...alternateIds])];
}

function primaryOf(customerId: string, profiles: ReadonlyMap<string, CustomerProfile>): string {
  return profiles.get(customerId)?.primaryId ?? customerId;
}

function sorted(
  lists: ReadonlyMap<string, { standing: Standing; members: AudienceMember[] }>,
): AudienceList[] {
  return [...lists]
    .map(([pointId, { standing, members }]) => ({
      pointId,
      code: standing.code,
      stage: standing.stage,
      guide: guideFor(standing.code),
      members,
    }))
    .sort((a, b) => b.members.length - a.members.length || compareText(a.pointId, b.pointId));
}

function emptyReason(people: number, excluded: Audience['excluded']): NonNullable<Audience['emptyBecause']> {
  if (people === 0) return 'nobody-hesitates';
  return excluded.withoutConsent === people ? 'nobody-consents' : 'all-held-back';
}

function pointIdOf({ code, stage }: Standing): string {
  return `${code}.${stage}`;
}
