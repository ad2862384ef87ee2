import type { LinkEvidence, LinkResult } from '../domain/link.ts';
import type { LinkProfile, LinkStatistics } from '../domain/link-profile.ts';
import type { IdentifierKind, IdentifierToken, VocRecord } from '../domain/record.ts';
import type { SourceKind } from '../domain/taxonomy.ts';
import { businessDay } from '../domain/time.ts';
import { appVersionInText, deviceInText, deviceKey } from './device.ts';
import {
  CANDIDATE_RATE,
  CANDIDATE_THRESHOLD,
  CHANCE_BY_NAME,
  ERROR_RATE,
  ISSUED_ON,
  MAX_LOOK_ALIKES,
  MAX_NAMESAKES,
  NAME_AGREES_FACTOR,
  NAMED_KINDS,
  type NamedKind,
  STRONG_KINDS,
  type StrongKind,
  VARIANT_ERROR_RATE,
  WEAK_CANDIDATE_CAP,
} from './evidence.ts';
import { OUTSIDE } from './expected-holders.ts';
import { slipMark } from './slip-mark.ts';
import { type VoiceTraits, type WeakFinding, weighHolders } from './weak-evidence.ts';

/** Who owns a token; `shared` where it has more owners than the index keeps. */
export interface TokenOwners {
  readonly customerIds: readonly string[];
  readonly shared: boolean;
  /** About how many customers own it, where it is shared. */
  readonly holders?: number | undefined;
}

/** Who owns tokens: a map, or anything that answers like one. */
export interface OwnerIndex {
  get(token: string): TokenOwners | undefined;
}

/** What is known of customers: the owners of {@link lookupTokens}, profiles of {@link profileIds}, learnt frequencies. */
export interface LinkKnowledge {
  readonly owners: OwnerIndex;
  readonly profiles: ReadonlyMap<string, LinkProfile>;
  readonly statistics: LinkStatistics;
  /** In which purchases and sign-ups have their days: an IANA name. */
  readonly timeZone: string;
}

/** What the linker reads of a record. */
export type LinkInput = Pick<VocRecord, 'identifiers' | 'source' | 'text' | 'publishedAt'> &
  Partial<Pick<VocRecord, 'title' | 'device' | 'appVersion'>>;

const STRONG: ReadonlySet<IdentifierKind> = new Set(STRONG_KINDS);
const NAMED: ReadonlySet<IdentifierKind> = new Set(NAMED_KINDS);
const UNLINKED: LinkResult = { customerId: null, status: 'unlinked', confidence: 0, evidence: [] };

/** The tokens by which a record may be looked up in the identity index. What is somebody else's is never looked up. */
export function lookupTokens(record: Pick<VocRecord, 'identifiers' | 'source'>): string[] {
  return record.identifiers
    .filter((identifier) => identifier.kind !== 'name-phone' && isUsable(identifier, record.source))
    .flatMap((identifier) => [identifier.token, ...identifier.variantTokens]);
}

/** The customers whose profiles decide who wrote a record. */
export function profileIds(record: Pick<VocRecord, 'identifiers' | 'source'>, owners: OwnerIndex): string[] {
  return [
    ...new Set(
      lookupTokens(record).flatMap((token) => {
        const found = owners.get(token);
        return found === undefined || found.shared ? [] : found.customerIds;
      }),
    ),
  ];
}

/**
 * Links a voice to its customer. Identifiers that the author says are their own come first; where they are missing, a
 * name with part of a number or a slip in it; then a nickname or name with everything else that agrees. Identifiers of
 * somebody else are never looked at. Several accounts behind one identifier and nothing to choose between them: no link.
 * Whoever writes in a community is at most a suggestion by nickname.
 * Pure: `knowledge` is what the index says of {@link lookupTokens} and {@link profileIds}.
 */
export function linkRecord(record: LinkInput, knowledge: LinkKnowledge): LinkResult {
  const voice = new Voice(record, knowledge);
  return byStrong(voice) ?? byNamed(voice) ?? byWeak(voice) ?? bySuggestion(voice) ?? UNLINKED;
}

interface Match {
  readonly kind: IdentifierKind;
  readonly exact: boolean;
  readonly customerIds: readonly string[];
}

/** A record with what the index knows of it. */
class Voice {
  readonly record: LinkInput;
  readonly knowledge: LinkKnowledge;
  /** Tokens of the author's name, where one is given. */
  readonly names: ReadonlySet<string>;
  readonly #nicknameOwners: ReadonlySet<string>;

