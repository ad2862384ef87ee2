import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  addDynamoCall,
  addObjectCall,
  addQueueCall,
  askForUnits,
  noTraffic,
  type Traffic,
} from './traffic.ts';

export interface CountingProxy {
  readonly origin: string;
  /** What has passed since the last call of this. */
  take(): Traffic;
  stop(): Promise<void>;
}

/** Stands between a function and a local server, passes everything on, and keeps account. */
export async function startCountingProxy(
  target: string,
  nameOf: (tableName: string) => string,
): Promise<CountingProxy> {
  let traffic = noTraffic();
  const server = createServer((request, response) => {
    void pass(request, response).catch(() => response.destroy());
  });
  const { hostname, port } = new URL(target);

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const operation = String(request.headers['x-amz-target'] ?? '');
    const isDynamo = operation.startsWith('DynamoDB');
    const received = await bytesOf(request);
    const body = isDynamo ? Buffer.from(askForUnits(received.toString('utf8'))) : received;
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const passed = httpRequest(
        {
          hostname,
          port,
          path: request.url,
          method: request.method,
          headers: { ...request.headers, 'content-length': String(body.length) },
        },
        resolve,
      );
      passed.once('error', reject);
      passed.end(body);
    });
    const answered = await bytesOf(answer);
    const failed = (answer.statusCode ?? 500) >= 400;
    const texts = { request: body.toString('utf8'), answer: answered.toString('utf8'), failed };
    if (isDynamo) addDynamoCall(traffic, operation, texts, nameOf);
    else if (operation.startsWith('AmazonSQS')) addQueueCall(traffic, texts.request);
    else addObjectCall(traffic, request.method ?? 'GET');
    response.writeHead(answer.statusCode ?? 500, answer.headers).end(answered);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    origin: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    take() {
      const taken = traffic;
      traffic = noTraffic();
      return taken;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
