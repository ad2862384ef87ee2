import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Declares more bytes than it sends, then cuts the connection. */
  readonly cut?: boolean;
}

export interface FeedServer {
  readonly url: string;
  readonly requests: string[];
  answer: (path: string) => Answer;
  close(): Promise<void>;
}

/** A local HTTP server that answers as the test says. */
export async function startFeedServer(): Promise<FeedServer> {
  const requests: string[] = [];
  const server: Server = createServer((request, response) => {
    const path = request.url ?? '';
    requests.push(path);
    const { status = 200, headers = {}, body = '', cut = false } = feed.answer(path);
    response.writeHead(status, {
      'content-type': 'application/json',
      ...headers,
      ...(cut ? { 'content-length': '99999' } : {}),
    });
    if (cut) response.write(body, () => response.destroy());
    else response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const feed: FeedServer = {
    url: `http://127.0.0.1:${port}`,
    requests,
    answer: () => ({ status: 404 }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return feed;
}
