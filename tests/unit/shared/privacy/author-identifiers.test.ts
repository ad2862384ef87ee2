import { describe, expect, it } from 'vitest';
import type { Author } from '../../../../shared/domain/input-document.ts';
import type { SourceKind } from '../../../../shared/domain/taxonomy.ts';
import { authorFields } from '../../../../shared/privacy/author-identifiers.ts';
import { documentIdentifiers } from '../../../../shared/privacy/document-identifiers.ts';
import { readDocumentSigns } from '../../../../shared/privacy/document-signs.ts';
import { identifierToken } from '../../../../shared/privacy/identifier-token.ts';

const KEYS = { current: 'k1', keys: { k1: 'a secret for tests' } };
const identifiers = (author: Author, source: SourceKind) =>
  documentIdentifiers({ author, source, found: [], signs: readDocumentSigns('') }, KEYS);
const kinds = (author: Author, source: SourceKind) => identifiers(author, source).map(({ kind }) => kind);

describe('the identifiers of an author', () => {
  it.each(['Google 사용자', 'A Google user', '익명', '이**', ' '])(
    'takes the name %j for no evidence',
    (displayName) => {
      expect(identifiers({ displayName }, 'app-review')).toEqual([]);
    },
  );

  it('takes user IDs for ours only where they are ours', () => {
    const author = { userId: 'u-1', externalId: 'x-1' };
    expect(kinds(author, 'ticket')).toEqual(['user-id', 'external-id']);
    expect(kinds(author, 'survey')).toEqual(['user-id']);
    expect(kinds(author, 'app-review')).toEqual([]);
    expect(kinds(author, 'community')).toEqual([]);
  });

  it('adds the token of what a mistyped mail domain means', () => {
    for (const domain of ['naver.con', 'nvaer.com', 'naver.om', 'naverr.com', 'never.com']) {
      const [mail] = identifiers({ email: `Hana@${domain}` }, 'ticket');
      expect(mail?.variantTokens, domain).toEqual([identifierToken('email', 'hana@naver.com', KEYS)]);
      expect(mail?.role).toBe('author');
    }
    expect(identifiers({ email: 'hana@mail.com' }, 'ticket')[0]?.variantTokens).toEqual([]);
  });

  it('takes the fields of an agent who writes for a customer for somebody else', () => {
    const author = { displayName: '상담사 대리접수', email: 'cs1@shop.example' };
    expect(authorFields(author, 'ticket').every(({ role }) => role === 'other')).toBe(true);
  });

  it('never gives the value itself', () => {
    const author = { displayName: '하나영', email: 'stormy.cat77@shop.kr', phone: '010-2345-6789' };
    const text = JSON.stringify(identifiers(author, 'ticket'));
    expect(new Set(kinds(author, 'ticket'))).toEqual(
      new Set(['email', 'phone', 'nickname', 'name', 'name-phone', 'name-phone-half', 'name-email']),
    );
    expect(text).not.toMatch(/하나영|nayeong|stormy|2345/);
  });
});
