import { createHash, timingSafeEqual } from 'node:crypto';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod';
import {
  cookieOf,
  FLOW_COOKIE,
  flowCookie,
  noCookie,
  REFRESH_COOKIE,
  refreshCookie,
  SESSION_COOKIE,
  sessionCookie,
} from './cookies.ts';

export interface SessionDeps {
  /** Address of the hosted sign-in, without a slash at its end. */
  readonly signInUrl: string;
  readonly clientId: string;
  post(address: string, form: URLSearchParams): Promise<Response>;
  /** 256 bits of chance as text. */
  randomText(): string;
}

const TokensSchema = z.object({ id_token: z.string().min(1), refresh_token: z.string().min(1).optional() });
const FlowSchema = z.strictObject({ state: z.string(), verifier: z.string(), to: z.string() });
type Flow = z.infer<typeof FlowSchema>;

/**
 * Signs people in by the authorization code flow with PKCE, on the server's side: the browser gets cookies and never a
 * token that a script could read.
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-oauth-browser-based-apps (backend for frontend)
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html
 */
export function createSessionRoutes(deps: SessionDeps) {
  /** Tokens for a code or a refresh token; null where the sign-in does not give any. */
  async function tokensFor(form: Record<string, string>): Promise<z.infer<typeof TokensSchema> | null> {
    const body = new URLSearchParams({ client_id: deps.clientId, ...form });
    const response = await deps.post(`${deps.signInUrl}/oauth2/token`, body);
    return response.ok ? (TokensSchema.safeParse(await response.json()).data ?? null) : null;
  }

  async function signIn(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
    const to = pageOf(event.queryStringParameters?.to);
    const refreshToken = cookieOf(event.cookies, REFRESH_COOKIE);
    if (refreshToken !== undefined) {
      const tokens = await tokensFor({ grant_type: 'refresh_token', refresh_token: refreshToken });
      if (tokens !== null) return redirect(to, [sessionCookie(tokens.id_token)]);
    }
    const flow: Flow = { state: deps.randomText(), verifier: deps.randomText(), to };
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: deps.clientId,
      redirect_uri: callbackOf(event),
      scope: 'openid email profile',
      state: flow.state,
      code_challenge: createHash('sha256').update(flow.verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    return redirect(`${deps.signInUrl}/oauth2/authorize?${query}`, [flowCookie(encoded(flow))]);
  }

  async function callback(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
    const { code, state } = event.queryStringParameters ?? {};
    const flow = decoded(cookieOf(event.cookies, FLOW_COOKIE));
    // Without it, anybody's link could sign a person in to somebody else's account.
    if (flow === null || code === undefined || state === undefined || !same(state, flow.state))
      return problem(
        400,
        'bad-request',
        'The sign-in was not begun here. Open the dashboard and sign in again.',
      );
    const tokens = await tokensFor({
      grant_type: 'authorization_code',
      code,
      code_verifier: flow.verifier,
      redirect_uri: callbackOf(event),
    });
    if (tokens === null) return problem(401, 'not-signed-in', 'The code was not taken. Sign in again.');
    return redirect(flow.to, [
      sessionCookie(tokens.id_token),
      ...(tokens.refresh_token === undefined ? [] : [refreshCookie(tokens.refresh_token)]),
      noCookie(FLOW_COOKIE),
    ]);
  }

  /** Ends the session here and at the sign-in; the page then goes to the address that it gets. */
  async function signOut(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
    const site = event.headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin')
      return problem(403, 'cross-site', 'Open the dashboard itself and try again.');
    const token = cookieOf(event.cookies, REFRESH_COOKIE);
    // Where the sign-in does not answer, the cookies go all the same; the page it sends to next ends its session too.
    if (token !== undefined)
      await deps
        .post(`${deps.signInUrl}/oauth2/revoke`, new URLSearchParams({ client_id: deps.clientId, token }))
        .catch(() => undefined);
    const query = new URLSearchParams({ client_id: deps.clientId, logout_uri: `${originOf(event)}/` });
    return {
      statusCode: 200,
      headers: { ...NO_STORE, 'content-type': 'application/json' },
      cookies: [SESSION_COOKIE, REFRESH_COOKIE, FLOW_COOKIE].map(noCookie),
      body: JSON.stringify({ next: `${deps.signInUrl}/logout?${query}` }),
    };
  }

  return async function respond(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
    switch (`${event.requestContext.http.method} ${event.pathParameters?.step}`) {
      case 'GET sign-in':
        return signIn(event);
      case 'GET callback':
        return callback(event);
      case 'POST sign-out':
        return signOut(event);
      default:
        return problem(404, 'not-found', 'There is no such step of signing in.');
    }
  };
}

const NO_STORE = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };

function redirect(location: string, cookies: string[]): APIGatewayProxyStructuredResultV2 {
  return { statusCode: 303, headers: { ...NO_STORE, location }, cookies };
}

function problem(status: number, code: string, detail: string): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: status,
    headers: { ...NO_STORE, 'content-type': 'application/problem+json' },
    body: JSON.stringify({ type: `urn:voc:problem:${code}`, title: 'Sign-in', status, detail, code }),
  };
}

/** A page of our own to go on with; anything else is the first page. */
function pageOf(to: string | undefined): string {
  return to !== undefined && to.length <= 500 && /^\/(?![/\\])[\x21-\x7e]*$/.test(to) ? to : '/';
}

/**
 * The dashboard's origin, as CloudFront tells it (infra/constructs/viewer-request.js). A forged one leads nowhere: the
 * sign-in goes back to addresses alone that are registered with it.
 */
function originOf(event: APIGatewayProxyEventV2): string {
  return `https://${event.headers['x-forwarded-host'] ?? event.requestContext.domainName}`;
}

function callbackOf(event: APIGatewayProxyEventV2): string {
  return `${originOf(event)}/v1/session/callback`;
}

function encoded(flow: Flow): string {
  return Buffer.from(JSON.stringify(flow)).toString('base64url');
}

function decoded(cookie: string | undefined): Flow | null {
  if (cookie === undefined) return null;
  try {
    return FlowSchema.parse(JSON.parse(Buffer.from(cookie, 'base64url').toString('utf8')));
  } catch {
    return null;
  }
}

function same(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
