import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VocError } from '../../../shared/domain/errors.ts';
import { zendesk } from '../../../shared/sources/zendesk.ts';
import { fetchFrom } from './harness/model-server.ts';
import { mutate } from './harness/mutate.ts';
import { nothingCollected, runSource } from './harness/run-source.ts';
import { seeded } from './harness/seeded.ts';
import { zendeskModel } from './zendesk-model.ts';

const NOW = new Date('2026-11-02T01:10:30Z');
const SECRET = { clientId: 'voc', clientSecret: 'x', webhookSigningSecret: 'c2lnbmluZw==' };
const CONFIG = { subdomain: 'shop' };

interface Sending {
  readonly timestamp?: string;
  readonly signedWith?: string;
  readonly signature?: string;
  readonly config?: Record<string, unknown>;
  readonly secret?: unknown;
}

/** One delivery, signed as Zendesk signs. */
function deliver(body: unknown, sending: Sending = {}) {
  const { timestamp = NOW.toISOString(), signedWith = SECRET.webhookSigningSecret } = sending;
  const bytes = body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body));
  const signature = createHmac('sha256', signedWith).update(timestamp).update(bytes).digest('base64');
  if (zendesk.webhook === undefined) throw new Error('zendesk has a webhook');
  return zendesk.webhook.receive(
    {
      headers: {
        'x-zendesk-webhook-signature': sending.signature ?? signature,
        'x-zendesk-webhook-signature-timestamp': timestamp,
      },
      query: {},
      body: bytes,
      now: NOW,
    },
    sending.config ?? CONFIG,
    'secret' in sending ? sending.secret : SECRET,
  );
}

const event = (type: string, detail: Record<string, unknown> = {}) => ({
  account_id: 12_514_403,
  id: 'b1f9d3c8-0000-4000-8000-000000000000',
  type: `zen:event-type:${type}`,
  subject: 'zen:ticket:90210',
  time: '2026-11-02T01:10:05.123Z',
  zendesk_event_version: '2022-11-06',
  event: {},
  detail: {
    id: '90210',
    subject: '환급금 문의',
    description: '수수료가 왜 나가나요?',
    status: 'NEW',
    priority: null,
    requester_id: '55501',
    submitter_id: '55501',
    assignee_id: '7',
    brand_id: '360001',
    is_public: true,
    tags: ['fee'],
    via: { channel: 'web' },
    created_at: '2026-11-02T01:10:00Z',
    updated_at: '2026-11-02T01:10:00Z',
    ...detail,
  },
});

const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof VocError) return error.code;
    throw error;
  }
  return 'taken';
};

