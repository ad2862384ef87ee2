import { createMiddleware } from 'hono/factory';

/** Set by {@link securityHeaders} where a route has not chosen its own policy. */
const API_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/**
 * Policy of the review page. It carries its own styles, font and drawings and runs nothing: no scripts, no requests.
 * `allow-same-origin` without `allow-scripts` lets the dashboard measure and print its frame, and nothing else.
 */
export const REVIEW_PAGE_POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'font-src data:',
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-same-origin allow-modals allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation',
].join('; ');

/** Headers of every answer: nothing is cached by shared caches, sniffed, framed or referred. */
export const securityHeaders = createMiddleware(async (context, next) => {
  await next();
  const headers = context.res.headers;
  const framed = headers.get('content-security-policy')?.includes("frame-ancestors 'self'") === true;
  // What a 304 says replaces what the browser has stored, and it does not know the policy of the page (RFC 9111, 3.2).
  if (context.res.status !== 304) {
    if (!headers.has('content-security-policy')) headers.set('content-security-policy', API_POLICY);
    headers.set('x-frame-options', framed ? 'SAMEORIGIN' : 'DENY');
  }
  if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-store');
  headers.set('strict-transport-security', 'max-age=63072000; includeSubDomains');
  headers.set('x-content-type-options', 'nosniff');
  headers.set('referrer-policy', 'no-referrer');
  headers.set('cross-origin-resource-policy', 'same-origin');
  headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=()');
});
