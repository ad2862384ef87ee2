import { SQSClient } from '@aws-sdk/client-sqs';
import { collectSource } from '../../../functions/collect/collect-source.ts';
import { NO_STATISTICS } from '../../../shared/domain/link-profile.ts';
import type { SourceHealth } from '../../../shared/domain/source-health.ts';
import { NO_FORMATS } from '../../../shared/privacy/learnt-formats.ts';
import { createGuardedFetch } from '../../../shared/runtime/guarded-fetch.ts';
import { createQueueSender } from '../../../shared/runtime/queue-sender.ts';
import { createHttpFetch } from '../../../shared/sources/access/http.ts';
import { connectorById } from '../../../shared/sources/registry.ts';
import { offlineKeys } from '../../offline-keys.ts';

/**
 * A process of its own: `collect-tickets.ts TICKETS_URL QUEUES_URL COUNT` runs one source to its end, as the collect
 * function does, and prints what it took. The pauses that the real API's rate limit demands are left out; state is in
 * memory, because a run writes it once per page.
 */
const [ticketsUrl = '', queuesUrl = '', count = '0'] = process.argv.slice(2);
const client = new SQSClient({
  endpoint: queuesUrl,
  region: 'ap-northeast-2',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});
const senderTo = (name: string) =>
  createQueueSender({ client, queueUrl: `${queuesUrl}/000000000000/${name}` });
const sleep = async (): Promise<void> => undefined;
const clock = () => new Date();

let peakMb = 0;
let warmMb = 0;
const rssMb = () => Math.round(process.memoryUsage.rss() / 1024 / 1024);
let checkpoint: unknown;
let health: SourceHealth | undefined;
let pages = 0;

const bodies = Array.from({ length: 1_000 }, (_, index) => ({
  body: `{"n":${index},"pad":"${'x'.repeat(900)}"}`,
}));
const nullStart = performance.now();
for (let sent = 0; sent < Number(count) / 4; sent += bodies.length) await senderTo('null').send(bodies);
const nullMs = (performance.now() - nullStart) * 4;

const start = performance.now();
const outcome = await collectSource(
  {
    sources: [
      {
        id: 'desk',
        connector: 'zendesk',
        enabled: true,
        schedule: 'rate(1 hour)',
        secret: 'desk',
        config: { subdomain: 'shop', baseUrl: ticketsUrl, since: '2026-08-01' },
      },
    ],
    connectorById,
    context: {
      http: createHttpFetch({
        fetch: createGuardedFetch({ privateHosts: [new URL(ticketsUrl).host] }),
        sleep,
        random: Math.random,
        now: clock,
      }),
      sleep,
    },
    secretText: async () => JSON.stringify({ email: 'agent@shop.example', apiToken: 'legacy' }),
    records: senderTo('records'),
    quarantine: { put: async () => undefined },
    state: {
      acquireLease: async (sourceId) => ({ sourceId, fencing: 1, expiresAtMs: Number.MAX_SAFE_INTEGER }),
      releaseLease: async () => true,
      getCheckpoint: async () => checkpoint,
      putCheckpoint: async (_lease, next) => {
        checkpoint = next;
        pages += 1;
        if (pages === 20) warmMb = rssMb();
        peakMb = Math.max(peakMb, rssMb());
        return true;
      },
      getHealth: async () => health,
      putHealth: async (next) => {
        health = next;
      },
      getVault: async () => null,
      putVault: async () => true,
    },
    tokenKeys: async () => offlineKeys(),
    learnt: { get: async () => ({ statistics: NO_STATISTICS, formats: NO_FORMATS }) },
    clock,
    timeZone: 'Asia/Seoul',
  },
  { sourceId: 'desk', runId: 'bench', remainingTimeMs: () => Number.POSITIVE_INFINITY },
);
const milliseconds = performance.now() - start;
process.stdout.write(`${JSON.stringify({ ...outcome, milliseconds, nullMs, warmMb, peakMb })}\n`);