  constructor(record: LinkInput, knowledge: LinkKnowledge) {
    this.record = record;
    this.knowledge = knowledge;
    this.names = new Set(this.own('name').map(({ token }) => token));
    this.#nicknameOwners = new Set(this.own('nickname').flatMap((one) => this.match(one)?.customerIds ?? []));
  }

  own(kind: IdentifierKind): IdentifierToken[] {
    return this.record.identifiers.filter((one) => one.kind === kind && one.role === 'author');
  }

  matches(kinds: ReadonlySet<IdentifierKind>, role: IdentifierToken['role']): Match[] {
    return this.record.identifiers
      .filter((one) => kinds.has(one.kind) && one.role === role && isUsable(one, this.record.source))
      .flatMap((one) => this.match(one) ?? []);
  }

  match(identifier: IdentifierToken): Match | null {
    const { kind } = identifier;
    if (kind === 'name-phone') return this.#matchWithSlip(identifier);
    if (kind === 'name-order') return this.#matchWithName(identifier);
    const exact = this.knowledge.owners.get(identifier.token);
    if (exact !== undefined)
      return exact.shared ? null : { kind, exact: true, customerIds: exact.customerIds };
    const byVariant = new Set(
      identifier.variantTokens.flatMap((token) => {
        const found = this.knowledge.owners.get(token);
        return found === undefined || found.shared ? [] : found.customerIds;
      }),
    );
    return byVariant.size === 0 ? null : { kind, exact: false, customerIds: [...byVariant] };
  }

  /** Of the customers with the author's name and half of the number, those whose whole number is one slip away. */
  #matchWithSlip(identifier: IdentifierToken): Match | null {
    const marks = new Set([identifier.token, ...identifier.variantTokens].map(slipMark));
    const halves = this.own('name-phone-half').flatMap(({ token, variantTokens }) => [
      token,
      ...variantTokens,
    ]);
    const found = this.#holders(halves).filter((id) =>
      this.knowledge.profiles.get(id)?.phoneSlips.some((mark) => marks.has(mark)),
    );
    return found.length === 0 ? null : { kind: identifier.kind, exact: true, customerIds: found };
  }

  /** Of the customers with one of several numbers, those with the author's name. */
  #matchWithName({ kind, token, variantTokens }: IdentifierToken): Match | null {
    const found = this.#holders([token, ...variantTokens]).filter((id) => this.nameOf(id) === 'same');
    return found.length === 0 ? null : { kind, exact: true, customerIds: found };
  }

  #holders(tokens: readonly string[]): string[] {
    const owners = tokens.map((token) => this.knowledge.owners.get(token));
    return [...new Set(owners.flatMap((one) => (one === undefined || one.shared ? [] : one.customerIds)))];
  }

  /** Whether a customer's name is the author's: `no` only where both are known and the author goes by no other name there. */
  nameOf(customerId: string): 'same' | 'other' | 'unknown' {
    const names = this.knowledge.profiles.get(customerId)?.names ?? [];
    if (names.length === 0 || this.names.size === 0) return 'unknown';
    if (names.some((name) => this.names.has(name))) return 'same';
    // Stores and communities show nicknames, some of which look like names.
    const shownAsName = this.record.source === 'ticket' || this.record.source === 'survey';
    return !shownAsName || this.#nicknameOwners.has(customerId) ? 'unknown' : 'other';
  }

  /** People with the author's name, inside and outside the file. */
  namesakes(): number {
    const held = [...this.names].map((name) => this.knowledge.owners.get(name));
    return (
      (1 + OUTSIDE) * Math.max(1, ...held.map((owners) => owners?.holders ?? owners?.customerIds.length ?? 1))
    );
  }

  traits(): VoiceTraits {
    const { device, appVersion, publishedAt, text, title } = this.record;
    const words = title === undefined ? text : `${title}\n${text}`;
    const key = device === undefined ? '' : deviceKey(device);
    return {
      day: businessDay(new Date(publishedAt), this.knowledge.timeZone),
      device: key === '' ? deviceInText(words) : key,
      appVersion: appVersion ?? appVersionInText(words),
    };
  }
}

