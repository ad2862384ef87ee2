import { describe, expect, it } from 'vitest';
import { LinkResultSchema } from '../../../../shared/domain/link.ts';
import type { IdentifierKind, IdentifierRole, IdentifierToken } from '../../../../shared/domain/record.ts';
import type { SourceKind } from '../../../../shared/domain/taxonomy.ts';
import { linkRecord, lookupTokens, type TokenOwners } from '../../../../shared/linking/link.ts';

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
) => {
  const result = linkRecord({ identifiers, source }, index);
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

  it('takes an identifier of somebody else, or of nobody certain, as no evidence', () => {
    const index = owners({ 'phone-a': ['A'] });
    for (const role of ['other', 'unknown'] as const) {
      expect(link([token('phone', 'a', role)], index)).toMatchObject({
        customerId: null,
        status: 'unlinked',
      });
      expect(lookupTokens({ identifiers: [token('phone', 'a', role)], source: 'ticket' })).toEqual([]);
    }
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

  it.each(['community', 'app-review'] as const)('never links a %s post by its nickname alone', (source) => {
    expect(link([token('nickname', 'whale')], owners({ 'nickname-whale': ['A'] }), source).status).not.toBe(
      'linked',
    );
  });

  it('takes an id as ours only on the sources where we issue it', () => {
    const index = owners({ 'external-id-9': ['A'], 'user-id-9': ['A'] });
    expect(link([token('external-id', '9')], index, 'ticket').status).toBe('linked');
    expect(link([token('external-id', '9')], index, 'survey').status).toBe('unlinked');
    expect(link([token('user-id', '9')], index, 'app-review').status).toBe('unlinked');
  });

  it('suggests, but does not link, on a corrected typing error alone', () => {
    const result = link([token('email', 'tpyo', 'author', ['typo'])], owners({ 'email-typo': ['A'] }));
    expect(result).toMatchObject({
      customerId: 'A',
      status: 'candidate',
      evidence: [{ kind: 'email-variant' }],
    });
  });

  it('only suggests by a phone number that comes with a name or an address of nobody we know', () => {
    const index = owners({ 'phone-a': ['A'], 'email-a': ['A'] });
    expect(link([token('phone', 'a'), token('name-phone4', 'new')], index)).toMatchObject({
      customerId: 'A',
      status: 'candidate',
    });
    expect(link([token('phone', 'a'), token('email', 'new')], index)).toMatchObject({
      customerId: 'A',
      status: 'candidate',
    });
    expect(link([token('phone', 'a'), token('email', 'a'), token('name-phone4', 'new')], index).status).toBe(
      'linked',
    );
  });

  it('is unlinked without any owner', () => {
    expect(link([], owners({}))).toEqual({
      customerId: null,
      status: 'unlinked',
      confidence: 0,
      evidence: [],
    });
  });
});
