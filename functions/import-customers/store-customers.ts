import { randomUUID } from 'node:crypto';
import { fingerprintOf, importedProfile } from '../../shared/customers/imported-profile.ts';
import type { CustomerRow } from '../../shared/domain/customer.ts';
import { VocError } from '../../shared/domain/errors.ts';
import type { ChangedCustomer } from '../../shared/domain/relink.ts';
import type { TokenKeys } from '../../shared/privacy/token-keys.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import type {
  CustomerRepository,
  CustomerWrite,
  RowVersion,
  StoredCustomer,
} from '../../shared/storage/customer-repository.ts';
import type { IdentityRepository } from '../../shared/storage/identity-repository.ts';
import type { ImportClaimRepository } from '../../shared/storage/import-claim-repository.ts';
import { relatePersons } from './relate-persons.ts';

/** A claim ends this much after its run must be dead. */
const CLAIM_MARGIN_MS = 30_000;
/** Another run needs less than a second for its customers; one that has crashed keeps them until it must be dead. */
const WAITS = 100;
const WAIT_MS = 100;

export interface StoreCustomersDeps {
  readonly customers: Pick<
    CustomerRepository,
    'readForImport' | 'putMany' | 'forgetFormerTokens' | 'confirmMany' | 'relate'
  >;
  readonly identity: Pick<IdentityRepository, 'addMany' | 'removeMany' | 'lookup'>;
  readonly claims: ImportClaimRepository;
  /** Hears of customers whose profile or tokens have changed, before the change is done; may hear it again. */
  readonly announce: (changed: readonly ChangedCustomer[]) => Promise<void>;
  readonly tokenKeys: () => Promise<TokenKeys>;
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<void>;
}

export interface ImportRow {
  readonly row: CustomerRow;
  readonly version: RowVersion;
}

/** What became of a customer. `outdated`: a newer row was there already. */
export type StoreOutcome = 'new' | 'changed' | 'unchanged' | 'outdated';

export interface StoredRow {
  readonly customerId: string;
  readonly line: number;
  readonly outcome: StoreOutcome;
  /** Whether other accounts of the same person are known. */
  readonly samePerson: boolean;
}

interface Work {
  readonly write: CustomerWrite;
  readonly outcome: StoreOutcome;
  readonly before: StoredCustomer | undefined;
  /** Tokens that the index may not hold yet. */
  readonly adds: readonly string[];
}

/**
 * Brings profiles and identity index in line with CRM rows: tokens lead to the customer who has them now, tokens that a
 * customer no longer has lead nowhere. Customers whose profile would be the same cost no write.
 *
 * Imports may overlap, repeat, come late, and crash anywhere. What holds it together: a profile says first which
 * tokens the index is about to get and which it still has, under a claim that is gone when the index is done. Whoever
 * finds a claim waits for its run or, once that must be dead, does the whole difference again. Of two rows the one
 * with the later version counts.
 */
export function createStoreCustomers(deps: StoreCustomersDeps) {
  return async (
    rows: readonly ImportRow[],
    run: { remainingTimeMs: () => number; confirm: boolean },
  ): Promise<StoredRow[]> => {
    const keys = await deps.tokenKeys();
    const latest = new Map<string, ImportRow>();
    for (const one of rows) {
      const known = latest.get(one.row.customerId);
      if (known === undefined || !isNewer(known.version, one.version)) latest.set(one.row.customerId, one);
    }
    let open = [...latest.values()].map(({ row, version }): Wanted => {
      const profile = importedProfile(row, keys, version.asOf);
      return { profile, version, fingerprint: fingerprintOf(profile) };
    });
    const stored: StoredRow[] = [];
    for (let wait = 0; open.length > 0; wait += 1) {
      if (wait > WAITS) throw heldTooLong();
      if (wait > 0) await deps.sleep(WAIT_MS);
      const { done, held } = await attempt(deps, open, run);
      stored.push(...done);
      open = held;
    }
    return stored;
  };
}

interface Wanted extends Pick<StoredCustomer, 'profile' | 'fingerprint' | 'version'> {}