/** Identifiers that name an account. */
function byStrong(voice: Voice): LinkResult | null {
  const matches = voice.matches(STRONG, 'author').flatMap((match) => withoutStrangers(voice, match));
  if (matches.length === 0) return null;
  const agreed = onlyCommon(matches);
  const customerId = agreed.length > 0 ? choose(voice, agreed, 'one identifier') : null;
  if (customerId !== null) {
    const sameName = voice.nameOf(customerId);
    const confidence = 1 - errorOf(matches, sameName === 'same');
    const evidence = matches.map(({ kind, exact }) => evidenceOf(kind, exact));
    if (sameName === 'same') evidence.push({ kind: 'name', weight: -Math.log(NAME_AGREES_FACTOR) });
    const doubted =
      sameName === 'other' && !matches.some(({ kind }) => kind !== 'email' && kind !== 'order-number');
    return doubted
      ? suggestion(customerId, CANDIDATE_RATE.conflict, evidence)
      : { customerId, status: 'linked', confidence, evidence };
  }
  if (agreed.length > 0) return UNLINKED;
  return ofConflict(voice, matches);
}

/** Identifiers of different customers: only the name can tell whose voice it is. */
function ofConflict(voice: Voice, matches: readonly Match[]): LinkResult {
  const all = [...new Set(matches.flatMap(({ customerIds }) => customerIds))];
  const named = all.filter((customerId) => voice.nameOf(customerId) === 'same');
  const chosen = named.length > 0 ? choose(voice, named, 'a name') : null;
  const ours = (customerId: string) => matches.filter((match) => match.customerIds.includes(customerId));
  const evidence = (customerId: string) => ours(customerId).map(({ kind, exact }) => evidenceOf(kind, exact));
  if (chosen !== null) {
    const confidence = 1 - Math.max(0.01, errorOf(ours(chosen), true));
    return {
      customerId: chosen,
      status: 'linked',
      confidence,
      evidence: [...evidence(chosen), { kind: 'name', weight: 3 }],
    };
  }
  // A number is typed anew, an address may be a machine's that somebody else is signed in to.
  const [first] = matches.find(({ kind }) => kind === 'phone')?.customerIds ?? all;
  return first === undefined ? UNLINKED : suggestion(first, CANDIDATE_RATE.conflict, evidence(first));
}

/** A phone number with a different real name has a new owner. */
function withoutStrangers(voice: Voice, match: Match): Match[] {
  if (match.kind !== 'phone') return [match];
  const customerIds = match.customerIds.filter((customerId) => voice.nameOf(customerId) !== 'other');
  return customerIds.length === 0 ? [] : [{ ...match, customerIds }];
}

/** The customers that every match names. */
function onlyCommon(matches: readonly Match[]): string[] {
  const [first, ...rest] = matches;
  return (first?.customerIds ?? []).filter((id) => rest.every(({ customerIds }) => customerIds.includes(id)));
}

/** One customer of several accounts: the one with the author's name; of one person's accounts the oldest; else nobody. */
function choose(
  voice: Voice,
  customerIds: readonly string[],
  shared: 'one identifier' | 'a name',
): string | null {
  const named = customerIds.filter((customerId) => voice.nameOf(customerId) === 'same');
  const possible = named.length > 0 ? named : customerIds;
  const [only] = possible;
  if (only === undefined || possible.length === 1) return only ?? null;
  return areOnePerson(voice, possible, shared) ? oldest(voice, possible) : null;
}

/** Accounts with one name are one person's where they share an identifier: the one that led here, or phone or address. */
function areOnePerson(
  voice: Voice,
  customerIds: readonly string[],
  shared: 'one identifier' | 'a name',
): boolean {
  const profiles = customerIds.map((id) => voice.knowledge.profiles.get(id));
  const common = (of: (profile: LinkProfile) => readonly string[]) => {
    const [first = [], ...rest] = profiles.map((profile) => (profile === undefined ? [] : of(profile)));
    return first.some((one) => rest.every((others) => others.includes(one)));
  };
  return common(({ names }) => names) && (shared === 'one identifier' || common(({ contacts }) => contacts));
}

/** The primary account: the oldest. */
function oldest(voice: Voice, customerIds: readonly string[]): string | null {
  const since = (id: string) => voice.knowledge.profiles.get(id)?.signupDay ?? '9999';
  return (
    [...customerIds].sort((a, b) =>
      since(a) < since(b) ? -1 : since(a) > since(b) ? 1 : a < b ? -1 : 1,
    )[0] ?? null
  );
}

/** The author's name with part of a number, or with a number that holds a slip. */
function byNamed(voice: Voice): LinkResult | null {
  const matches = voice.matches(NAMED, 'author');
  const agreed = onlyCommon(matches);
  const customerId = agreed.length === 0 ? null : choose(voice, agreed, 'a name');
  if (customerId === null) return null;
  const evidence = matches.map(({ kind, exact }) => evidenceOf(kind, exact));
  const namesakes =
    voice.namesakes() * matches.reduce((chance, { kind }) => Math.min(chance, chanceOf(kind)), 1);
  if (namesakes >= MAX_NAMESAKES) return suggestion(customerId, 1 / (1 + namesakes * 5), evidence);
  return {
    customerId,
    status: 'linked',
    confidence: 1 - Math.max(errorOf(matches, false), namesakes / 2),
    evidence,
  };
}

