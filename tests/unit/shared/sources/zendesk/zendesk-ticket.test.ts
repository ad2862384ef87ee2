import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_TEXT_UNITS } from '../../../../../shared/domain/input-document.ts';
import { parseDocument } from '../../../../../shared/sources/input/parse-document.ts';
import {
  type Comment,
  CommentSchema,
  fingerprintOf,
  needsComments,
  RequesterSchema,
  readTicket,
  type TicketOptions,
  TicketSchema,
} from '../../../../../shared/sources/zendesk/zendesk-ticket.ts';

const OPTIONS: TicketOptions = { subdomain: 'shop', comments: 'all', excludeChannels: [], excludeTags: [] };

const ticket = (change: Record<string, unknown> = {}) =>
  TicketSchema.parse({
    id: 90_210,
    subject: '환급금 문의',
    description: '수수료가 왜 나가나요?',
    status: 'open',
    requester_id: 55_501,
    via: { channel: 'web' },
    created_at: '2026-11-02T01:10:00Z',
    updated_at: '2026-11-02T01:10:00Z',
    generated_timestamp: 1_793_584_811,
    ...change,
  });
const comment = (change: Record<string, unknown> = {}): Comment =>
  CommentSchema.parse({ author_id: 55_501, public: true, body: '더 쓴 글', ...change });
const first = comment({ body: '수수료가 왜 나가나요?' });

interface Shown {
  readonly text: string;
  readonly title?: string;
  readonly editedAt?: string;
  readonly author?: Record<string, string>;
  readonly attributes: Record<string, unknown>;
}
const documentOf = (...[given, more]: [ReturnType<typeof ticket>, Parameters<typeof readTicket>[2]?]) =>
  readTicket(given, OPTIONS, more).document as unknown as Shown | undefined;

