import { createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';

/** What the server does with one request. */
export interface ConverseReply {
  readonly status?: number;
  /** Name of the exception, as the service sends it in `x-amzn-ErrorType`. */
  readonly errorType?: string;
  readonly body?: unknown;
  /** Sends this instead of `body`. */
  readonly rawBody?: string;
  /** `before`: never answers; `within`: sends half a body and no more; `cut`: resets the stream. */
  readonly stalls?: 'before' | 'within' | 'cut';
}

export interface ConverseCall {
  readonly method: string;
  readonly path: string;
  readonly authorization: string;
  readonly body: {
    readonly system: readonly { readonly text: string }[];
    readonly messages: readonly { readonly role: string; readonly content: readonly { text: string }[] }[];
    readonly inferenceConfig: { readonly maxTokens: number; readonly temperature: number };
  };
}

export interface ConverseServer {
  readonly url: string;
  readonly calls: ConverseCall[];
  reply: (call: ConverseCall, index: number) => ConverseReply;
  close(): Promise<void>;
}

/** A body as `POST /model/{modelId}/converse` answers it. */
export function converseBody(text: string, change: Readonly<Record<string, unknown>> = {}) {
  return {
    metrics: { latencyMs: 812 },
    output: { message: { role: 'assistant', content: [{ text }] } },
    stopReason: 'end_turn',
    usage: { inputTokens: 900, outputTokens: 60, totalTokens: 960 },
    ...change,
  };
}

/**
 * A local server of the Converse API, over HTTP/2 as the SDK speaks with Bedrock
 * (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html).
 */
export async function startConverseServer(): Promise<ConverseServer> {
  const calls: ConverseCall[] = [];
  const sessions = new Set<{ destroy(): void }>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const call: ConverseCall = {
        method: request.method,
        path: request.url,
        authorization: request.headers.authorization ?? '',
        body: JSON.parse(Buffer.concat(chunks).toString('utf8')) as ConverseCall['body'],
      };
      calls.push(call);
      const { status = 200, errorType, body, rawBody, stalls } = converse.reply(call, calls.length - 1);
      if (stalls === 'before') return;
      if (stalls === 'cut') {
        response.stream.close(2);
        return;
      }
      const text = rawBody ?? JSON.stringify(body ?? { message: 'no' });
      response.writeHead(status, {
        'content-type': rawBody === undefined ? 'application/json' : 'text/html',
        'x-amzn-requestid': `request-${calls.length}`,
        ...(errorType === undefined ? {} : { 'x-amzn-ErrorType': errorType }),
      });
      if (stalls === 'within') response.write(text.slice(0, 10));
      else response.end(text);
    });
  });
  server.on('session', (session) => {
    sessions.add(session);
    session.on('error', () => undefined);
    session.on('close', () => sessions.delete(session));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const converse: ConverseServer = {
    url: `http://127.0.0.1:${port}`,
    calls,
    reply: () => ({ status: 404, errorType: 'ResourceNotFoundException' }),
    close: () =>
      new Promise((resolve) => {
        for (const session of sessions) session.destroy();
        server.close(() => resolve());
      }),
  };
  return converse;
}
