import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { importFunnelSource } from '../../../../functions/import-funnel/import-source.ts';
import { VocError } from '../../../../shared/domain/errors.ts';
import type { FunnelStep } from '../../../../shared/domain/funnel.ts';
import { createHttpFetch } from '../../../../shared/sources/access/http.ts';
import type { Json } from '../../../../shared/sources/contract.ts';
import { checkFunnelSources } from '../../../../shared/sources/funnel/check-funnel-sources.ts';
import type { FunnelPage } from '../../../../shared/sources/funnel/contract.ts';
import { ga4 } from '../../../../shared/sources/funnel/ga4.ts';
import { funnelConnectorById } from '../../../../shared/sources/funnel/registry.ts';
import { type ModelServer, startModelServer } from '../harness/model-server.ts';
import { Ga4Model } from './ga4-model.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const SECRET = {
  client_email: 'reader@example-project.iam.gserviceaccount.com',
  private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
};
const STAGES = {
  verification: { entered: 'identity_start', completed: 'identity_done' },
  purchase: { entered: 'pay_open', completed: 'pay_done' },
};

let model: Ga4Model;
let server: ModelServer;
let now: Date;

beforeEach(async () => {
  now = new Date('2026-11-16T01:00:00.000Z');
  model = new Ga4Model();
  server = await startModelServer(model as never);
});
afterEach(() => server.close());

const config = (overrides = {}) => ({
  propertyId: '123456',
  stages: STAGES,
  baseUrl: server.url,
  tokenUrl: `${server.url}/token`,
  ...overrides,
});

function context() {
  const sleep = async (ms: number) => {
    now = new Date(now.getTime() + ms);
  };
  return {
    http: createHttpFetch({ fetch, sleep, random: () => 0.5, now: () => now, timeoutMs: 2_000 }),
    sleep,
    now: () => now,
    timeZone: 'Asia/Seoul',
    secret: async <Value>(schema: z.ZodType<Value>) => schema.parse(SECRET),
    vault: { load: async () => null, save: async () => undefined },
  };
}

async function pagesOf(checkpoint: Json | null = null, overrides = {}): Promise<FunnelPage[]> {
  const pages: FunnelPage[] = [];
  for await (const page of ga4.read(context(), config(overrides), checkpoint)) pages.push(page);
  return pages;
}

const failure = (run: Promise<unknown>): Promise<VocError> =>
  run.then(
    () => Promise.reject(new Error('it should have failed')),
    (error: unknown) => (error instanceof VocError ? error : Promise.reject(error)),
  );