describe('readTicket', () => {
  it('takes the description of a ticket without comments', () => {
    expect(readTicket(ticket(), OPTIONS)).toEqual({
      document: {
        id: '90210',
        source: 'ticket',
        publishedAt: '2026-11-02T01:10:00Z',
        title: '환급금 문의',
        text: '수수료가 왜 나가나요?',
        url: 'https://shop.zendesk.com/agent/tickets/90210',
        attributes: { status: 'open', channel: 'web' },
      },
    });
  });

  it('adds the later public comments of the requester and of nobody else', () => {
    const comments = [
      first,
      comment({ author_id: 7, body: '상담사 답변' }),
      comment({ public: false, body: '비공개' }),
      comment({ body: '아직도 안 돼요' }),
      null,
      comment({ body: null, plain_body: '세 번째 문의예요' }),
      comment({ author_id: null, body: '누가 썼는지 모름' }),
      comment({ body: '  ' }),
    ];
    expect(documentOf(ticket(), { comments })?.text).toBe(
      '수수료가 왜 나가나요?\n\n아직도 안 돼요\n\n세 번째 문의예요',
    );
  });

  it('takes no comment where it is not known who the customer is', () => {
    expect(documentOf(ticket({ requester_id: null }), { comments: [first, comment()] })?.text).toBe(
      '수수료가 왜 나가나요?',
    );
  });

  it('never takes a private description, and erases what may be held of it', () => {
    const hidden = { ...first, public: false };
    expect(readTicket(ticket({ is_public: false }), OPTIONS)).toMatchObject({ erasure: { id: '90210' } });
    expect(readTicket(ticket({ is_public: true }), OPTIONS, { comments: [hidden] })).toMatchObject({
      erasure: { id: '90210' },
    });
    const spoken = documentOf(ticket({ is_public: true }), { comments: [hidden, comment()] });
    expect(spoken).toMatchObject({ text: '더 쓴 글' });
    expect(spoken?.title).toBeUndefined();
  });

  it('adds the comment on the rating, which the customer wrote, and the rating where there is one', () => {
    const rated = ticket({ satisfaction_rating: { score: 'bad', comment: '답이 너무 늦었어요' } });
    expect(documentOf(rated)).toMatchObject({
      text: '수수료가 왜 나가나요?\n\n답이 너무 늦었어요',
      attributes: { satisfaction: 'bad' },
    });
    const offered = ticket({ satisfaction_rating: { score: 'offered', comment: null } });
    expect(documentOf(offered)?.attributes).not.toHaveProperty('satisfaction');
  });

  it('takes the subject as the words where there are no others', () => {
    const bare = documentOf(ticket({ description: ' ' }));
    expect(bare?.text).toBe('환급금 문의');
    expect(bare?.title).toBeUndefined();
    expect(readTicket(ticket({ description: '', subject: null }), OPTIONS)).toEqual({});
  });

  it('says that a description is missing where the field is not there', () => {
    expect(readTicket(ticket({ description: undefined }), OPTIONS).problem).toMatchObject({
      id: '90210',
      field: 'description',
    });
  });

  it.each([
    ['deleted', { status: 'deleted' }],
    ['deleted, as an event writes it', { status: 'DELETED' }],
    ['deleted without its words', { status: 'deleted', description: undefined }],
    ['scrubbed in its subject', { subject: 'SCRUBBED' }],
    ['scrubbed in its description', { description: '[scrubbed]' }],
    ['redacted', { description: '▇▇▇▇▇ ▇▇\n▇▇' }],
  ])('erases what is %s', (_, change) => {
    expect(readTicket(ticket({ ...change, updated_at: '2026-11-03T00:00:00Z' }), OPTIONS)).toEqual({
      erasure: { id: '90210', publishedAt: '2026-11-02T01:10:00Z', erasedAt: '2026-11-03T00:00:00Z' },
    });
  });

  it('dates an erasure by the export where the time of the update is missing, and names its app', () => {
    const deleted = ticket({ status: 'deleted', updated_at: null });
    expect(readTicket(deleted, { ...OPTIONS, app: '환급앱' }).erasure).toMatchObject({
      app: '환급앱',
      erasedAt: '2026-11-02T02:00:11.000Z',
    });
  });

  it('keeps what is left of a ticket that is redacted in part', () => {
    const comments = [
      { ...first, body: '▇▇▇' },
      comment(),
      comment({ body: '▇▇' }),
      comment({ body: '제 번호는 ▇▇' }),
    ];
    expect(documentOf(ticket({ description: '▇▇▇' }), { comments })?.text).toBe('더 쓴 글\n\n제 번호는 ▇▇');
  });

  it('does not take the word for the placeholder', () => {
    expect(documentOf(ticket({ subject: 'scrubbed 라고 나와요' }))).toBeDefined();
  });

  it('is edited when it was changed after it was made', () => {
    expect(documentOf(ticket())?.editedAt).toBeUndefined();
    expect(documentOf(ticket({ updated_at: '2026-11-02T02:00:11Z' }))?.editedAt).toBe('2026-11-02T02:00:11Z');
    expect(documentOf(ticket({ updated_at: null }))?.editedAt).toBe('2026-11-02T02:00:11.000Z');
  });

  it('gives of the requester what names a customer, and an address only where it is verified', () => {
    const requester = RequesterSchema.parse({
      id: 55_501,
      name: '김고객',
      email: 'kim@shop.example',
      verified: false,
      phone: '',
      external_id: null,
    });
    expect(documentOf(ticket(), { requester })?.author).toEqual({
      externalId: '55501',
      displayName: '김고객',
    });
    const verified = { ...requester, verified: true, external_id: 'M-1', phone: '+821033334444' };
    expect(documentOf(ticket(), { requester: verified })?.author).toEqual({
      externalId: 'M-1',
      userId: 'M-1',
      email: 'kim@shop.example',
      phone: '+821033334444',
      displayName: '김고객',
    });
  });

  it('loses no ticket to a strange value in a field that it can do without', () => {
    const strange = ticket({
      priority: 3,
      tags: 'fee',
      via: 'web',
      brand_id: {},
      satisfaction_rating: [],
      comment_count: -1,
      is_public: 'no',
      generated_timestamp: 1e308,
    });
    expect(documentOf(strange)).toMatchObject({
      text: '수수료가 왜 나가나요?',
      attributes: { status: 'open' },
    });
  });

  it('reads ids and words as the events write them', () => {
    const event = ticket({
      id: '90210',
      requester_id: '55501',
      status: 'OPEN',
      priority: 'NORMAL',
      tags: ['b', 'a'],
    });
    const api = ticket({ priority: 'normal', tags: ['a', 'b'] });
    expect(readTicket(event, OPTIONS)).toEqual(readTicket(api, OPTIONS));
  });

  it('gives a text that fits, cut by whole comments from the end, and says so', () => {
    const long = '가'.repeat(9_000);
    const comments = [
      first,
      comment({ body: long }),
      comment({ body: long }),
      comment({ body: long }),
      comment(),
    ];
    expect(documentOf(ticket(), { comments })).toMatchObject({
      text: `수수료가 왜 나가나요?\n\n${long}\n\n${long}`,
      attributes: { truncated: true },
    });
    expect(documentOf(ticket(), { comments: [first], moreComments: true })?.attributes.truncated).toBe(true);
  });

  it('cuts a first part that is too long between characters', () => {
    const { text = '', attributes = {} } =
      documentOf(ticket({ description: `a${'😀'.repeat(15_000)}` })) ?? {};
    expect(text).toHaveLength(MAX_TEXT_UNITS - 1);
    expect(text.isWellFormed()).toBe(true);
    expect(attributes).toMatchObject({ truncated: true });
  });

  it('gives a document that the pipeline takes, whatever the words are', () => {
    const words = fc.string({ unit: 'binary', maxLength: 300 });
    const large = fc.tuple(words, fc.nat(400)).map(([part, times]) => part.repeat(times));
    fc.assert(
      fc.property(
        words,
        large,
        fc.array(large, { maxLength: 5 }),
        fc.array(words),
        (subject, text, later, tags) => {
          const comments = [text, ...later].map((body) => comment({ body }));
          const { document } = readTicket(ticket({ subject, description: text, tags }), OPTIONS, {
            comments,
          });
          fc.pre(document !== undefined);
          expect(parseDocument({ line: 1, raw: '', value: document }, { requireDate: true })).toMatchObject({
            ok: true,
          });
        },
      ),
    );
  });
});

describe('needsComments', () => {
  it.each([
    ['more than the description', { comment_count: 2 }, true],
    ['the description alone', { comment_count: 1 }, false],
    ['an unknown number of comments', {}, true],
    ['a deleted ticket', { comment_count: 2, status: 'deleted' }, false],
  ])('is for %s: %j → %s', (_, change, expected) => {
    expect(needsComments(ticket(change), OPTIONS)).toBe(expected);
  });

  it('is never for a ticket that is left out, nor where the first is enough', () => {
    const many = ticket({ comment_count: 9, tags: ['spam'] });
    expect(needsComments(many, { ...OPTIONS, excludeTags: ['spam'] })).toBe(false);
    expect(needsComments(many, { ...OPTIONS, excludeChannels: ['web'] })).toBe(false);
    expect(needsComments(many, { ...OPTIONS, comments: 'first' })).toBe(false);
  });
});

describe('fingerprintOf', () => {
  it('changes with every update and holds no words', () => {
    expect(fingerprintOf(ticket())).toBe('90210:1793584811');
    expect(fingerprintOf(ticket({ generated_timestamp: null }))).toBe('90210:2026-11-02T01:10:00Z');
  });
});
