import { createMiddleware } from 'hono/factory';
import { ApiProblem } from './problem.ts';

/**
 * Refuses what another site's page starts. The session is a cookie that browsers do not send from other sites
 * (SameSite=Strict); this holds where a browser, a sibling domain or a proxy does. Browsers say where a request comes
 * from in `Sec-Fetch-Site`, older ones in `Origin`; a program says neither and has no cookie that it did not mean to send.
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
export const refuseOtherSites = createMiddleware(async ({ req }, next) => {
  const site = req.header('sec-fetch-site');
  const origin = req.header('origin');
  const foreign =
    site === undefined
      ? origin !== undefined && hostOf(origin) !== (req.header('x-forwarded-host') ?? req.header('host'))
      : site !== 'same-origin' && site !== 'none';
  const navigates = req.method === 'GET' && req.header('sec-fetch-mode') === 'navigate';
  if (foreign && !navigates) throw new ApiProblem('cross-site', 'Open the dashboard itself and try again.');
  await next();
});

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