/** One try for every customer; `held` are those that another run is writing. */
async function attempt(
  deps: StoreCustomersDeps,
  wanted: readonly Wanted[],
  run: { remainingTimeMs: () => number; confirm: boolean },
): Promise<{ done: StoredRow[]; held: Wanted[] }> {
  const present = await deps.customers.readForImport(wanted.map(({ profile }) => profile.customerId));
  const claims = await deps.claims.stillOpen([...new Set([...present.values()].map(({ claim }) => claim))]);
  const nowMs = deps.clock().getTime();
  const claim = randomUUID();
  const works: Work[] = [];
  const done: StoredRow[] = [];
  const held: Wanted[] = [];
  const confirmed: Parameters<CustomerRepository['confirmMany']>[0][number][] = [];
  for (const one of wanted) {
    const { customerId } = one.profile;
    const before = present.get(customerId);
    const heldUntilMs = before === undefined ? undefined : claims.get(before.claim);
    if (heldUntilMs !== undefined && heldUntilMs > nowMs) {
      held.push(one);
      continue;
    }
    const outcome = outcomeOf(before, one);
    const settled = heldUntilMs === undefined;
    if (before !== undefined && settled && (outcome === 'unchanged' || outcome === 'outdated')) {
      done.push({ customerId, line: one.version.line, outcome, samePerson: before.sameAs.length > 0 });
      if (run.confirm && isNewer(one.version, before.version))
        confirmed.push({ customerId, readClaim: before.claim, version: one.version });
      continue;
    }
    works.push(workOf(before, one, { outcome, settled, claim }));
  }
  await deps.customers.confirmMany(confirmed);
  if (works.length === 0) return { done, held };
  await deps.claims.open(claim, nowMs + Math.max(0, run.remainingTimeMs()) + CLAIM_MARGIN_MS);
  const lost = await deps.customers.putMany(works.map(({ write }) => write));
  const kept = works.filter(({ write }) => !lost.has(write.next.profile.customerId));
  const related = await bringIndexInLine(deps, kept, claim);
  await deps.claims.close(claim);
  for (const { write, outcome } of kept) {
    const { customerId } = write.next.profile;
    done.push({
      customerId,
      line: write.next.version.line,
      outcome,
      samePerson: related.has(customerId),
    });
  }
  held.push(...wanted.filter(({ profile }) => lost.has(profile.customerId)));
  return { done, held };
}

function workOf(
  before: StoredCustomer | undefined,
  wanted: Wanted,
  { outcome, settled, claim }: { outcome: StoreOutcome; settled: boolean; claim: string },
): Work {
  // A newer profile whose run has crashed is finished as it is.
  const target = outcome === 'outdated' && before !== undefined ? before : wanted;
  const had = before?.profile.tokens.map(({ token }) => token) ?? [];
  const has = new Set(target.profile.tokens.map(({ token }) => token));
  const maybeHeld = settled ? had : [...had, ...(before?.formerTokens ?? [])];
  const surelyHeld = new Set(settled ? had : []);
  return {
    before,
    outcome,
    adds: [...has].filter((token) => !surelyHeld.has(token)),
    write: {
      readClaim: before?.claim ?? null,
      next: {
        profile: target.profile,
        fingerprint: target.fingerprint,
        version: target.version,
        formerTokens: [...new Set(maybeHeld)].filter((token) => !has.has(token)),
        claim,
      },
    },
  };
}

async function bringIndexInLine(
  deps: StoreCustomersDeps,
  works: readonly Work[],
  claim: string,
): Promise<Set<string>> {
  const of = ({ write }: Work, tokens: readonly string[]) =>
    tokens.map((token) => ({ token, customerId: write.next.profile.customerId }));
  await deps.identity.addMany(works.flatMap((work) => of(work, work.adds)));
  const shrunk = works.filter(({ write }) => write.next.formerTokens.length > 0);
  await deps.identity.removeMany(shrunk.flatMap((work) => of(work, work.write.next.formerTokens)));
  const related = await relatePersons(
    deps,
    works.map(({ write, before }) => ({ profile: write.next.profile, sameAs: before?.sameAs ?? [] })),
  );
  // Only here are former tokens still known; after a crash all of this is done again.
  await deps.announce(
    works.map(({ write: { next } }) => ({
      customerId: next.profile.customerId,
      formerTokens: [...next.formerTokens],
    })),
  );
  await deps.customers.forgetFormerTokens(
    shrunk.map(({ write }) => write.next.profile.customerId),
    claim,
  );
  return related;
}

function outcomeOf(before: StoredCustomer | undefined, wanted: Wanted): StoreOutcome {
  if (before === undefined) return 'new';
  if (isNewer(before.version, wanted.version)) return 'outdated';
  return before.fingerprint === wanted.fingerprint ? 'unchanged' : 'changed';
}

function isNewer(one: RowVersion, other: RowVersion): boolean {
  return one.asOf > other.asOf || (one.asOf === other.asOf && one.line > other.line);
}

function heldTooLong(): VocError {
  return new VocError(
    'storage.unavailable',
    'transient',
    'Another import holds some of these customers and does not finish. The file is tried again later.',
  );
}
