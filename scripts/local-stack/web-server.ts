import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { VocError } from '../../shared/domain/errors.ts';
import { PAGE_HEADERS } from '../../shared/runtime/page-headers.ts';
import { isLocalHost } from './host-check.ts';
import { readBody } from './http-body.ts';
import { httpAnswer, httpEvent } from './http-event.ts';
import { type Login, NO_SESSION_COOKIE, sessionCookie, tokenOf } from './login.ts';
import type { RoutePlan } from './plan.ts';
import { matchRoute } from './route-match.ts';
import { readStaticFile } from './static-files.ts';

/** API Gateway takes 10 MB per request and gives up on a function after 30 seconds. */
const MAX_BODY_BYTES = 10_000_000;
const INTEGRATION_TIMEOUT_MS = 30_000;

export interface WebServerParts {
  readonly routes: readonly RoutePlan[];
  readonly login: Login;
  /** Folder of the built dashboard. */
  readonly webDir: string;
  invoke(functionName: string, event: unknown): Promise<unknown>;
}

/** The server of the dashboard and the HTTP API. It listens at once, so that its address is known, and is filled later. */
export interface WebServer {
  readonly origin: string;
  serve(parts: WebServerParts): void;
  stop(): Promise<void>;
}

/** @throws VocError `stack.unavailable` (config) when the port is taken */
export async function startWebServer(port: number): Promise<WebServer> {
  let parts: WebServerParts | undefined;
  const server = createServer((request, response) => {
    void respond(request, response, parts).catch(() => {
      if (!response.headersSent) json(response, 500, 'Internal Server Error');
      else response.destroy();
    });
  });
  await listen(server, port);
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  return {
    origin: `http://127.0.0.1:${actual}`,
    serve(given) {
      parts = given;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new VocError(
          'stack.unavailable',
          'config',
          `The port ${port} is taken. Choose another one with --port, or leave it out.`,
          { cause },
        ),
      ),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  parts: WebServerParts | undefined,
): Promise<void> {
  for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value);
  if (!isLocalHost(request.headers.host)) return json(response, 403, 'Forbidden');
  if (parts === undefined) return json(response, 503, 'The stack is starting');
  const method = request.method ?? 'GET';
  const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s);
  if (path === '/login' && method === 'GET')
    return logIn(response, parts.login, new URLSearchParams(query).get('code'));
  // There is no hosted sign-in on this machine: its links are those of the terminal.
  if (path === '/v1/session/sign-in' && method === 'GET') return logIn(response, parts.login, null);
  if (path === '/v1/session/sign-out' && method === 'POST') return logOut(request, response);
  const match = matchRoute(parts.routes, method, path);
  if (match === undefined) return staticFile(response, parts, method, path);

  const { authorizer, routeKey, functionName } = match.route;
  const token = tokenOf(request.headers);
  const claims =
    authorizer === undefined || token === undefined ? undefined : await parts.login.verify(token, authorizer);
  if (authorizer !== undefined && claims === undefined) return json(response, 401, 'Unauthorized');
  const body = await readBody(request, MAX_BODY_BYTES);
  if (body === undefined) return json(response, 413, 'Request Entity Too Large');
  const event = httpEvent({
    method,
    rawPath: path,
    rawQueryString: query,
    headers: request.headers,
    body,
    routeKey,
    pathParameters: match.pathParameters,
    claims,
    at: new Date(),
  });
  const outcome = await withTimeout(parts.invoke(functionName, event));
  if (outcome.kind !== 'result') {
    return outcome.kind === 'timeout'
      ? json(response, 504, 'Gateway Timeout')
      : json(response, 500, 'Internal Server Error');
  }
  const answer = httpAnswer(outcome.result);
  response.writeHead(answer.status, answer.headers).end(answer.body);
}

async function withTimeout(
  invocation: Promise<unknown>,
): Promise<{ kind: 'result'; result: unknown } | { kind: 'error' } | { kind: 'timeout' }> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<{ kind: 'timeout' }>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'timeout' }), INTEGRATION_TIMEOUT_MS);
  });
  const outcome = invocation.then(
    (result) => ({ kind: 'result' as const, result }),
    () => ({ kind: 'error' as const }),
  );
  return Promise.race([outcome, timeout]).finally(() => clearTimeout(timer));
}

async function logIn(response: ServerResponse, login: Login, code: string | null): Promise<void> {
  const token = code === null ? undefined : await login.exchange(code, new Date());
  response.setHeader('cache-control', 'no-store');
  if (token === undefined) {
    response
      .writeHead(401, { 'content-type': 'text/html; charset=utf-8' })
      .end(
        '<!doctype html><html lang="ko"><meta charset="utf-8"><title>로그인</title><h1>로그인 링크가 만료되었습니다</h1>' +
          '<p>링크는 한 번만, 15분 안에 쓸 수 있습니다. <code>voc up</code>을 실행한 터미널에서 Enter를 누르면 새 링크가 나옵니다.</p>' +
          '<p lang="en">This login link was used or has expired. Press Enter in the terminal of <code>voc up</code> for a new one.</p></html>',
      );
    return;
  }
  response.writeHead(303, { location: '/', 'set-cookie': sessionCookie(token) }).end();
}

/** As `functions/session` does it, without a sign-in to leave: the session is the cookie alone. */
function logOut(request: IncomingMessage, response: ServerResponse): void {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') {
    json(response, 403, 'Forbidden');
    return;
  }
  response
    .writeHead(200, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'set-cookie': NO_SESSION_COOKIE,
    })
    .end(JSON.stringify({ next: '/' }));
}

async function staticFile(
  response: ServerResponse,
  parts: WebServerParts,
  method: string,
  path: string,
): Promise<void> {
  if (method !== 'GET' && method !== 'HEAD') return json(response, 404, 'Not Found');
  const file = await readStaticFile(parts.webDir, path);
  if (file === undefined) return json(response, 404, 'Not Found');
  response.writeHead(200, { 'content-type': file.contentType, 'cache-control': file.cacheControl });
  response.end(method === 'HEAD' ? undefined : file.body);
}

function json(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ message }));
}
