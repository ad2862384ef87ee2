import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createRespond } from '../../../../functions/webhook/respond.ts';
import { VocError } from '../../../../shared/domain/errors.ts';
import { NO_STATISTICS } from '../../../../shared/domain/link-profile.ts';
import { NO_FORMATS } from '../../../../shared/privacy/learnt-formats.ts';
import { webhookSignature } from '../../../../shared/runtime/webhook-signature.ts';
import type { SourceConnector } from '../../../../shared/sources/contract.ts';
import { memoryQuarantine, memoryQueue } from '../../../fixtures/function-doubles.ts';

/** A provider whose signature is a token in a header. */
const pushing: SourceConnector = {
  id: 'pushing',
  source: 'ticket',
  title: 'Pushing',
  docsUrl: 'https://example.com',
  keepsUrl: false,
  configSchema: z.object({}),
  async *collect() {},
  webhook: {
    receive({ headers, body }, _config, secret) {
      const { token } = z.object({ token: z.string() }).parse(secret);
      if (headers['x-token'] !== token) throw new VocError('webhook.bad-signature', 'permanent', 'Sign it.');
      const { tickets, erased } = z
        .object({ tickets: z.array(z.unknown()), erased: z.array(z.string()) })
        .parse(JSON.parse(Buffer.from(body).toString('utf8')));
      return {
        documents: tickets,
        erasures: erased.map((id) => ({ id, erasedAt: NOW.toISOString() })),
        problems: [{ field: 'tickets.9', message: 'is not as documented' }],
      };
    },
  },
};

const NOW = new Date('2026-11-20T01:00:00.000Z');
const SIGNING_KEY = 'a-signing-key-of-tests';

function setUp(refuses: (body: string) => boolean = () => false) {
  const queue = memoryQueue(refuses);
  const respond = createRespond({
    records: queue.sender,
    quarantine: memoryQuarantine(),
    sources: [
      {
        id: 'pushing',
        connector: 'pushing',
        enabled: true,
        schedule: 'rate(1 hour)',
        secret: 'desk',
        config: {},
      },
      { id: 'no-secret', connector: 'pushing', enabled: true, schedule: 'rate(1 hour)', config: {} },
    ],
    connectorById: () => pushing,
    secretText: async () => '{"token":"t0ken"}',
    signingKey: async () => SIGNING_KEY,
    tokenKeys: async () => ({ current: 'k1', keys: { k1: 'a-long-enough-secret' } }),
    learnt: { get: async () => ({ statistics: NO_STATISTICS, formats: NO_FORMATS }) },
    clock: () => NOW,
    timeZone: 'Asia/Seoul',
  });
  const deliver = async (body: string, change: Partial<APIGatewayProxyEventV2> = {}, ageSeconds = 0) => {
    const timestamp = String(NOW.getTime() / 1000 - ageSeconds);
    const headers = {
      'X-Voc-Timestamp': timestamp,
      'x-voc-signature': webhookSignature(SIGNING_KEY, timestamp, body),
    };
    const event = {
      rawPath: '/v1/webhooks/desk',
      pathParameters: { dropName: 'desk' },
      headers,
      body,
      ...change,
    };
    const answer = await respond(event as unknown as APIGatewayProxyEventV2);
    return { status: answer.statusCode, body: JSON.parse(answer.body ?? '') as Record<string, unknown> };
  };
  return { deliver, queue };
}

const document = { id: 't-1', text: '앱에서 인증이 안 돼요', date: '2026-11-19', source: 'ticket' };

describe('webhook', () => {
  it('takes good documents and says of each other one what is wrong', async () => {
    const { deliver, queue } = setUp();
    const answer = await deliver(JSON.stringify([document, { id: 't-2', text: '' }]));
    expect(answer).toMatchObject({
      status: 202,
      body: { accepted: 1, rejected: [{ index: 1, id: 't-2', field: 'text' }] },
    });
    expect(JSON.parse(queue.entries[0]?.body ?? '')).toMatchObject({
      id: 't-1',
      connector: 'desk',
      source: 'ticket',
    });
  });

  it('takes a body in base64, which is what was signed', async () => {
    const { deliver } = setUp();
    const body = JSON.stringify(document);
    const change = { body: Buffer.from(body).toString('base64'), isBase64Encoded: true };
    expect((await deliver(body, change)).status).toBe(202);
  });

  it('refuses what is not signed, stale, unreadable or too large', async () => {
    const { deliver, queue } = setUp();
    const good = JSON.stringify(document);
    expect((await deliver(good, { body: good.replace('t-1', 't-9') })).status).toBe(401);
    expect((await deliver(good, { headers: {} })).status).toBe(401);
    expect((await deliver(good, {}, 301)).status).toBe(400);
    expect((await deliver(good, {}, -301)).status).toBe(400);
    expect((await deliver(good, {}, 299)).status).toBe(202);
    expect((await deliver('no json')).status).toBe(400);
    expect((await deliver(' '.repeat(256 * 1024 + 1))).status).toBe(413);
    expect(queue.entries).toHaveLength(1);
  });

  it('lets a source that pushes check its own signature and read its own bodies', async () => {
    const { deliver, queue } = setUp();
    const body = JSON.stringify({
      tickets: [{ id: 't-1', text: '환급이 안 와요' }, { id: 't-2' }],
      erased: ['t-0'],
    });
    const under = (name: string, token: string) => ({
      rawPath: `/v1/webhooks/${name}`,
      pathParameters: { dropName: name },
      headers: { 'X-Token': token },
    });
    expect((await deliver(body, under('pushing', 'wrong'))).status).toBe(401);
    expect((await deliver(body, under('no-secret', 't0ken'))).status).toBe(503);
    expect(queue.entries).toEqual([]);
    expect(await deliver(body, under('pushing', 't0ken'))).toMatchObject({
      status: 202,
      body: { accepted: 1, rejected: [{ index: 1, id: 't-2', field: 'text' }] },
    });
    const sent = queue.entries.map((entry) => JSON.parse(entry.body));
    expect(sent).toMatchObject([
      { id: 't-1', connector: 'pushing', publishedAtPrecision: 'first-seen' },
      { id: 't-0', connector: 'pushing', erased: true },
    ]);
  });

  it('asks for a repetition when the queue does not take it', async () => {
    const { deliver } = setUp(() => true);
    expect((await deliver(JSON.stringify(document))).status).toBe(503);
  });
});
