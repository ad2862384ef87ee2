import type { IdentifierRole } from '../domain/record.ts';

const WINDOW_BEFORE_UNITS = 30;
const WINDOW_AFTER_UNITS = 20;

const OTHERS =
  /친구|지인|엄마|어머니|어머님|아빠|아버지|아버님|부모님|누나|언니|오빠|동생|남편|아내|와이프|신랑|자녀|아들|(?<![가-힣])딸|아이|할머니|할아버지|이모|고모|삼촌|사촌|가족|형제|(?<![가-힣])형(?![가-힣]*식)|장모|시어머니|며느리|사위|동료|상대방|판매자|구매자|받는 ?(?:분|사람)|수취인|받으실|상담원|상담사|담당자|기사님?|사장님|직원|사기꾼|\b(?:friend|mother|mom|father|dad|husband|wife|sister|brother|seller|son|daughter)\b/giu;

const OWN =
  /(?<![가-힣])(?:제|내|저의|저는|본인|저희 ?집)(?![가-힣]{2})|저한테|제게|저에게|연락처|휴대폰|핸드폰|전화번호|메일은|이메일|번호(?:는|가|요)|\b(?:my|mine|me)\b/giu;

const OWN_AFTER =
  /연락|전화|회신|답장|답변|문자|메일|알려|보내|부탁|입니다|이에요|예요|로 ?(?:가입|로그인|인증|등록)|계정|\b(?:call|text|mail|reach|contact) me\b/iu;

/** "… 에서 문자가 왔어요": the number of whoever wrote or called. */
const SENDER_AFTER =
  /^\s*(?:에서|에게서|한테서|라는|이라는|로부터|으로부터|(?:로|으로) ?(?:온|전화가|문자가|연락이))/u;

/**
 * Whose identifier stands at this place, from the words around it in the same sentence: the nearest owner before it
 * decides; a request to be contacted there makes it the author's. No sign at all is `unknown`, which never links.
 */
export function roleOf(text: string, start: number, end: number): IdentifierRole {
  const before = afterLastBreak(text.slice(Math.max(0, start - WINDOW_BEFORE_UNITS), start));
  const other = lastIndexOf(before, OTHERS);
  const own = lastIndexOf(before, OWN);
  // "엄마 번호는 …": the relation comes before the word for the number and still owns it.
  if (other >= 0) return own > other && startsOwnClause(before.slice(own)) ? 'author' : 'other';
  if (own >= 0) return 'author';
  const after = text.slice(end, end + WINDOW_AFTER_UNITS).split(/[.!?\n]/u, 1)[0] ?? '';
  if (/^\s*(?:은|는|이|가)?\s*(?:친구|엄마|아빠|남편|아내|동생|부모)/u.test(after)) return 'other';
  if (SENDER_AFTER.test(after)) return 'unknown';
  return OWN_AFTER.test(after) ? 'author' : 'unknown';
}

function afterLastBreak(text: string): string {
  return text.split(/[!?\n]|\.\s|(?:입니다|이고|이며|아니고|말고)\s/u).at(-1) ?? '';
}

function startsOwnClause(text: string): boolean {
  return /^(?:제|내|저의|본인|my|mine)/iu.test(text);
}

function lastIndexOf(text: string, pattern: RegExp): number {
  let index = -1;
  for (const match of text.matchAll(pattern)) index = match.index;
  return index;
}
