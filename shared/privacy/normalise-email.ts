/** Frequent slips of mail domains, and what was meant. */
const DOMAIN_SLIPS: ReadonlyMap<string, string> = new Map([
  ['naver.con', 'naver.com'],
  ['naver.co', 'naver.com'],
  ['naver.cm', 'naver.com'],
  ['naver.net', 'naver.com'],
  ['never.com', 'naver.com'],
  ['nave.com', 'naver.com'],
  ['navre.com', 'naver.com'],
  ['gmail.con', 'gmail.com'],
  ['gmail.co', 'gmail.com'],
  ['gamil.com', 'gmail.com'],
  ['gmial.com', 'gmail.com'],
  ['gmali.com', 'gmail.com'],
  ['gmil.com', 'gmail.com'],
  ['hanmail.com', 'hanmail.net'],
  ['hanmil.net', 'hanmail.net'],
  ['hanmail.ner', 'hanmail.net'],
  ['daum.com', 'daum.net'],
  ['kakao.con', 'kakao.com'],
  ['nate.con', 'nate.com'],
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

/** The address that a normalised address probably means, where its domain is a frequent slip. */
export function correctedEmail(normalised: string): string | null {
  const at = normalised.lastIndexOf('@');
  const domain = DOMAIN_SLIPS.get(normalised.slice(at + 1));
  return domain === undefined ? null : `${normalised.slice(0, at)}@${domain}`;
}
