import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leaveCrmNotes } from '../../../functions/publish-insights/leave-crm-notes.ts';
import { createDataverseNotes } from '../../../shared/delivery/crm-notes/dataverse-notes.ts';
import type { NoteTarget } from '../../../shared/delivery/crm-notes/note-target.ts';
import { createZendeskNotes } from '../../../shared/delivery/crm-notes/zendesk-notes.ts';
import type { StoredDocument } from '../../../shared/domain/stored-document.ts';
import type { Taxonomy } from '../../../shared/domain/taxonomy.ts';
import { createHttpFetch } from '../../../shared/sources/access/http.ts';
import type { DeliveryState } from '../../../shared/storage/insight-repository.ts';
import { mergeSightings } from '../../../shared/storage/merge-sightings.ts';
import { makeReading, makeRecord } from '../../fixtures/make-record.ts';

const CONTACT = '11111111-2222-4333-8444-555555555555';
const NOW = new Date('2026-11-17T00:00:00.000Z');
const SECRET = { clientId: 'client', clientSecret: 'secret' };
const TAXONOMY = {
  codes: [{ code: 'auth', name: { ko: '본인인증', en: 'Identity check' } }],
  stages: [],
} as unknown as Taxonomy;

let server: Server;
let url: string;
/** What the next calls answer instead; after them all is well. A fault says whether the call took effect first. */
let faults: { status: number; retryAfter?: string; done?: boolean }[];
let tokens: number;
let valid: string;
let notes: Map<string, Record<string, unknown>>;
let comments: Map<string, { body: string; public: boolean }[]>;
let calls: string[];

beforeEach(async () => {
  faults = [];
  tokens = 0;
  valid = '';
  notes = new Map();
  comments = new Map();
  calls = [];
  server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const answer = (status: number, body: unknown = {}, headers = {}) =>
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(body));
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (path.endsWith('/token') || path.endsWith('/tokens')) {
      tokens += 1;
      valid = `t${tokens}`;
      return answer(200, { access_token: valid, expires_in: 3600 });
    }
    calls.push(`${request.method} ${path}`);
    if (request.headers.authorization !== `Bearer ${valid}`) return answer(401);
    const fault = faults.shift();
    const refuse = () =>
      answer(
        fault?.status ?? 500,
        {},
        fault?.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter },
      );
    if (fault !== undefined && fault.done !== true) return refuse();
    const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
    if (path === '/api/data/v9.2/annotations') {
      const id = String(body.annotationid);
      if (notes.has(id)) return answer(412, { error: { code: '0x80040237', message: 'exists' } });
      notes.set(id, body);
      return fault === undefined ? response.writeHead(204).end() : refuse();
    }
    const ticket = /^\/api\/v2\/tickets\/(\d+)/.exec(path)?.[1] ?? '';
    const known = comments.get(ticket) ?? [];
    if (request.method === 'GET') return answer(200, { comments: [...known].reverse() });
    const { comment } = body.ticket as { comment: { body: string; public: boolean } };
    comments.set(ticket, [...known, comment]);
    return fault === undefined ? answer(200, { ticket: {} }) : refuse();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => new Promise((resolve) => server.close(resolve)));

function targets(): NoteTarget[] {
  const http = createHttpFetch({ fetch, sleep: async () => {}, random: () => 0, now: () => NOW });
  const context = { http, now: () => NOW };
  return [
    createDataverseNotes(context, { url, loginUrl: url, tenantId: 'tenant', secret: 'voc/crm' }, SECRET),
    createZendeskNotes(context, { url, source: 'desk', secret: 'voc/desk' }, SECRET),
  ];
}

function voice(id: string, change: Partial<StoredDocument> = {}): StoredDocument {
  return {
    ...mergeSightings(
      undefined,
      {
        record: makeRecord({ id, connector: 'desk', text: '제 번호는 [전화번호] 인데 인증이 안 돼요' }),
        reading: makeReading(),
        link: { customerId: CONTACT, status: 'linked', confidence: 0.99, evidence: [] },
      },
      'Asia/Seoul',
    ),
    ...change,
  };
}

