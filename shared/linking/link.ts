import type { LinkEvidence, LinkResult } from '../domain/link.ts';
import type { IdentifierKind, IdentifierToken, VocRecord } from '../domain/record.ts';
import type { SourceKind } from '../domain/taxonomy.ts';
import {
  CANDIDATE_THRESHOLD,
  DECISIVE_KINDS,
  EVIDENCE_WEIGHTS,
  LINK_THRESHOLD,
  PHONE_COMPANIONS,
  REISSUED_PENALTY,
  VARIANT_PENALTY,
} from './evidence.ts';

/** Who owns a token; `shared` where it has more owners than the index keeps. */
export interface TokenOwners {
  readonly customerIds: readonly string[];
  readonly shared: boolean;
}

/** Only on these sources is an id of that kind issued by us. Elsewhere it is the other site's own number. */
const ISSUED_ON: Partial<Readonly<Record<IdentifierKind, readonly SourceKind[]>>> = {
  'user-id': ['ticket', 'survey'],
  'external-id': ['ticket'],
};

interface Match {
  readonly kind: IdentifierKind;
  readonly weight: number;
  readonly exact: boolean;
  readonly customerIds: readonly string[];
}

/** The tokens by which a record may be looked up in the identity index. */
export function lookupTokens(record: Pick<VocRecord, 'identifiers' | 'source'>): string[] {
  return record.identifiers
    .filter((identifier) => isEvidence(identifier, record.source))
    .flatMap((identifier) => [identifier.token, ...identifier.variantTokens]);
}

/**
 * Links a voice to its customer by exact tokens: precise rather than greedy. Only identifiers that the author says are
 * their own count. Identifiers that name different customers make a suggestion at most; an identifier with several
 * owners only chooses among them together with another. A nickname alone never links.
 * Pure: `owners` is what the index says of {@link lookupTokens}.
 */
export function linkRecord(
  record: Pick<VocRecord, 'identifiers' | 'source'>,
  owners: ReadonlyMap<string, TokenOwners>,
): LinkResult {
  const own = record.identifiers.filter((identifier) => isEvidence(identifier, record.source));
  const found = own.map((identifier) => ({ identifier, match: matchOf(identifier, owners) }));
  // Numbers are reissued: the old owner's number with a name or an address that nobody has is most likely a new owner.
  const stranger = found.some(
    ({ identifier, match }) => match === null && PHONE_COMPANIONS.has(identifier.kind),
  );
  const matches = found.flatMap(({ match }) =>
    match === null ? [] : [stranger && match.kind === 'phone' ? doubted(match) : match],
  );
  const candidates = new Map<string, Match[]>();
  for (const match of matches) {
    for (const customerId of match.customerIds) {
      candidates.set(customerId, [...(candidates.get(customerId) ?? []), match]);
    }
  }

  const ranked = [...candidates]
    .map(([customerId, found]) => ({ customerId, found, logOdds: logOdds(found) }))
    .sort((a, b) => b.logOdds - a.logOdds || (a.customerId < b.customerId ? -1 : 1));
  const [best, next] = ranked;
  if (best === undefined) return { customerId: null, status: 'unlinked', confidence: 0, evidence: [] };

  const total = ranked.reduce((sum, candidate) => sum + Math.exp(candidate.logOdds), 1);
  const confidence = Math.exp(best.logOdds) / total;
  const evidence = best.found.map(
    ({ kind, weight, exact }): LinkEvidence => ({ kind: exact ? kind : `${kind}-variant`, weight }),
  );
  const contradicted = matches.some(
    (match) => DECISIVE_KINDS.has(match.kind) && !match.customerIds.includes(best.customerId),
  );
  const decided = best.found.some((match) => DECISIVE_KINDS.has(match.kind) && match.exact);
  const tied = next !== undefined && next.logOdds === best.logOdds;

  if (decided && !contradicted && !tied && confidence >= LINK_THRESHOLD) {
    return { customerId: best.customerId, status: 'linked', confidence, evidence };
  }
  if (tied || confidence < CANDIDATE_THRESHOLD) {
    return { customerId: null, status: 'unlinked', confidence: 1 - confidence, evidence: [] };
  }
  return {
    customerId: best.customerId,
    status: 'candidate',
    confidence: Math.min(confidence, 0.9),
    evidence,
  };
}

function doubted(match: Match): Match {
  return { ...match, weight: match.weight - REISSUED_PENALTY };
}

function isEvidence(identifier: IdentifierToken, source: SourceKind): boolean {
  if (identifier.role !== 'author') return false;
  return ISSUED_ON[identifier.kind]?.includes(source) ?? true;
}

function matchOf(identifier: IdentifierToken, owners: ReadonlyMap<string, TokenOwners>): Match | null {
  const weight = EVIDENCE_WEIGHTS[identifier.kind];
  const exact = owners.get(identifier.token);
  if (exact !== undefined) {
    return exact.shared
      ? null
      : { kind: identifier.kind, weight, exact: true, customerIds: exact.customerIds };
  }
  const byVariant = new Set(
    identifier.variantTokens.flatMap((token) => {
      const found = owners.get(token);
      return found === undefined || found.shared ? [] : [...found.customerIds];
    }),
  );
  if (byVariant.size === 0) return null;
  return {
    kind: identifier.kind,
    weight: weight - VARIANT_PENALTY,
    exact: false,
    customerIds: [...byVariant],
  };
}

/** Independent evidence adds up; an owner among several gets the share of one. */
function logOdds(found: readonly Match[]): number {
  return found.reduce((sum, match) => sum + match.weight - Math.log(match.customerIds.length), 0);
}
