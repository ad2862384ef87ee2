import type { HesitationPoint } from '../../domain/insight.ts';
import type { StoredDocument } from '../../domain/stored-document.ts';
import { codeEvidence } from '../quotes.ts';
import { carries } from './carries.ts';

/** A phrase as customers say it, and how many documents of the point do. */
export interface CustomerPhrase {
  readonly phrase: string;
  readonly said: number;
  /** The keyword it was found by; counted in the roll-ups. */
  readonly term: string;
}

/** A phrase that fewer documents of the point say is none of customers. */
export const MIN_SAID = 3;
/** A longer phrase is taken when it stands in this part of the documents that say its word. */
const LONGER_PHRASE_SHARE = 0.3;
/** The word must stand beside the reason to hesitate in this part of the texts that say it. */
const NEAR_REASON_SHARE = 0.5;
/** Words that every app's customers say of everything: alone they are no phrase for a message. */
const GENERIC = new Set(
  (
    '화면 문자 메시지 링크 버튼 앱 어플 정보 내용 번호 계속 사람 기능 신청 가입 환급 환급금 안내 연락 질문 시간 서비스 고객 문제 ' +
    '확인 처리 이용 사용 진행 계좌 은행 회사 실패 서버 메뉴 카톡 전화번호 주소 오류 인증 돈 금액 문구 귀사 지원 추가 요청 개선 대비 버전 기존 이번 등록 조회 방법 기종 종료 문의'
  ).split(' '),
);

/**
 * The customers' own phrases at a point, best first: its characteristic words, or the pair of them in which many say it
 * ("인증 실패"). Only words that stand in the sentence of the reason count, since a text speaks of other things too;
 * dictionary forms of verbs and words that say nothing alone are left out.
 */
export function customerPhrases(
  point: Pick<HesitationPoint, 'terms' | 'code'>,
  texts: readonly StoredDocument[],
): CustomerPhrase[] {
  const typical = point.terms.map(({ term }) => term).filter(sayable);
  return point.terms.flatMap(({ term, documents }) => {
    if (!sayable(term) || saidLonger(term, documents, point.terms)) return [];
    if (!standsByReason(term, point.code, texts)) return [];
    const found = phraseFor(term, documents, typical, texts);
    const isWord = !found.phrase.split(' ').every((word) => GENERIC.has(word));
    return isWord && found.said >= MIN_SAID ? [{ ...found, term }] : [];
  });
}

/** Where a text says the phrase: its words in order, spaced or not, with at most a particle between them. */
export function occurrences(text: string, phrase: string): { start: number; end: number }[] {
  const words = phrase.split(' ').map((word) => [...word].map(escaped).join('\\s*'));
  return [...text.matchAll(new RegExp(words.join('\\p{L}{0,2}\\s*'), 'giu'))].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** Whether one phrase holds the other. */
export function meet(a: string, b: string): boolean {
  return carries(a, b) || carries(b, a);
}

function standsByReason(term: string, code: string, texts: readonly StoredDocument[]): boolean {
  let said = 0;
  let near = 0;
  for (const document of texts) {
    const { text } = document.record;
    const places = occurrences(text, term);
    if (places.length === 0) continue;
    said += 1;
    const reasons = codeEvidence(document, code);
    // A code that the model has read without naming words says nothing against it.
    if (reasons.length === 0) near += 1;
    else if (places.some((place) => reasons.some((reason) => inOneSentence(text, place, reason)))) near += 1;
  }
  return said > 0 && near >= NEAR_REASON_SHARE * said;
}

/** Whether no sentence ends between two stretches of a text. */
export function inOneSentence(
  text: string,
  a: { readonly start: number; readonly end: number },
  b: { readonly start: number; readonly end: number },
): boolean {
  const [from, to] = a.start < b.start ? [a.end, b.start] : [b.end, a.start];
  return from >= to || !/[.!?\n]/u.test(text.slice(from, to));
}

function phraseFor(
  term: string,
  said: number,
  terms: readonly string[],
  texts: readonly StoredDocument[],
): { phrase: string; said: number } {
  let best = { phrase: term, said };
  let most = Math.max(MIN_SAID, LONGER_PHRASE_SHARE * said);
  for (const other of terms) {
    if (other === term || meet(other, term)) continue;
    for (const [first, second] of [
      [term, other],
      [other, term],
    ] as const) {
      // A phrase of three words and more is a sentence, no keyword.
      if (`${first} ${second}`.split(' ').length > 3) continue;
      const pair = new RegExp(`${escaped(first)}\\p{L}{0,2}\\s+${escaped(second)}`, 'iu');
      const documents = texts.filter(({ record }) => pair.test(record.text)).length;
      if (documents < most) continue;
      most = documents + 1;
      best = { phrase: `${first} ${second}`, said: documents };
    }
  }
  return best;
}

/** Whether customers rather say a longer word that holds this one (본인인증 rather than 인증). */
function saidLonger(term: string, said: number, terms: HesitationPoint['terms']): boolean {
  return terms.some(
    (other) =>
      other.term.length > term.length &&
      other.term.includes(term) &&
      sayable(other.term) &&
      other.documents >= LONGER_PHRASE_SHARE * said,
  );
}

/** Dictionary forms of verbs (느리다) are no words for a message; single letters say nothing. */
function sayable(term: string): boolean {
  return term.length >= 2 && !/다$/u.test(term) && /\p{L}/u.test(term) && !/[〔〕[\]<>]/u.test(term);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
