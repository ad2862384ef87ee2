import type { PiiSpan } from '../domain/analysis.ts';
import { contextBefore } from './number-context.ts';

const SEPARATOR = '[ .\\-_/·]{0,3}';
const DIGIT = '[0-9공영일이삼사오육륙칠팔구]';
const NOT_INSIDE_A_CODE = '(?<![0-9A-Za-z]|[0-9A-Za-z][-_])';

const MOBILE = new RegExp(
  `${NOT_INSIDE_A_CODE}(?:\\(?(?:\\+|00)? ?82\\)?${SEPARATOR}\\(?0?\\)?1[016789]|\\(?01[016789]\\)?|공일[공일육칠팔구])` +
    `${SEPARATOR}${DIGIT}{3,4}${SEPARATOR}${DIGIT}{4}(?![0-9]|-[0-9])`,
  'gu',
);
const LANDLINE =
  /(?<![0-9A-Za-z]|[0-9A-Za-z][-_.])(?:\(?0(?:2|[3-6][1-5]|70|50[0-9]?)\)?|\+82[ .-]?(?:2|[3-6][1-5]|70))([ .\-)]{1,3}|)[0-9]{3,4}([ .-]{1,3}|)[0-9]{4}(?![0-9]|-[0-9])/gu;
const FOREIGN = /(?<![0-9A-Za-z])\+(?!82)[1-9][0-9]{0,2}(?:[ .-]?\(?[0-9]{2,4}\)?){2,5}(?![0-9])/gu;

/** Mobile, landline and foreign numbers. Representative numbers (1588-…) belong to companies and stay. */
export function* findPhones(text: string): Generator<PiiSpan> {
  for (const match of text.matchAll(MOBILE)) yield spanOf(match, 'phone');
  for (const match of text.matchAll(LANDLINE)) {
    const separated = match[1] !== '' && match[2] !== '';
    if (separated || /전화|연락처|유선|번호|tel|phone/iu.test(contextBefore(text, match.index)))
      yield spanOf(match, 'phone');
  }
  for (const match of text.matchAll(FOREIGN)) {
    if (match[0].replace(/\D/gu, '').length >= 9) yield spanOf(match, 'phone');
  }
}

const EMAIL =
  /(?<![A-Za-z0-9._%+'-])[A-Za-z0-9][A-Za-z0-9._%+'-]{0,63}(?: ?@ ?| ?[([{] ?(?:at|AT|골뱅이) ?[)\]}] ?)(?:[A-Za-z0-9-]{1,63}(?:\.| ?[([{] ?(?:dot|DOT|점) ?[)\]}] ?)){1,5}[A-Za-z]{2,24}(?![A-Za-z0-9])/gu;

export function* findEmails(text: string): Generator<PiiSpan> {
  for (const match of text.matchAll(EMAIL)) yield spanOf(match, 'email');
}

const IPV4 =
  /(?<![0-9A-Za-z.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![0-9]|\.[0-9])/gu;
const IPV6 =
  /(?<![0-9A-Fa-f:])(?:(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}|(?:[0-9A-Fa-f]{1,4}:){2,6}(?::[0-9A-Fa-f]{1,4}){1,4})(?![0-9A-Fa-f:])/gu;
const VERSION_BEFORE = /(?:버전|버젼|version|ver\.?|빌드|build|업데이트|v)\s*(?:은|는|이|가|:)?\s*$/iu;
const VERSION_AFTER = /^\s*(?:버전|버젼|version|ver|빌드|(?:으)?로 업데이트|업데이트)/iu;
const IP_BEFORE = /아이피|(?<![A-Za-z])ip(?![A-Za-z])|접속지|접속 주소/iu;

/** Four numbers with dots are an address only where they are not the version of something. */
export function* findIpAddresses(text: string): Generator<PiiSpan> {
  for (const match of text.matchAll(IPV4)) {
    const before = contextBefore(text, match.index);
    const after = text.slice(match.index + match[0].length, match.index + match[0].length + 16);
    if (VERSION_BEFORE.test(before) || VERSION_AFTER.test(after)) continue;
    if (IP_BEFORE.test(before) || match[0].length >= 11) yield spanOf(match, 'ip');
  }
  for (const match of text.matchAll(IPV6)) yield spanOf(match, 'ip');
}

function spanOf(match: RegExpExecArray, type: PiiSpan['type']): PiiSpan {
  return { start: match.index, end: match.index + match[0].length, type };
}
