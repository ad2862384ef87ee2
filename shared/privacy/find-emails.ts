import type { PiiSpan } from '../domain/analysis.ts';

/** Signs and words that people write for `@`, to keep their address from robots. */
const AT =
  / {0,2}@(?:골뱅이)? {0,2}| {0,2}[([{<] ?(?:at|골뱅이|앳) ?[)\]}>] {0,2}| {0,2}골뱅이 {0,2}| ?앳 ?|_at_| at /giu;

const LOCAL = /(?<![A-Za-z0-9])[A-Za-z0-9][A-Za-z0-9._%+'"*-]{0,63}$/u;
const HANGUL_LOCAL = /(?<![가-힣A-Za-z0-9])[가-힣]{2,10}[A-Za-z0-9._-]{0,20}$/u;

const DOT = '(?: {0,2}[.,]{1,2} {0,2}|\\. ?| ?[([{<] ?(?:dot|점|닷) ?[)\\]}>] ?| ?(?:점|닷) ?| dot |_dot_)';
const TLD =
  '(?:com|net|org|edu|kr|io|me|co|ai|app|dev|info|biz|jp|cn|us|uk|de|fr|vn|gov|mil|con|cm|ner|xyz|shop|컴|넷|케이알|씨오)';
const PROVIDER =
  '(?:naver|gmail|daum|hanmail|kakao|nate|hotmail|outlook|icloud|yahoo|네이버|지메일|다음|한메일|카카오|네이트|핫메일|아웃룩|구글|야후)';

/** Written as it should be: every top-level domain will do. */
const DOMAIN = /(?:[A-Za-z0-9*-]{1,63}\.){1,5}[A-Za-z]{2,24}(?![A-Za-z0-9])/uy;
/** Written around: with spaces or words, so the end must be one that people use. */
const LOOSE_DOMAIN = new RegExp(
  `[A-Za-z0-9*가-힣-]{1,40}(?:${DOT}[A-Za-z0-9*-]{1,40}){0,3}?${DOT}${TLD}(?:\\.kr)?(?![A-Za-z0-9])`,
  'iuy',
);
const PROVIDER_ALONE = new RegExp(`${PROVIDER}(?![A-Za-z0-9])`, 'iuy');
const LOCAL_UNITS = 72;

/** Mail addresses, also with `(at)`, "골뱅이", " at … dot …", spaces, masks, or a provider's name for a domain. */
export function* findEmails(text: string): Generator<PiiSpan> {
  for (const match of text.matchAll(AT)) {
    const localEnd = match.index;
    const local = localBefore(text, localEnd);
    if (local === null) continue;
    const domainStart = localEnd + match[0].length;
    const end = domainEnd(text, domainStart, match[0]);
    if (end === null) continue;
    if (isPlainEnglish(match[0], local, text.slice(domainStart, end))) continue;
    yield { start: localEnd - local.length, end, type: 'email' };
  }
}

function localBefore(text: string, end: number): string | null {
  const last = text[end - 1];
  if (last === undefined || !/[A-Za-z0-9._%+'"*가-힣-]/u.test(last)) return null;
  const before = text.slice(Math.max(0, end - LOCAL_UNITS), end);
  return LOCAL.exec(before)?.[0] ?? HANGUL_LOCAL.exec(before)?.[0] ?? null;
}

function domainEnd(text: string, start: number, at: string): number | null {
  const spaced = /^ | $/u.test(at);
  for (const pattern of spaced ? [LOOSE_DOMAIN, PROVIDER_ALONE] : [DOMAIN, LOOSE_DOMAIN, PROVIDER_ALONE]) {
    pattern.lastIndex = start;
    if (pattern.test(text)) return pattern.lastIndex;
  }
  return null;
}

/** "looking at naver.com" is English, "jihye88 at naver dot com" an address. */
function isPlainEnglish(at: string, local: string, domain: string): boolean {
  if (at.toLowerCase() !== ' at ') return false;
  if (/ dot |_dot_|점|닷/iu.test(domain)) return false;
  return !(/[0-9._]/u.test(local) && new RegExp(`^${PROVIDER}`, 'iu').test(domain));
}