describe('the webhook of zendesk', () => {
  it('takes a new ticket as a document without its author', () => {
    expect(deliver(event('ticket.created'), { config: { ...CONFIG, app: '환급앱' } })).toEqual({
      documents: [
        {
          id: '90210',
          source: 'ticket',
          app: '환급앱',
          publishedAt: '2026-11-02T01:10:00Z',
          title: '환급금 문의',
          text: '수수료가 왜 나가나요?',
          url: 'https://shop.zendesk.com/agent/tickets/90210',
          attributes: { status: 'new', tags: 'fee', channel: 'web', brandId: '360001' },
        },
      ],
    });
  });

  it('gives the document that the export gives, but for the author', async () => {
    const clock = { now: NOW };
    const model = zendeskModel(clock);
    const id = model.add('수수료가 왜 나가나요?');
    const ticket = model.tickets.get(id);
    const times = { created_at: ticket?.created_at, updated_at: ticket?.updated_at };
    const pushed = deliver(event('ticket.created', { id, subject: '문의드려요', tags: ['app'], ...times }))
      .documents[0];
    clock.now = new Date(NOW.getTime() + 61_000);
    const { pages } = await runSource({
      connector: zendesk,
      config: model.config('https://shop.example'),
      secret: model.secret,
      fetch: fetchFrom(model),
      clock,
      collected: nothingCollected(),
    });
    const { author, ...collected } = Object(pages[0]?.documents[0]) as Record<string, unknown>;
    expect(author).toBeDefined();
    expect(pushed).toEqual(collected);
  });

  it.each(['ticket.soft_deleted', 'ticket.permanently_deleted'])('takes %s as an erasure', (type) => {
    const erasure = {
      id: '90210',
      publishedAt: '2026-11-02T01:10:00Z',
      erasedAt: '2026-11-02T01:10:05.123Z',
    };
    expect(deliver(event(type))).toEqual({ documents: [], erasures: [erasure] });
  });

  it('finds the deleted ticket in the subject of the event, and says so where it is nowhere', () => {
    const bare = { ...event('ticket.soft_deleted'), detail: null, time: null };
    expect(deliver(bare, { config: { ...CONFIG, app: '환급앱' } })).toEqual({
      documents: [],
      erasures: [{ id: '90210', app: '환급앱', erasedAt: NOW.toISOString() }],
    });
    expect(deliver({ ...bare, subject: 'zen:ticket:x' }).problems).toMatchObject([{ field: 'detail.id' }]);
  });

  it.each([
    ['another ticket event', event('ticket.status_changed')],
    ['an event of something else', event('user.created')],
    ['an event of a later day', { type: 'zen:event-type:ticket.dreamt_of' }],
    ['the body of a trigger', { ticket: { id: 1 } }],
    ['an array', []],
    ['no body', new Uint8Array()],
  ])('accepts %s and leaves it to the next run', (_, body) => {
    expect(deliver(body)).toEqual({ documents: [] });
  });

  it('leaves out what the configuration leaves out', () => {
    const config = { ...CONFIG, excludeTags: ['fee'] };
    expect(deliver(event('ticket.created'), { config }).documents).toEqual([]);
  });

  it('says which field of a new ticket is not as documented, without its value', () => {
    const { documents, problems } = deliver(event('ticket.created', { created_at: '어제' }));
    expect(documents).toEqual([]);
    expect(problems).toEqual([
      { id: '90210', field: 'detail.created_at', message: expect.not.stringContaining('어제') },
    ]);
  });

  it('refuses a body that is not JSON', () => {
    expect(codeOf(() => deliver(Buffer.from('{"type":')))).toBe('record.bad-json');
  });

  it.each([
    ['another secret', { signedWith: 'other' }],
    ['no signature', { signature: '' }],
    ['a shorter signature', { signature: 'AAAA' }],
    ['no signature at all, but a secret that is empty', { secret: { webhookSigningSecret: '' } }],
    ['a secret without the field', { secret: { clientId: 'voc', clientSecret: 'x' } }],
    ['no secret', { secret: null }],
  ])('refuses %s', (_, sending) => {
    expect(codeOf(() => deliver(event('ticket.created'), sending))).toBe('webhook.bad-signature');
  });

  it('says which field to add where there is no signing secret', () => {
    expect(() => deliver({}, { secret: { clientId: 'voc' } })).toThrow(/webhookSigningSecret/);
  });

  it('refuses a body or a time that was changed after it was signed', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (body, at, by) => {
          const timestamp = NOW.toISOString();
          const signature = createHmac('sha256', SECRET.webhookSigningSecret)
            .update(timestamp)
            .update(body)
            .digest('base64');
          const changed = Uint8Array.from(body, (byte, index) =>
            index === at % body.length ? byte ^ by : byte,
          );
          expect(codeOf(() => deliver(changed, { signature }))).toBe('webhook.bad-signature');
          expect(codeOf(() => deliver(body, { signature, timestamp: '2026-11-02T01:10:31.000Z' }))).toBe(
            'webhook.bad-signature',
          );
        },
      ),
    );
  });

  it.each([
    ['2026-11-02T01:05:29.999Z', 'webhook.stale'],
    ['2026-11-02T01:05:30Z', 'taken'],
    ['2026-11-02T10:14:00+09:00', 'taken'],
    ['2026-11-02T01:15:31Z', 'webhook.stale'],
    ['1793581830', 'webhook.stale'],
    ['', 'webhook.stale'],
  ])('signed at %s: %s', (timestamp, expected) => {
    expect(codeOf(() => deliver(event('ticket.created'), { timestamp }))).toBe(expected);
  });

  it('refuses a configuration that is not its own', () => {
    expect(codeOf(() => deliver({}, { config: { ...CONFIG, other: 1 } }))).toBe('source.config-invalid');
  });

  it('lives through 5,000 broken bodies that are signed well', () => {
    const random = seeded(20_261_102);
    const bodies = ['ticket.created', 'ticket.soft_deleted'].map((type) =>
      Buffer.from(JSON.stringify(event(type))),
    );
    for (let made = 0; made < 5_000; made += 1) {
      const body = mutate(bodies[made % 2] ?? new Uint8Array(), random);
      expect(['taken', 'record.bad-json']).toContain(codeOf(() => deliver(body)));
    }
  });
});
