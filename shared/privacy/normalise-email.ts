import { isOneEditApart } from './edit-distance.ts';

/** Providers that many people use: what a domain one slip away from them was meant to be. */
const COMMON_DOMAINS = [
  'naver.com',
  'gmail.com',
  'daum.net',
  'hanmail.net',
  'kakao.com',
  'nate.com',
  'hotmail.com',
  'outlook.com',
  'icloud.com',
  'yahoo.com',
  'yahoo.co.kr',
];
/** Domains that exist, though they look like a slip of a frequent one. */
const REAL_DOMAINS = new Set([
  ...COMMON_DOMAINS,
  'mail.com',
  'email.com',
  'ymail.com',
  'gmx.com',
  'live.com',
  'me.com',
  'naver.net',
  'outlook.kr',
  'hotmail.co.kr',
]);
/** Slips that are further away: another ending, letters of the neighbour's key. */
const FAR_SLIPS: ReadonlyMap<string, string> = new Map([
  ['never.com', 'naver.com'],
  ['navr.con', 'naver.com'],
  ['naver.co.kr', 'naver.com'],
  ['gmail.co.kr', 'gmail.com'],
  ['gmail.net', 'gmail.com'],
  ['hanmail.com', 'hanmail.net'],
  ['hanmail.ner', 'hanmail.net'],
  ['daum.com', 'daum.net'],
  ['daum.co.kr', 'daum.net'],
  ['kakao.co.kr', 'kakao.com'],
  ['nate.co.kr', 'nate.com'],
]);

/** Providers by the names that people say, with their domains. */
const PROVIDERS: ReadonlyMap<string, string> = new Map([
  ['naver', 'naver.com'],
  ['네이버', 'naver.com'],
  ['gmail', 'gmail.com'],
  ['지메일', 'gmail.com'],
  ['구글', 'gmail.com'],
  ['daum', 'daum.net'],
  ['다음', 'daum.net'],
  ['hanmail', 'hanmail.net'],
  ['한메일', 'hanmail.net'],
  ['kakao', 'kakao.com'],
  ['카카오', 'kakao.com'],
  ['nate', 'nate.com'],
  ['네이트', 'nate.com'],
  ['hotmail', 'hotmail.com'],
  ['핫메일', 'hotmail.com'],
  ['outlook', 'outlook.com'],
  ['아웃룩', 'outlook.com'],
  ['icloud', 'icloud.com'],
]);

const AT = /\s*[([{<]\s*(?:at|골뱅이|앳)\s*[)\]}>]\s*|\s*(?:골뱅이|앳)\s*|_at_| at |\s*@(?:골뱅이)?\s*/gu;
const DOT = /\s*[([{<]\s*(?:dot|점|닷)\s*[)\]}>]\s*|\s*(?:점|닷)\s*|_dot_| dot |\s*[.,。]+\s*/gu;

/**
 * A mail address in lower case, with `(at)`, "골뱅이", `[dot]`, a provider's name and full-width signs resolved; null when
 * it is none.
 */
export function normaliseEmail(raw: string): string | null {
  const [local = '', domain = '', ...more] = raw
    .toWellFormed()
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(AT, '@')
    .split('@');
  if (more.length > 0) return null;
  const dotted = domain.replace(DOT, '.').replace(/컴$/u, 'com').replace(/넷$/u, 'net');
  const address = `${local}@${wholeDomain(dotted)}`;
  return /^[a-z0-9._%+'-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$/u.test(address) ? address : null;
}

/** "네이버", "네이버.com" and "naver" all mean naver.com. */
function wholeDomain(domain: string): string {
  const [first = '', ...rest] = domain.split('.');
  const provider = PROVIDERS.get(first);
  if (provider === undefined) return domain;
  return rest.length === 0 || /[가-힣]/u.test(first) ? provider : domain;
}

/** The address that a normalised address probably means, where its domain is a slip of a frequent one. */
export function correctedEmail(normalised: string): string | null {
  const at = normalised.lastIndexOf('@');
  const domain = meantDomain(normalised.slice(at + 1));
  return domain === null ? null : `${normalised.slice(0, at)}@${domain}`;
}

function meantDomain(domain: string): string | null {
  if (REAL_DOMAINS.has(domain)) return null;
  return FAR_SLIPS.get(domain) ?? COMMON_DOMAINS.find((common) => isOneEditApart(domain, common)) ?? null;
}

/** Providers with two domains for each mailbox. */
const SAME_MAILBOXES: ReadonlyMap<string, string> = new Map([
  ['googlemail.com', 'gmail.com'],
  ['hanmail.net', 'daum.net'],
  ['me.com', 'icloud.com'],
  ['mac.com', 'icloud.com'],
]);

/**
 * The mailbox that an address leads to: `+tag` is dropped everywhere, and for Gmail, which ignores them, dots too.
 * Two addresses with one mailbox are one person's.
 */
export function mailboxOf(normalised: string): string {
  const at = normalised.lastIndexOf('@');
  const given = normalised.slice(at + 1);
  const domain = SAME_MAILBOXES.get(given) ?? given;
  const untagged = normalised.slice(0, at).replace(/(?<=.)\+.*$/u, '');
  const local = domain === 'gmail.com' ? untagged.replace(/(?<=.)\.|^\.(?=.)/gu, '') : untagged;
  return `${local}@${domain}`;
}

/** "a@a.com", "none@none.com", "test@test.com": typed where an address is asked for and none is given. */
export function isPlaceholderEmail(normalised: string): boolean {
  const [local = '', domain = ''] = normalised.split('@');
  const [host = ''] = domain.split('.');
  return local === host || PLACEHOLDER_LOCAL.test(local) || /^(?:none|no|aaa?|abc|asdf)\./u.test(domain);
}
const PLACEHOLDER_LOCAL = /^(?:none|null|test|noemail|no-?reply|nomail|unknown|asdf|abc|aaa+|xxx+)$/u;