describe('the funnel from Google Analytics 4', () => {
  it('reads whole days up to yesterday, and takes nothing for what it does not know', async () => {
    model.users = {
      '2026-11-14 identity_start': 120,
      '2026-11-14 identity_done': 90,
      '2026-11-15 pay_done': 7,
      '2026-11-16 identity_start': 3,
    };
    const [page] = await pagesOf();
    expect(page).toMatchObject({
      checkpoint: { until: '2026-11-15' },
      done: true,
      signs: { quotaLeft: 199_997 },
    });
    expect(page?.steps).toEqual([
      { date: '2026-11-14', stage: 'verification', entered: 120, completed: 90 },
      // Whoever completed a payment was in it.
      { date: '2026-11-15', stage: 'purchase', entered: 7, completed: 7 },
    ]);
    const { dateRanges, metrics } = JSON.parse(server.requests.at(-1)?.body ?? '{}');
    expect(dateRanges).toEqual([{ startDate: '2026-10-12', endDate: '2026-11-15' }]);
    expect(metrics).toEqual([{ name: 'totalUsers' }]);
  });

  it('reads the last three days again, because Google settles them later', async () => {
    await pagesOf({ until: '2026-11-14' });
    expect(JSON.parse(server.requests.at(-1)?.body ?? '{}').dateRanges).toEqual([
      { startDate: '2026-11-12', endDate: '2026-11-15' },
    ]);
  });

  it('walks every page of a large report', async () => {
    for (let day = 1; day <= 9; day++) {
      model.users[`2026-11-0${day} pay_open`] = 10 + day;
      model.users[`2026-11-0${day} pay_done`] = day;
    }
    const [page] = await pagesOf(null, { pageSize: 4 });
    expect(page?.steps).toHaveLength(9);
    expect(server.requests.filter(({ url }) => url.pathname.endsWith('runReport'))).toHaveLength(5);
  });

  it('makes a refused token anew once', async () => {
    server.faults.push(undefined, 'an expired token');
    await expect(pagesOf()).resolves.toHaveLength(1);
  });

  it('tries a server error once more and no oftener, because they count against the property', async () => {
    server.faults.push(undefined, '500');
    await expect(pagesOf()).resolves.toHaveLength(1);
    server.faults.push(undefined, '500', '500');
    expect(await failure(pagesOf())).toMatchObject({ code: 'source.unreachable', kind: 'transient' });
  });

  it.each([
    [429, 'RESOURCE_EXHAUSTED', 'source.quota-exhausted', 'quota'],
    [403, 'PERMISSION_DENIED', 'source.unauthorized', 'auth'],
    [400, 'INVALID_ARGUMENT', 'source.config-invalid', 'config'],
  ])('says of %i %s what to do', async (status, error, code, kind) => {
    model.refusal = { status, error };
    expect(await failure(pagesOf())).toMatchObject({ code, kind });
  });

  it.each(['truncated JSON', 'HTML instead of JSON'] as const)('takes nothing from %s', async (fault) => {
    server.faults.push(undefined, fault);
    expect(await failure(pagesOf())).toMatchObject({ code: 'source.bad-response' });
  });

  it('refuses a property that cuts its days in another time zone', async () => {
    model.timeZone = 'America/Los_Angeles';
    expect(await failure(pagesOf())).toMatchObject({ code: 'source.config-invalid' });
  });

  it('doubts a report from which Google has left rows out', async () => {
    model.thresholds = true;
    expect((await pagesOf())[0]?.suspect).toMatchObject({ kind: 'truncated' });
  });

  it('is checked before it is deployed', () => {
    const source = {
      id: 'web',
      connector: 'ga4',
      enabled: true,
      schedule: 'rate(1 day)',
      config: { propertyId: 'G-1' },
    };
    expect(() => checkFunnelSources([source])).toThrow(/web: .*propertyId/s);
    expect(() => checkFunnelSources([{ ...source, config: config() }])).toThrow(/needs the name of a secret/);
    expect(() => checkFunnelSources([{ ...source, config: config(), secret: 'voc/ga4' }])).not.toThrow();
  });
});

describe('importFunnelSource', () => {
  it('stores the steps before the checkpoint, and says how the source is', async () => {
    model.users = { '2026-11-14 pay_open': 20, '2026-11-14 pay_done': 5 };
    const stored: FunnelStep[] = [];
    const order: string[] = [];
    const health: unknown[] = [];
    const lease = { sourceId: 'web', token: 't', expiresAtMs: 0 };
    const outcome = await importFunnelSource(
      {
        ...context(),
        context: context(),
        clock: () => now,
        secretText: async () => JSON.stringify(SECRET),
        funnelSources: [
          {
            id: 'web',
            connector: 'ga4',
            enabled: true,
            schedule: 'rate(1 day)',
            secret: 'voc/ga4',
            config: config(),
          },
        ],
        funnelConnectorById,
        archive: {
          putFunnelSteps: async (steps) => {
            order.push('steps');
            stored.push(...steps);
          },
        },
        state: {
          getHealth: async () => undefined,
          putHealth: async (record: unknown) => {
            health.push(record);
          },
          acquireLease: async () => lease as never,
          releaseLease: async () => true,
          getCheckpoint: async () => undefined,
          putCheckpoint: async () => {
            order.push('checkpoint');
            return true;
          },
          getVault: async () => null,
          putVault: async () => true,
        },
      },
      { funnelSourceId: 'web' },
      () => 60_000,
    );
    expect(outcome).toEqual({ outcome: 'complete', steps: 1 });
    expect(order).toEqual(['steps', 'checkpoint']);
    expect(stored).toEqual([{ date: '2026-11-14', stage: 'purchase', entered: 20, completed: 5 }]);
    expect(health).toMatchObject([{ sourceId: 'web', outcome: 'complete' }]);
  });
});
