/**
 * The cookies of a session. None can be read by a script or goes over plain HTTP; the two that last go to nobody from
 * another site. `__Host-` and `__Secure-` make browsers refuse them from anywhere but this very origin over TLS.
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#name-cookie-name-prefixes
 */
export const SESSION_COOKIE = '__Host-voc_session';
export const REFRESH_COOKIE = '__Secure-voc_refresh';
export const FLOW_COOKIE = '__Secure-voc_flow';

const SIGN_IN_PATH = '/v1/session';
const SESSION_SECONDS = 3_600;
const REFRESH_SECONDS = 7 * 86_400;
const FLOW_SECONDS = 600;

/** The token of the gateway; CloudFront turns it into the header that the authorizer reads. */
export function sessionCookie(token: string): string {
  return `${SESSION_COOKIE}=${token}; Path=/; Max-Age=${SESSION_SECONDS}; Secure; HttpOnly; SameSite=Strict`;
}

/** Goes to the sign-in alone. Lax, because people come there from a link as well. */
export function refreshCookie(token: string): string {
  return `${REFRESH_COOKIE}=${token}; Path=${SIGN_IN_PATH}; Max-Age=${REFRESH_SECONDS}; Secure; HttpOnly; SameSite=Lax`;
}

/** What must come back with the code. Lax, because the sign-in page is another site. */
export function flowCookie(value: string): string {
  return `${FLOW_COOKIE}=${value}; Path=${SIGN_IN_PATH}; Max-Age=${FLOW_SECONDS}; Secure; HttpOnly; SameSite=Lax`;
}

/** Takes a cookie away. */
export function noCookie(name: string): string {
  const path = name === SESSION_COOKIE ? '/' : SIGN_IN_PATH;
  return `${name}=; Path=${path}; Max-Age=0; Secure; HttpOnly; SameSite=Strict`;
}

/** The value of a cookie among those of an HTTP API event (`name=value` each). */
export function cookieOf(cookies: readonly string[] | undefined, name: string): string | undefined {
  return cookies?.find((cookie) => cookie.startsWith(`${name}=`))?.slice(name.length + 1);
}
