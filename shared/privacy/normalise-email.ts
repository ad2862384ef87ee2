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

/** A mail address in lower case, with `(at)`, `[dot]` and full-width signs resolved; null when it is none. */
export function normaliseEmail(raw: string): string | null {
  const address = raw
    .toWellFormed()
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/\s*[([{]\s*at\s*[)\]}]\s*/gu, '@')
    .replace(/\s*[([{]\s*dot\s*[)\]}]\s*/gu, '.')
    .replace(/\s*@\s*/gu, '@');
  return /^[a-z0-9._%+'-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$/u.test(address) ? address : null;
}

/** The address that a normalised address probably means, where its domain is a frequent slip. */
export function correctedEmail(normalised: string): string | null {
  const at = normalised.lastIndexOf('@');
  const domain = DOMAIN_SLIPS.get(normalised.slice(at + 1));
  return domain === undefined ? null : `${normalised.slice(0, at)}@${domain}`;
}
