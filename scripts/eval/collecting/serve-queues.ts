import { startFauxqs } from 'fauxqs';

/** A process of its own: two empty queues, `records` and `null`, and prints their address. */
const server = await startFauxqs({
  port: 0,
  logger: false,
  init: { queues: [{ name: 'records' }, { name: 'null' }] },
});
process.stdout.write(`${server.address}\n`);
