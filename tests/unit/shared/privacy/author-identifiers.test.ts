import { describe, expect, it } from 'vitest';
import { authorIdentifiers } from '../../../../shared/privacy/author-identifiers.ts';
import { identifierToken } from '../../../../shared/privacy/identifier-token.ts';

const KEYS = { current: 'k1', keys: { k1: 'a secret for tests' } };
const kinds = (...input: Parameters<typeof authorIdentifiers>) =>
  authorIdentifiers(...input).map(({ kind }) => kind);

describe('authorIdentifiers', () => {
  it.each(['Google 사용자', 'A Google user', '익명', '이**', ' '])(
    'takes the name %j for no evidence',
    (displayName) => {
      expect(authorIdentifiers({ displayName }, 'app-review', KEYS)).toEqual([]);
    },
  );

  it('takes user IDs for ours only where they are ours', () => {
    const author = { userId: 'u-1', externalId: 'x-1' };
    expect(kinds(author, 'ticket', KEYS)).toEqual(['user-id', 'external-id']);
    expect(kinds(author, 'survey', KEYS)).toEqual(['user-id']);
    expect(kinds(author, 'app-review', KEYS)).toEqual([]);
    expect(kinds(author, 'community', KEYS)).toEqual([]);
  });

  it('adds the token of what a mistyped mail domain means', () => {
    const [mail] = authorIdentifiers({ email: 'Hana@naver.con' }, 'ticket', KEYS);
    expect(mail?.variantTokens).toEqual([identifierToken('email', 'hana@naver.com', KEYS)]);
    expect(mail?.role).toBe('author');
  });

  it('never gives the value itself', () => {
    const author = { displayName: '하늘소리', email: 'hana@example.com', phone: '010-2345-6789' };
    const text = JSON.stringify(authorIdentifiers(author, 'ticket', KEYS));
    expect(kinds(author, 'ticket', KEYS)).toEqual(['email', 'phone', 'nickname', 'name-phone4']);
    expect(text).not.toMatch(/하늘소리|hana|2345/);
  });
});
