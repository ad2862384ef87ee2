import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ModelReply, ModelRequest, SourceModel } from './source-model.ts';

/** What goes wrong with one request. */
export type Fault =
  | '429 with Retry-After'
  | '429'
  | '500'
  | '503 with an HTTP date'
  | 'a time-out'
  | 'a cut connection'
  | 'truncated JSON'
  | 'HTML instead of JSON'
  | 'an expired token';

export interface ModelServer {
  readonly url: string;
  /** The requests so far. */
  readonly requests: ModelRequest[];
  /** The faults of the next requests, in order; undefined is none. */
  readonly faults: (Fault | undefined)[];
  close(): Promise<void>;
}

/** Serves a model over real HTTP, with the faults that the test asks for. */
export async function startModelServer(model: SourceModel): Promise<ModelServer> {
  const requests: ModelRequest[] = [];
  const faults: (Fault | undefined)[] = [];
  const server = createServer((incoming, response) => {
    void readRequest(incoming).then((request) => {
      requests.push(request);
      const fault = faults.shift();
      const reply = fault === 'an expired token' ? { status: 401 } : model.handle(request);
      const body = Buffer.from(reply.body ?? '');
      const json = { 'content-type': 'application/json' };
      switch (fault) {
        case undefined:
        case 'an expired token':
          response.writeHead(reply.status ?? 200, { ...json, ...reply.headers }).end(body);
          break;
        case '429 with Retry-After':
          response.writeHead(429, { 'retry-after': '2' }).end('{}');
          break;
        case '429':
          response.writeHead(429).end('{}');
          break;
        case '500':
          response.writeHead(500).end('<h1>Internal Server Error</h1>');
          break;
        case '503 with an HTTP date':
          response.writeHead(503, { 'retry-after': 'Mon, 02 Nov 2026 00:00:09 GMT' }).end();
          break;
        case 'a time-out':
          break;
        case 'a cut connection':
          response.writeHead(200, { ...json, 'content-length': String(body.length + 10) });
          response.write(body.subarray(0, body.length / 2), () => response.destroy());
          break;
        case 'truncated JSON':
          response.writeHead(200, { ...json, ...reply.headers }).end(body.subarray(0, body.length / 2));
          break;
        case 'HTML instead of JSON':
          response.writeHead(200, { 'content-type': 'text/html' }).end('<html>점검 중입니다</html>');
          break;
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    faults,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** A fetch that asks the model without a network: for tests of thousands of requests. */
export function fetchFrom(
  model: SourceModel,
  change: (reply: ModelReply, request: ModelRequest) => ModelReply = (reply) => reply,
): typeof fetch {
  return async (input, init) => {
    const request: ModelRequest = {
      method: init?.method ?? 'GET',
      url: new URL(String(input)),
      headers: Object.fromEntries(new Headers(init?.headers).entries()),
      body: typeof init?.body === 'string' ? init.body : '',
    };
    const { status = 200, headers = {}, body = '' } = change(model.handle(request), request);
    const empty = status === 204 || status === 304;
    return new Response(empty ? null : Buffer.from(body), {
      status,
      headers: { 'content-type': 'application/json', ...headers },
    });
  };
}

async function readRequest(incoming: IncomingMessage): Promise<ModelRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return {
    method: incoming.method ?? 'GET',
    url: new URL(incoming.url ?? '/', `http://${incoming.headers.host ?? 'localhost'}`),
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
    ),
    body: Buffer.concat(chunks).toString('utf8'),
  };
}
