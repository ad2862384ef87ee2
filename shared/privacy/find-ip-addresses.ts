import * as z from 'zod';
import type { PiiSpan } from '../domain/analysis.ts';
import { contextAfter, contextBefore } from './number-context.ts';
import { spanOf } from './span-of.ts';

const IPV4 =
  /(?<![0-9A-Za-z.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![0-9]|\.[0-9])/gu;
const IPV6_LIKE = /(?<![0-9A-Za-z:.])[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]{2,44}(?![0-9A-Za-z:])/gu;
const IPV6 = z.ipv6();
const VERSION_BEFORE =
  /(?:버전|버젼|version|ver\.?|빌드|build|업데이트|펌웨어|패치|릴리스|iOS|OS|안드로이드|앱|크롬|(?<![A-Za-z])v)\s*(?:은|는|이|가|을|를|:)?\s*$/iu;
const VERSION_AFTER = /^\s*(?:버전|버젼|version|ver|빌드|(?:으)?로 ?업데이트|업데이트|업뎃|패치|설치)/iu;
const IP_BEFORE = /아이피|(?<![A-Za-z])ip(?![A-Za-z])|접속지|접속 주소|로그인|접속/iu;
const IP_AFTER = /아이피|(?<![A-Za-z])ip(?![A-Za-z])|^\s*(?:에서|로|으로|주소)? ?(?:접속|로그인|차단|해킹)/iu;
/** Shorter than this, four numbers with dots are more often a version. */
const MIN_UNITS_ALONE = 11;

/** Four numbers with dots are an address only where they are not the version of something. */
export function* findIpAddresses(text: string): Generator<PiiSpan> {
  for (const match of text.matchAll(IPV6_LIKE)) {
    const address = match[0].replace(/[:.]$/u, (end) => (match[0].endsWith('::') ? end : ''));
    if (address.length < 6 || !/[0-9]/u.test(address) || !IPV6.safeParse(address).success) continue;
    yield { start: match.index, end: match.index + address.length, type: 'ip' };
  }
  for (const match of text.matchAll(IPV4)) {
    const before = contextBefore(text, match.index);
    const after = contextAfter(text, match.index + match[0].length);
    if (VERSION_BEFORE.test(before) || VERSION_AFTER.test(after)) continue;
    if (match[0].length >= MIN_UNITS_ALONE || IP_BEFORE.test(before) || IP_AFTER.test(after))
      yield spanOf(match, 'ip');
  }
}
