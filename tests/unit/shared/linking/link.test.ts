import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LinkResultSchema } from '../../../../shared/domain/link.ts';
import {
  type LinkProfile,
  LinkProfileSchema,
  NO_STATISTICS,
} from '../../../../shared/domain/link-profile.ts';
import {
  IDENTIFIER_KINDS,
  type IdentifierKind,
  type IdentifierRole,
  type IdentifierToken,
} from '../../../../shared/domain/record.ts';
import type { SourceKind } from '../../../../shared/domain/taxonomy.ts';
import { linkRecord, lookupTokens, type TokenOwners } from '../../../../shared/linking/link.ts';

const UNLINKED = { customerId: null, status: 'unlinked', confidence: 0, evidence: [] };
const STATISTICS = {
  ...NO_STATISTICS,
  customers: 5_000,
  nicknames: {
    latin4: { once: 900, twice: 1, values: 901 },
    hangul0: { once: 800, twice: 200, values: 1_100 },
  },
  weeklyBuyers: 0.06,
};
const profile = (given: Partial<LinkProfile>): LinkProfile => LinkProfileSchema.parse(given);

const token = (
  kind: IdentifierKind,
  value: string,
  role: IdentifierRole = 'author',
  variants: string[] = [],
): IdentifierToken => ({
  kind,
  token: `k1.${kind}-${value}`,
  variantTokens: variants.map((variant) => `k1.${kind}-${variant}`),
  role,
});
const owners = (entries: Record<string, string[] | 'shared'>): ReadonlyMap<string, TokenOwners> =>
  new Map(
    Object.entries(entries).map(([key, value]) => [
      `k1.${key}`,
      value === 'shared' ? { customerIds: ['A'], shared: true } : { customerIds: value, shared: false },
    ]),
  );
const link = (
  identifiers: IdentifierToken[],
  index: ReturnType<typeof owners>,
  source: SourceKind = 'ticket',
  profiles: ReadonlyMap<string, LinkProfile> = new Map(),
) => {
  const result = linkRecord(
    { identifiers, source, text: '', publishedAt: '2026-11-20T03:00:00Z' },
    { owners: index, profiles, statistics: STATISTICS, timeZone: 'Asia/Seoul' },
  );
  expect(LinkResultSchema.safeParse(result).success).toBe(true);
  return result;
};

