import { createHash } from 'node:crypto';

/** The same page on a phone. */
const MOBILE_HOSTS: ReadonlyMap<string, string> = new Map([
  ['m.blog.naver.com', 'blog.naver.com'],
  ['m.cafe.naver.com', 'cafe.naver.com'],
  ['m.kin.naver.com', 'kin.naver.com'],
  ['m.cafe.daum.net', 'cafe.daum.net'],
  ['m.blog.daum.net', 'blog.daum.net'],
]);

/** Says where the reader came from, not what is read. */
const TRACKING =
  /^(?:utm_.*|fbclid|gclid|dclid|msclkid|igshid|napm|n_(?:media|query|rank|ad|ad_group|keyword|keyword_id)|trackingcode|proxyreferer)$/i;

/**
 * One spelling of a web address for all ways to write it: https, the host for desktops, no fragment, no account, no
 * tracking parameters, the others in order, no slash at the end. Undefined where it is no web address. Idempotent.
 */
export function canonicalLink(link: string): string | undefined {
  const url = URL.parse(link.trim());
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined;
  url.protocol = 'https:';
  url.host = MOBILE_HOSTS.get(url.host) ?? url.host;
  url.username = '';
  url.password = '';
  url.hash = '';
  for (const name of new Set(url.searchParams.keys())) {
    if (TRACKING.test(name)) url.searchParams.delete(name);
  }
  url.searchParams.sort();
  // Also takes away a lone question mark.
  url.search = url.searchParams.toString();
  url.pathname = url.pathname.replace(/\/+$/, '');
  return url.href;
}

/**
 * The id of the document behind a canonical link, 24 characters of base64url. Not the link itself: the address of a
 * blog holds the account of its owner.
 */
export function linkId(canonical: string): string {
  return createHash('sha256').update(canonical, 'utf8').digest('base64url').slice(0, 24);
}

/**
 * Whether a canonical link lies under a place such as `cafe.naver.com/our_cafe` or `blog.example.com`: the same host,
 * and the path at a whole segment.
 * @param place canonical itself
 */
export function isUnder(link: string, place: string): boolean {
  const rest = link.slice(place.length);
  return link.startsWith(place) && (rest === '' || place.endsWith('/') || /^[/?]/.test(rest));
}