/** A nickname or name with everything else that agrees. */
function byWeak(voice: Voice): LinkResult | null {
  const traits = voice.traits();
  const findings = (['nickname', 'name'] as const).flatMap((kind) => {
    const [identifier] = voice.own(kind);
    const match = identifier === undefined ? null : voice.match(identifier);
    if (match === null) return [];
    const held = { kind, customerIds: match.customerIds };
    return weighHolders(held, traits, voice.knowledge.profiles, voice.knowledge.statistics) ?? [];
  });
  const [best] = findings.sort((a, b) => b.probability - a.probability);
  return best === undefined ? null : ofWeak(best, voice.record.source);
}

function ofWeak(best: WeakFinding, source: SourceKind): LinkResult | null {
  const { customerId, evidence } = best;
  if (source === 'community') {
    return best.rareName ? suggestion(customerId, CANDIDATE_RATE.communityNickname, evidence) : null;
  }
  const enough = best.rareName ? MAX_LOOK_ALIKES * 2 : MAX_LOOK_ALIKES;
  if (best.sufficient && best.consistent && best.lookAlikes < enough) {
    return {
      customerId,
      status: 'linked',
      confidence: Math.min(best.probability, 0.995),
      evidence: [...evidence],
    };
  }
  // A real name alone is shared by strangers who write to us too; only with the device is it worth a look.
  if (best.kind === 'name' && best.agreesOn !== 'device' && best.agreesOn !== 'both') return null;
  if (!best.consistent) return null;
  const confidence = Math.min(best.probability, WEAK_CANDIDATE_CAP[best.agreesOn]);
  return confidence < CANDIDATE_THRESHOLD ? null : suggestion(customerId, confidence, evidence);
}

/** What is worth a person's look, but proves nothing. */
function bySuggestion(voice: Voice): LinkResult | null {
  const [masked] = voice.matches(new Set<IdentifierKind>(['masked-name4']), 'author');
  const byMask = masked === undefined ? null : choose(voice, masked.customerIds, 'a name');
  if (byMask !== null)
    return suggestion(byMask, CANDIDATE_RATE.maskedName, [{ kind: 'masked-name4', weight: 3 }]);
  const unclear = voice.matches(STRONG, 'unknown').flatMap((match) => withoutStrangers(voice, match));
  const [first] = unclear;
  const customerId = first === undefined ? null : choose(voice, onlyCommon(unclear), 'one identifier');
  if (first === undefined || customerId === null || voice.nameOf(customerId) === 'other') return null;
  return suggestion(customerId, CANDIDATE_RATE.unknownRole, [evidenceOf(first.kind, first.exact)]);
}

function suggestion(customerId: string, confidence: number, evidence: readonly LinkEvidence[]): LinkResult {
  return { customerId, status: 'candidate', confidence, evidence: [...evidence] };
}

function evidenceOf(kind: IdentifierKind, exact: boolean): LinkEvidence {
  const error = exact ? rateOf(kind) : Math.max(rateOf(kind), VARIANT_ERROR_RATE);
  return { kind: exact ? kind : `${kind}-variant`, weight: Math.log((1 - error) / error) };
}

/** Independent matches are all wrong only together; a name that agrees makes each less likely to be wrong. */
function errorOf(matches: readonly Match[], sameName: boolean): number {
  const rates = matches.map(({ kind, exact }) =>
    exact ? rateOf(kind) : Math.max(rateOf(kind), VARIANT_ERROR_RATE),
  );
  const best =
    Math.min(...rates) *
    (sameName ? NAME_AGREES_FACTOR : 1) *
    (new Set(matches.map(({ kind }) => kind)).size > 1 ? 0.5 : 1);
  return Math.max(best, 0.0005);
}

function chanceOf(kind: IdentifierKind): number {
  return (CHANCE_BY_NAME as Partial<Record<IdentifierKind, number>>)[kind] ?? 1;
}

function rateOf(kind: IdentifierKind): number {
  return (ERROR_RATE as Partial<Record<IdentifierKind, number>>)[kind as StrongKind | NamedKind] ?? 0.01;
}

function isUsable(identifier: IdentifierToken, source: SourceKind): boolean {
  if (identifier.role === 'other') return false;
  return ISSUED_ON[identifier.kind]?.includes(source) ?? true;
}