describe('linkRecord', () => {
  it('links a voice whose own address belongs to one customer, and shows the evidence', () => {
    const result = link([token('email', 'a')], owners({ 'email-a': ['A'] }));
    expect(result).toMatchObject({ customerId: 'A', status: 'linked', evidence: [{ kind: 'email' }] });
    expect(result.confidence).toBeGreaterThan(0.95);
  });

  it('is more sure the more independent identifiers agree', () => {
    const index = owners({ 'email-a': ['A'], 'phone-a': ['A'] });
    const both = link([token('email', 'a'), token('phone', 'a')], index);
    expect(both.confidence).toBeGreaterThan(link([token('email', 'a')], index).confidence);
  });

  it('takes an identifier of somebody else as no evidence, and never looks it up', () => {
    const identifiers = [token('phone', 'a', 'other')];
    expect(link(identifiers, owners({ 'phone-a': ['A'] }))).toMatchObject({
      customerId: null,
      status: 'unlinked',
    });
    expect(lookupTokens({ identifiers, source: 'ticket' })).toEqual([]);
  });

  it('at most suggests by an identifier of nobody certain', () => {
    expect(link([token('phone', 'a', 'unknown')], owners({ 'phone-a': ['A'] })).status).toBe('candidate');
  });

  it('never links by an identifier that is attributed to another, whatever else is there', () => {
    const kinds = fc.constantFrom(...IDENTIFIER_KINDS);
    const values = fc.constantFrom('a', 'b', 'c');
    const others = fc.array(fc.tuple(kinds, values), { minLength: 1, maxLength: 8 });
    const index = owners(
      Object.fromEntries(
        IDENTIFIER_KINDS.flatMap((kind) => ['a', 'b', 'c'].map((value) => [`${kind}-${value}`, [value]])),
      ),
    );
    fc.assert(
      fc.property(others, fc.constantFrom('ticket', 'survey', 'app-review', 'community'), (found, source) => {
        const identifiers = found.map(([kind, value]) => token(kind, value, 'other', [value]));
        expect(link(identifiers, index, source as SourceKind).status).toBe('unlinked');
      }),
    );
  });

  it('never links where identifiers name different customers', () => {
    const result = link(
      [token('email', 'a'), token('phone', 'b')],
      owners({ 'email-a': ['A'], 'phone-b': ['B'] }),
    );
    expect(result.status).not.toBe('linked');
  });

  it('does not choose among the owners of a shared identifier, but lets a second one choose', () => {
    const index = owners({ 'phone-home': ['A', 'B'], 'email-b': ['B'] });
    expect(link([token('phone', 'home')], index)).toMatchObject({ customerId: null, status: 'unlinked' });
    expect(link([token('phone', 'home'), token('email', 'b')], index)).toMatchObject({
      customerId: 'B',
      status: 'linked',
    });
  });

  it('takes a token with more owners than the index keeps as no evidence', () => {
    expect(link([token('phone', 'shop')], owners({ 'phone-shop': 'shared' })).status).toBe('unlinked');
  });

  it.each(['community', 'app-review'] as const)(
    'never links a %s post by a common nickname alone',
    (source) => {
      const profiles = new Map([['A', profile({ nicknameShape: 'hangul0' })]]);
      expect(
        link([token('nickname', 'whale')], owners({ 'nickname-whale': ['A'] }), source, profiles).status,
      ).not.toBe('linked');
    },
  );

  it('links a review by a nickname that hardly anybody else can have, but a community post never', () => {
    const profiles = new Map([['A', profile({ nicknameShape: 'latin4' })]]);
    const index = owners({ 'nickname-whale8049': ['A'] });
    const identifiers = [token('nickname', 'whale8049')];
    expect(link(identifiers, index, 'app-review', profiles)).toMatchObject({
      customerId: 'A',
      status: 'linked',
    });
    expect(link(identifiers, index, 'community', profiles).status).toBe('candidate');
  });

  it('does not link a review that is older than the account', () => {
    const profiles = new Map([['A', profile({ nicknameShape: 'latin4', signupDay: '2026-11-21' })]]);
    expect(
      link([token('nickname', 'whale8049')], owners({ 'nickname-whale8049': ['A'] }), 'app-review', profiles),
    ).toEqual(UNLINKED);
  });

  it('takes an id as ours only on the sources where we issue it', () => {
    const index = owners({ 'external-id-9': ['A'], 'user-id-9': ['A'] });
    expect(link([token('external-id', '9')], index, 'ticket').status).toBe('linked');
    expect(link([token('external-id', '9')], index, 'survey').status).toBe('unlinked');
    expect(link([token('user-id', '9')], index, 'app-review').status).toBe('unlinked');
  });

  it('links by an address whose domain was mistyped, less surely than by the right one', () => {
    const index = owners({ 'email-typo': ['A'] });
    const corrected = link([token('email', 'tpyo', 'author', ['typo'])], index);
    expect(corrected).toMatchObject({
      customerId: 'A',
      status: 'linked',
      evidence: [{ kind: 'email-variant' }],
    });
    expect(corrected.confidence).toBeLessThan(link([token('email', 'typo')], index).confidence);
  });

  it('does not link a reissued number: the name is another', () => {
    const profiles = new Map([['A', profile({ names: ['k1.name-kim'] })]]);
    const index = owners({ 'phone-a': ['A'] });
    expect(link([token('phone', 'a'), token('name', 'kim')], index, 'ticket', profiles).status).toBe(
      'linked',
    );
    expect(link([token('phone', 'a'), token('name', 'lee')], index, 'ticket', profiles)).toEqual(UNLINKED);
  });

  it('lets the name choose among a family, and links accounts of one person to the oldest', () => {
    const index = owners({ 'phone-home': ['A', 'B'] });
    const family = new Map([
      ['A', profile({ names: ['k1.name-kim'] })],
      ['B', profile({ names: ['k1.name-lee'] })],
    ]);
    expect(link([token('phone', 'home'), token('name', 'lee')], index, 'ticket', family).customerId).toBe(
      'B',
    );
    const one = new Map([
      ['A', profile({ names: ['k1.name-kim'], signupDay: '2025-05-01' })],
      ['B', profile({ names: ['k1.name-kim'], signupDay: '2024-05-01' })],
    ]);
    expect(link([token('phone', 'home')], index, 'ticket', one)).toMatchObject({
      customerId: 'B',
      status: 'linked',
    });
  });

  it('links a name with four digits only while few can be meant by chance', () => {
    const index = (people: number) =>
      new Map([
        ['k1.name-phone4-kim', { customerIds: ['A'], shared: false }],
        ['k1.name-kim', { customerIds: ['A'], shared: true, holders: people }],
      ]);
    const identifiers = [token('name-phone4', 'kim'), token('name', 'kim')];
    expect(link(identifiers, index(20)).status).toBe('linked');
    expect(link(identifiers, index(2_000)).status).toBe('candidate');
  });

  it('is unlinked without any owner', () => {
    expect(link([], owners({}))).toEqual(UNLINKED);
  });
});
