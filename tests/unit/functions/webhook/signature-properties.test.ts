import { readFileSync } from 'node:fs';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { receive, type WebhookDeps } from '../../../../functions/webhook/receive.ts';
import { VocError } from '../../../../shared/domain/errors.ts';
import { NO_STATISTICS } from '../../../../shared/domain/link-profile.ts';
import { NO_FORMATS } from '../../../../shared/privacy/learnt-formats.ts';
import { webhookSignature } from '../../../../shared/runtime/webhook-signature.ts';
import { connectorById } from '../../../../shared/sources/registry.ts';
import { memoryQuarantine, memoryQueue } from '../../../fixtures/function-doubles.ts';

const NOW = new Date('2026-11-20T01:00:00.000Z');
const NOW_SECONDS = NOW.getTime() / 1000;
const SIGNING_KEY = 'a-signing-key-of-tests';

interface Signed {
  readonly timestamp: string;
  readonly signature: string;
  readonly body: Buffer;
}

function setUp() {
  const queue = memoryQueue(() => false);
  const deps: WebhookDeps = {
    records: queue.sender,
    quarantine: memoryQuarantine(),
    sources: [],
    connectorById,
    secretText: async () => '{}',
    signingKey: async () => SIGNING_KEY,
    tokenKeys: async () => ({ current: 'k1', keys: { k1: 'a-long-enough-secret' } }),
    learnt: { get: async () => ({ statistics: NO_STATISTICS, formats: NO_FORMATS }) },
    clock: () => NOW,
    timeZone: 'Asia/Seoul',
  };
  const outcomeOf = async ({ timestamp, signature, body }: Signed): Promise<string> => {
    const event = {
      rawPath: '/v1/webhooks/desk',
      pathParameters: { dropName: 'desk' },
      headers: { 'x-voc-timestamp': timestamp, 'x-voc-signature': signature },
      body: body.toString('base64'),
      isBase64Encoded: true,
    };
    return receive(deps, event as unknown as APIGatewayProxyEventV2).then(
      () => 'taken',
      (error: unknown) => (error instanceof VocError ? error.code : String(error)),
    );
  };
  return { queue, outcomeOf };
}

const document = fc.record({
  id: fc.stringMatching(/^[a-z0-9-]{1,20}$/),
  text: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter((text) => text.trim() !== ''),
  date: fc.constant('2026-11-19'),
});
const body = fc
  .array(document, { minLength: 1, maxLength: 3 })
  .map((all) => Buffer.from(JSON.stringify(all)));
const freshAge = fc.integer({ min: -300, max: 300 });

function signed(bytes: Buffer, age = 0, key = SIGNING_KEY): Signed {
  const timestamp = String(NOW_SECONDS - age);
  return { timestamp, signature: webhookSignature(key, timestamp, bytes), body: bytes };
}

/** The same bytes but one, which differs. */
function withOtherByte(bytes: Buffer, at: number, by: number): Buffer {
  const changed = Buffer.from(bytes);
  const index = at % changed.length;
  changed[index] = ((changed[index] ?? 0) + by) % 256;
  return changed;
}

describe('the signature of a delivery', () => {
  it('lets in what is signed with the key and at most five minutes old or early', async () => {
    await fc.assert(
      fc.asyncProperty(body, freshAge, async (bytes, age) => {
        expect(await setUp().outcomeOf(signed(bytes, age))).toBe('taken');
      }),
      { numRuns: 100 },
    );
  });

  it('covers every byte of the body: whichever changes, nothing is taken', async () => {
    await fc.assert(
      fc.asyncProperty(body, fc.nat(), fc.integer({ min: 1, max: 255 }), async (bytes, at, by) => {
        const { queue, outcomeOf } = setUp();
        const delivery = signed(bytes);
        expect(await outcomeOf({ ...delivery, body: withOtherByte(bytes, at, by) })).toBe(
          'webhook.bad-signature',
        );
        expect(queue.entries).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('covers its length: nothing can be added or cut off', async () => {
    await fc.assert(
      fc.asyncProperty(body, fc.uint8Array({ minLength: 1, maxLength: 8 }), async (bytes, more) => {
        const { outcomeOf } = setUp();
        const delivery = signed(bytes);
        expect(await outcomeOf({ ...delivery, body: Buffer.concat([bytes, more]) })).toBe(
          'webhook.bad-signature',
        );
        expect(await outcomeOf({ ...delivery, body: bytes.subarray(0, -1) })).toBe('webhook.bad-signature');
      }),
      { numRuns: 100 },
    );
  });

  it('covers the time: another one, even one that reads the same, is refused', async () => {
    await fc.assert(
      fc.asyncProperty(body, freshAge, freshAge, async (bytes, age, other) => {
        const { outcomeOf } = setUp();
        const delivery = signed(bytes, age);
        fc.pre(age !== other);
        expect(await outcomeOf({ ...delivery, timestamp: String(NOW_SECONDS - other) })).toBe(
          'webhook.bad-signature',
        );
        expect(await outcomeOf({ ...delivery, timestamp: `0${delivery.timestamp}` })).toBe(
          'webhook.bad-signature',
        );
      }),
      { numRuns: 100 },
    );
  });

  it('is refused later or earlier than five minutes, however well it fits', async () => {
    const far = fc.integer({ min: 301, max: 4_000_000 }).chain((age) => fc.constantFrom(age, -age));
    await fc.assert(
      fc.asyncProperty(body, far, async (bytes, age) => {
        expect(await setUp().outcomeOf(signed(bytes, age))).toBe('webhook.stale');
      }),
      { numRuns: 100 },
    );
  });

  it('is refused with any other key, or as anything that is no signature', async () => {
    await fc.assert(
      fc.asyncProperty(body, fc.string({ minLength: 1 }), fc.string(), async (bytes, key, junk) => {
        fc.pre(key !== SIGNING_KEY);
        const { outcomeOf } = setUp();
        const delivery = signed(bytes);
        const { signature } = delivery;
        expect(await outcomeOf(signed(bytes, 0, key))).toBe('webhook.bad-signature');
        for (const other of [junk, '', signature.toUpperCase(), signature.slice(3), `${signature} `, 'v1='])
          expect(await outcomeOf({ ...delivery, signature: other })).toBe('webhook.bad-signature');
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    'functions/webhook/receive.ts',
    'shared/sources/typeform.ts',
    'shared/sources/zendesk/zendesk-webhook.ts',
  ])('is compared in constant time in %s', (file) => {
    const code = readFileSync(file, 'utf8');
    expect(code).toContain('timingSafeEqual(');
    expect(code).not.toMatch(/signature\w*\s*[!=]==|[!=]==\s*\w*[sS]ignature/);
  });

  it('is checked before a word of the body is read', async () => {
    const { outcomeOf } = setUp();
    const delivery = signed(Buffer.from('no json'));
    expect(await outcomeOf({ ...delivery, signature: 'v1=00' })).toBe('webhook.bad-signature');
    expect(await outcomeOf(delivery)).toBe('record.bad-json');
  });
});
