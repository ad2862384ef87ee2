import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generatedTicketPage } from './generated-tickets.ts';

/** A process of its own: `serve-tickets.ts COUNT` answers like Zendesk and prints its address. */
const count = Number(process.argv[2]);
const pages = new Map<string, string>();
const server = createServer((request, response) => {
  const url = request.url ?? '/';
  // Made once: what is measured is the collector, not this.
  const page = pages.get(url) ?? generatedTicketPage(new URL(url, 'http://localhost'), count, 1_000);
  response.writeHead(200, { 'content-type': 'application/json' }).end(page);
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
