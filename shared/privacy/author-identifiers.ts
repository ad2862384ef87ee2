import type { Author } from '../domain/input-document.ts';
import type { IdentifierKind, IdentifierRole } from '../domain/record.ts';
import type { SourceKind } from '../domain/taxonomy.ts';

/** Names that a platform shows for people without a name: the same for everybody, so no evidence of anybody. */
const PLATFORM_NAMES = new Set([
  'google 사용자',
  '구글 사용자',
  '네이버 사용자',
  '카카오 사용자',
  '애플 사용자',
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

/** An identifier as somebody wrote it. Never leaves `collect` in this form. */
export interface RawIdentifier {
  readonly kind: IdentifierKind;
  readonly value: string;
  readonly role: IdentifierRole;
}

/** Names under which our own people or their tools write for a customer. */
const AGENT =
  /상담사|상담원|상담 ?직원|고객 ?센터|고객 ?지원|대리 ?접수|접수 ?대행|매니저|직원|\bagent\b|\bcs\b|support|콜센터|운영팀|관리자/iu;

/**
 * What a source says about its author. Platform default names give nothing; an agent who writes for a customer is not the
 * author. `userId` is our own user ID only on tickets and surveys, `externalId` the help desk's only on tickets; elsewhere
 * they are IDs of the platform and say nothing about our customers.
 */
export function authorFields(author: Author | undefined, source: SourceKind): RawIdentifier[] {
  if (author === undefined) return [];
  const ownUserId = source === 'ticket' || source === 'survey';
  const name = isPlatformName(author.displayName) ? undefined : author.displayName;
  const role: IdentifierRole = name !== undefined && AGENT.test(name) ? 'other' : 'author';
  const values: [IdentifierKind, string | undefined][] = [
    ['email', author.email],
    ['phone', author.phone],
    ['user-id', ownUserId ? author.userId : undefined],
    ['external-id', source === 'ticket' ? author.externalId : undefined],
    ['nickname', name],
    ['name', name],
  ];
  return values.flatMap(([kind, value]) => (value === undefined ? [] : [{ kind, value, role }]));
}

function isPlatformName(name: string | undefined): boolean {
  return (
    name !== undefined &&
    PLATFORM_NAMES.has(name.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase())
  );
}
