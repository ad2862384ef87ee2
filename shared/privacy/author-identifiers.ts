import type { Author } from '../domain/input-document.ts';
import type { IdentifierKind, IdentifierToken } from '../domain/record.ts';
import type { SourceKind } from '../domain/taxonomy.ts';
import { makeIdentifier } from './make-identifier.ts';
import type { TokenKeys } from './token-keys.ts';

/** Names that a platform shows for people without a name: the same for everybody, so no evidence of anybody. */
const PLATFORM_NAMES = new Set([
  'google 사용자',
  'google user',
  'a google user',
  'apple 사용자',
  'apple user',
  '사용자',
  'user',
  '익명',
  '익명 사용자',
  '비공개',
  'anonymous',
  'guest',
  '게스트',
  '비회원',
  '회원',
  '고객',
  '고객님',
  '알 수 없음',
  '탈퇴한 회원',
  '탈퇴회원',
  'unknown',
  'ㅇㅇ',
]);

/**
 * The tokens of what a source says about its author. Platform default names, masked and unusable values give none.
 * `userId` is our own user ID only on tickets and surveys, `externalId` the help desk's only on tickets; elsewhere they
 * are IDs of the platform and say nothing about our customers.
 */
export function authorIdentifiers(
  author: Author | undefined,
  source: SourceKind,
  keys: TokenKeys,
): IdentifierToken[] {
  if (author === undefined) return [];
  const ownUserId = source === 'ticket' || source === 'survey';
  const values: [IdentifierKind, string | undefined][] = [
    ['email', author.email],
    ['phone', author.phone],
    ['user-id', ownUserId ? author.userId : undefined],
    ['external-id', source === 'ticket' ? author.externalId : undefined],
    ['nickname', isPlatformName(author.displayName) ? undefined : author.displayName],
    ['name-phone4', author.displayName && author.phone ? `${author.displayName}|${author.phone}` : undefined],
  ];
  return values.flatMap(([kind, raw]) => {
    const identifier = raw === undefined ? null : makeIdentifier(kind, raw, 'author', keys);
    return identifier === null ? [] : [identifier];
  });
}

function isPlatformName(name: string | undefined): boolean {
  return (
    name !== undefined &&
    PLATFORM_NAMES.has(name.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase())
  );
}
