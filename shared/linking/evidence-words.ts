import type { LinkEvidence } from '../domain/link.ts';

export type EvidenceLanguage = 'ko' | 'en';

/** What each kind of evidence means to the person who reviews a link. */
const WORDS: Readonly<Record<string, readonly [ko: string, en: string]>> = {
  phone: ['전화번호가 같음', 'the same phone number'],
  email: ['이메일이 같음', 'the same e-mail address'],
  'email-variant': ['이메일이 같음 (도메인 오타 보정)', 'the same e-mail address, its domain corrected'],
  'user-id': ['회원 번호가 같음', 'the same user ID'],
  'external-id': ['상담 시스템 고객 번호가 같음', 'the same help-desk ID'],
  'survey-token': ['설문 링크가 같음', 'the same survey link'],
  'order-number': ['주문번호가 같음', 'the same order number'],
  nickname: ['닉네임이 같음', 'the same nickname'],
  name: ['이름이 같음', 'the same name'],
  'name-phone4': ['이름과 전화번호 끝 네 자리가 같음', 'the same name and last four digits'],
  'name-phone': ['이름이 같고 전화번호가 거의 같음', 'the same name, nearly the same phone number'],
  'name-email': ['이름이 같고 이메일이 거의 같음', 'the same name, nearly the same e-mail address'],
  'name-order': ['이름이 같고 주문번호가 거의 같음', 'the same name, nearly the same order number'],
  'masked-name4': ['가린 이름과 끝 네 자리가 같음', 'the same masked name and last four digits'],
  device: ['기기가 같음', 'the same device'],
  'other-device': ['기기가 다름', 'another device'],
  'recent-purchase': ['작성 전 7일 안에 구매함', 'bought in the seven days before'],
  'no-recent-purchase': ['작성 전 7일 안에 구매하지 않음', 'did not buy in the seven days before'],
  review: ['담당자가 확인함', 'confirmed by a person'],
};

/** One piece of evidence in words; `speaksFor` is false where it speaks against the link. */
export interface WordedEvidence {
  readonly kind: string;
  readonly words: string;
  readonly speaksFor: boolean;
}

/** The evidence of a link in words, what speaks for it most first. An unknown kind is shown as it is called. */
export function evidenceInWords(
  evidence: readonly LinkEvidence[],
  language: EvidenceLanguage,
): WordedEvidence[] {
  return [...evidence]
    .sort((a, b) => b.weight - a.weight)
    .map(({ kind, weight }) => ({
      kind,
      words: WORDS[kind]?.[language === 'ko' ? 0 : 1] ?? kind,
      // A name that many have still speaks for its holder; only what disagrees speaks against.
      speaksFor: weight >= 0 || !/^(?:no|other)-/u.test(kind),
    }));
}
