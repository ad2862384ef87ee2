import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { etag } from 'hono/etag';
import { isVocError } from '../../shared/domain/errors.ts';
import { createContext } from './context.ts';
import { openApiDocument } from './open-api.ts';
import type { ApiDeps } from './ports.ts';
import { ApiProblem, problemResponse } from './problem.ts';
import { createRateLimit } from './rate-limit.ts';
import { bodyOf, hasDotSegment, MAX_URL_UNITS, queryOf } from './request.ts';
import type { Reply, Route } from './route.ts';
import { ROUTES } from './route-table.ts';
import { refuseOtherSites } from './same-origin.ts';
import { securityHeaders } from './security-headers.ts';
import { type ApiEnv, addressOf, requireRole, requireSession } from './session.ts';

/**
 * The dashboard API, `/v1`. Runs behind a JWT authorizer; every answer is JSON, a file, or an RFC 9457 problem. What a
 * request may ask is in the route table alone: it makes the router, the OpenAPI document and the generated tests.
 */
export function createApi(deps: ApiDeps): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  const context = createContext(deps, openApiDocument(ROUTES));
  const take = createRateLimit(deps.now);

  app.use(securityHeaders);
  app.use(async ({ env, req }, next) => {
    if (req.url.length > MAX_URL_UNITS) throw new ApiProblem('bad-request', 'The address is too long.');
    if (hasDotSegment(decoded(env?.event?.rawPath ?? req.path)))
      throw new ApiProblem('bad-request', 'The address has a part that is a dot.');
    await next();
  });
  app.use(refuseOtherSites);
  app.use('/v1/*', requireSession);
  app.use('/v1/*', async (request, next) => {
    const seconds = take(request.get('session').subject);
    if (seconds > 0) throw new ApiProblem('too-many-requests', 'Wait, then go on.', seconds);
    await next();
  });
  // Neither the gateway nor CloudFront packs what is not cached.
  app.use('/v1/*', compress());
  app.use('/v1/*', etag());

  for (const route of ROUTES) {
    app.on(route.method, `/v1${routerPath(route.path)}`, requireRole(...route.roles), async (request) => {
      const reply = await route.answer({
        params: request.req.param(),
        query: queryOf(request),
        body: route.body === null ? undefined : await bodyOf(request),
        session: request.get('session'),
        address: addressOf(request),
        deps: context,
      });
      return responseOf(route, reply);
    });
  }

  app.notFound((request) =>
    problemResponse(request, new ApiProblem('not-found', 'There is no such address in this API.')),
  );
  app.onError((error, request) => {
    if (error instanceof ApiProblem) return problemResponse(request, error);
    deps.reportFailure(error, request.req.method);
    return problemResponse(
      request,
      isVocError(error, 'transient') || isVocError(error, 'rate')
        ? new ApiProblem('busy', 'Try again in a moment.', 2)
        : new ApiProblem('internal', 'Try again. If it stays, the log of the function api says why.'),
    );
  });
  return app;
}

function responseOf(route: Route, reply: Reply<unknown>): Response {
  // A browser may keep what names no customer, but must ask each time whether it is still so.
  const headers = {
    'cache-control':
      route.method === 'get' && !route.namesCustomers ? 'private, no-cache' : 'private, no-store',
    ...reply.headers,
  };
  const status = 'files' in route.success ? 200 : route.success.status;
  const bytes = 'json' in reply ? Buffer.from(JSON.stringify(reply.json)) : reply.bytes;
  return new Response(new Uint8Array(bytes), {
    status,
    headers: {
      ...headers,
      'content-type': 'json' in reply ? 'application/json' : reply.type,
      'content-length': String(bytes.length),
    },
  });
}

/** `{id}` and `{id+}` in the words of the router. */
function routerPath(path: string): string {
  return path.replaceAll(/\{(\w+)\+\}/g, ':$1{.+}').replaceAll(/\{(\w+)\}/g, ':$1');
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