function hourly() {
  const states = new Map<string, DeliveryState>();
  const deps = {
    insights: {
      getDelivery: async (subject: string) => states.get(subject),
      putDelivery: async (subject: string, state: DeliveryState) => void states.set(subject, state),
    },
    noteTargets: async () => all,
    maxNotesPerRun: 2,
    taxonomy: TAXONOMY,
    language: 'ko' as const,
    dashboardUrl: 'https://voc.example.com',
    clock: () => NOW,
  };
  const all = targets();
  return { states, run: (...documents: StoredDocument[]) => leaveCrmNotes(deps, documents) };
}

const written = () => [...comments.values()].flat();

describe('notes in the CRM', () => {
  it('hold a redacted quote, the reason and a link, on the contact and inside the ticket', async () => {
    const document = voice('101');
    expect(await hourly().run(document)).toBe(2);
    const text = `“제 번호는 [전화번호] 인데 인증이 안 돼요”\n이유: 본인인증\nhttps://voc.example.com/voices/${document.record.documentKey}\nvoc:${document.record.documentKey.slice(0, 16)}`;
    expect([...notes.values()]).toEqual([
      {
        annotationid: expect.stringMatching(
          /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
        ),
        subject: '고객의 목소리: 본인인증',
        notetext: text,
        'objectid_contact@odata.bind': `/contacts(${CONTACT})`,
      },
    ]);
    expect(written()).toEqual([{ body: `고객의 목소리: 본인인증\n${text}`, public: false }]);
  });

  it('are left only on negative voices of sure customers, fresh ones, where they belong', async () => {
    const link = (status: 'candidate' | 'linked', customerId: string) => ({
      link: { customerId, status, confidence: 0.9, evidence: [] },
    });
    const old = voice('4');
    await hourly().run(
      voice('1', link('candidate', CONTACT)),
      voice('2', { reading: makeReading({ sentiment: { label: 'positive', score: 0.9 } }) }),
      { ...old, record: { ...old.record, publishedAt: '2026-11-01T00:00:00.000Z' } },
    );
    expect(calls).toEqual([]);
    const elsewhere = voice('5', link('linked', 'C-5'));
    await hourly().run({ ...elsewhere, record: { ...elsewhere.record, connector: 'play' } });
    expect(calls).toEqual([]);
  });

  it('are left once, though a run is repeated or was cut off before it could note it', async () => {
    const first = hourly();
    await first.run(voice('1'));
    await first.run(voice('1'));
    const afterCrash = hourly();
    expect(await afterCrash.run(voice('1'))).toBe(2);
    expect([notes.size, written().length]).toEqual([1, 1]);
  });

  it('are left once when the answer to one is lost', async () => {
    const { run } = hourly();
    faults = [{ status: 503, done: true }];
    await run(voice('1'));
    expect([notes.size, written().length]).toEqual([1, 1]);
    const other = hourly();
    // The note on the contact is there; the comments are read; the comment is taken, its answer lost.
    comments.clear();
    const calm = { status: 200, done: true };
    faults = [{ status: 412, done: true }, calm, { status: 503, done: true }];
    await other.run(voice('1'));
    await other.run(voice('1'));
    expect(written()).toHaveLength(1);
  });

  it('wait where the system is busy, and go on in the next hour', async () => {
    const { run } = hourly();
    faults = [{ status: 429, retryAfter: '1' }];
    expect(await run(voice('1'))).toBe(2);
    faults = Array.from({ length: 1 }, () => ({ status: 429, retryAfter: '3600' }));
    expect(await run(voice('2'), voice('3'))).toBe(2);
    expect(notes.size).toBe(1);
    expect(await run(voice('2'), voice('3'))).toBe(2);
    expect([notes.size, written().length]).toEqual([3, 3]);
  });

  it('survive a token that the system no longer takes, and a note that it never will', async () => {
    const { run, states } = hourly();
    await run(voice('1'));
    valid = 'revoked';
    expect(await run(voice('2'))).toBe(2);
    faults = [{ status: 404 }];
    expect(await run(voice('3'))).toBe(1);
    expect(states.size).toBe(6);
    calls = [];
    expect(await run(voice('3'))).toBe(0);
    expect(calls).toEqual([]);
  });

  it('are no more in an hour than is allowed', async () => {
    const { run } = hourly();
    const many = [voice('1'), voice('2'), voice('3'), voice('4'), voice('5')];
    expect(await run(...many)).toBe(4);
    expect(await run(...many)).toBe(4);
    expect(await run(...many)).toBe(2);
    expect([notes.size, written().length]).toEqual([5, 5]);
  });
});
