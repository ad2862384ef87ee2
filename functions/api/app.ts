import { Hono } from 'hono';
import { isVocError } from '../../shared/domain/errors.ts';
import { customerRoutes } from './customer-routes.ts';
import { followUpRoutes } from './follow-up-routes.ts';
import type { ApiDeps } from './ports.ts';
import { ApiProblem, problemResponse } from './problem.ts';
import { MAX_URL_UNITS } from './request.ts';
import { reviewRoutes } from './review-routes.ts';
import { securityHeaders } from './security-headers.ts';
import { type ApiEnv, requireSession } from './session.ts';
import { statusRoutes } from './status-routes.ts';
import { voiceRoutes } from './voice-routes.ts';

/**
 * The dashboard API, `/v1`. Runs behind a JWT authorizer; every answer is JSON, a file of a review, or an RFC 9457
 * problem. Writes need a role and a request from our own pages.
 */
export function createApi(deps: ApiDeps): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  app.use(securityHeaders);
  app.use(async (context, next) => {
    if (context.req.url.length > MAX_URL_UNITS)
      throw new ApiProblem('bad-request', 'The address is too long.');
    // The session is a cookie, so a write must not be startable from another site's page.
    const site = context.req.header('sec-fetch-site');
    if (context.req.method !== 'GET' && (site === 'cross-site' || site === 'same-site')) {
      throw new ApiProblem('cross-site', 'Open the dashboard itself and try again.');
    }
    await next();
  });
  app.use('/v1/*', requireSession);
  for (const routes of [
    statusRoutes(deps),
    customerRoutes(deps),
    reviewRoutes(deps),
    voiceRoutes(deps),
    followUpRoutes(deps),
  ])
    app.route('/v1', routes);

  app.notFound((context) => problemResponse(context, 'not-found', 'There is no such address in this API.'));
  app.onError((error, context) => {
    if (error instanceof ApiProblem) return problemResponse(context, error.code, error.message);
    deps.reportFailure(error, context.req.method);
    return isVocError(error, 'transient') || isVocError(error, 'rate')
      ? problemResponse(context, 'busy', 'Try again in a moment.')
      : problemResponse(context, 'internal', 'Try again. If it stays, the log of the function api says why.');
  });
  return app;
}
