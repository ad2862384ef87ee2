import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DemoFiles } from '../../../../scripts/demo/build-demo-data.ts';
import { buildDemoData, DEMO_DATA_DIRECTORY } from '../../../../scripts/demo/build-demo-data.ts';
import type { PlacedText } from '../../../../scripts/demo/schedule.ts';
import { placeTexts } from '../../../../scripts/demo/schedule.ts';
import { DEMO_TOPICS, DEMO_WEEKS } from '../../../../scripts/demo/story.ts';
import type { BankText } from '../../../../scripts/demo/text-bank.ts';
import { loadTextBank } from '../../../../scripts/demo/text-bank.ts';
import type { CustomerRow } from '../../../../shared/domain/customer.ts';
import { CustomerRowSchema } from '../../../../shared/domain/customer.ts';
import { FunnelStepSchema } from '../../../../shared/domain/funnel.ts';
import type { InputDocument } from '../../../../shared/domain/input-document.ts';
import { InputDocumentSchema } from '../../../../shared/domain/input-document.ts';
import { SentMessageSchema } from '../../../../shared/domain/sent-message.ts';
import { DEFAULT_HESITATION_CODES } from '../../../../shared/domain/taxonomy.ts';
import { businessDay, isoWeek } from '../../../../shared/domain/time.ts';

let files: DemoFiles;
let bank: BankText[];
let placed: PlacedText[];
let documents: InputDocument[];
let customers: CustomerRow[];

beforeAll(async () => {
  files = await buildDemoData();
  bank = await loadTextBank(new URL('../../../../scripts/demo/texts/', import.meta.url));
  placed = placeTexts(bank);
  documents = files['documents.ndjson']
    .trim()
    .split('\n')
    .map((line) => InputDocumentSchema.parse(JSON.parse(line)));
  customers = rows('customers.csv').map((row) => CustomerRowSchema.parse(row));
});

function rows(name: keyof DemoFiles): Record<string, string>[] {
  return parse(files[name], { columns: true });
}

function weekOf(document: Pick<InputDocument, 'publishedAt'>): string {
  return isoWeek(businessDay(new Date(document.publishedAt ?? ''), 'Asia/Seoul'));
}

function perWeek(choose: (text: BankText) => boolean): number[] {
  return DEMO_WEEKS.map((week) => placed.filter((text) => text.week === week && choose(text.bank)).length);
}

function countBy<T>(items: readonly T[], key: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}

describe('the committed files', () => {
  it.each(['documents.ndjson', 'customers.csv', 'messages.csv', 'funnel.csv'] as const)(
    'holds %s exactly as the builder makes it',
    async (name) => {
      expect(await readFile(new URL(name, DEMO_DATA_DIRECTORY), 'utf8')).toBe(files[name]);
    },
  );
});

describe('the voices', () => {
  it('come from all four kinds of source, in every week', () => {
    expect(documents.length).toBeGreaterThanOrEqual(720);
    for (const week of DEMO_WEEKS) {
      const bySource = countBy(
        documents.filter((document) => weekOf(document) === week),
        ({ source }) => source,
      );
      expect(bySource.get('app-review')).toBeGreaterThanOrEqual(50);
      expect(bySource.get('community')).toBeGreaterThanOrEqual(20);
      expect(bySource.get('ticket')).toBeGreaterThanOrEqual(20);
      expect(bySource.get('survey')).toBeGreaterThanOrEqual(15);
    }
  });

  it('lie inside the five weeks', () => {
    expect(new Set(documents.map(weekOf))).toEqual(new Set(DEMO_WEEKS));
  });

  it('have unique ids and unique texts, also when spaces and marks are ignored', () => {
    expect(new Set(documents.map(({ id }) => id)).size).toBe(documents.length);
    const bare = documents.map(({ text }) =>
      text.replaceAll(/[^\p{L}\p{N}\p{Extended_Pictographic}]/gu, '').toLowerCase(),
    );
    expect(new Set(bare).size).toBe(documents.length);
  });

  it('rarely begin alike', () => {
    const openings = countBy(documents, ({ text }) => text.slice(0, 8));
    const repeated = [...openings].filter(([, count]) => count > 2);
    expect(repeated).toEqual([]);
  });

  it('cover every hesitation code and leave no placeholder unfilled', () => {
    const topics = new Set(bank.map(({ topic }) => topic));
    for (const code of DEFAULT_HESITATION_CODES) expect(topics).toContain(code);
    expect(documents.filter(({ text }) => /[{}]|undefined/.test(text))).toEqual([]);
  });

  it('name no phone or mail outside the ranges reserved for examples', () => {
    const all = `${files['documents.ndjson']}${files['customers.csv']}${files['messages.csv']}`;
    const phones = all.match(/\b0(?:1\d|[2-6]\d?|70|80)[-. ]?\d{3,4}[-. ]?\d{4}\b/g) ?? [];
    const mails = all.match(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g) ?? [];
    expect(phones.length).toBeGreaterThan(400);
    expect(phones.filter((phone) => !/^(010-?0000-?\d{4}|080-000-0000)$/.test(phone))).toEqual([]);
    expect(mails.filter((mail) => !/@example\.(com|org|net)$/.test(mail))).toEqual([]);
  });

  it('carry personal data in some ticket texts, so that redaction is seen', () => {
    const tickets = documents.filter(({ source }) => source === 'ticket');
    expect(tickets.filter(({ text }) => /010-?0000/.test(text)).length).toBeGreaterThanOrEqual(15);
    expect(tickets.filter(({ text }) => /@example/.test(text)).length).toBeGreaterThanOrEqual(6);
  });
});

describe('the story', () => {
  it('puts 40 failed identity checks of all sources into three hours of one evening', () => {
    const evening = documents.filter(({ publishedAt }) => /^2026-11-11T2[0-2]:/.test(publishedAt ?? ''));
    expect(evening).toHaveLength(40);
    expect(evening.filter(({ text }) => /인증|로그인|본인\s?확인|verification/i.test(text))).toHaveLength(40);
    expect(countBy(evening, ({ source }) => source).size).toBe(4);
  });

  it('has one or two identity voices on any other day', () => {
    const ordinary = placed.filter(({ bank: text }) => text.topic === 'auth' && text.wave === undefined);
    const days = countBy(ordinary, ({ localTime }) => localTime.slice(0, 10));
    expect(days.size).toBe(35);
    expect(Math.max(...days.values())).toBeLessThanOrEqual(2);
  });

  it('lets no other hour look like a spike', () => {
    const hours = countBy(documents, ({ publishedAt }) => (publishedAt ?? '').slice(0, 13));
    const busy = [...hours].filter(([, count]) => count > 3).map(([hour]) => hour);
    expect(busy.sort()).toEqual(['2026-11-11T20', '2026-11-11T21', '2026-11-11T22']);
  });

  it('raises doubts after the campaign, in forums and tickets, some with its words', () => {
    expect(perWeek(({ topic }) => topic === 'trust')).toEqual([5, 6, 5, 5, 32]);
    const echoes = placed.filter(({ bank: text }) => text.wave === 'campaign');
    expect(echoes.every(({ localTime }) => localTime > '2026-11-10T10:00:00')).toBe(true);
    expect(
      echoes.filter(({ bank: text }) => text.source === 'community' || text.source === 'ticket'),
    ).toHaveLength(26);
    expect(
      echoes.filter(({ bank: text }) => /소멸|미수령 환급금|482,310/.test(text.text + text.title)).length,
    ).toBeGreaterThan(12);
  });

  it('lets fee complaints fall after the clearer copy', () => {
    expect(perWeek(({ topic }) => topic === 'price')).toEqual([22, 22, 14, 8, 5]);
  });

  it('keeps every other topic flat', () => {
    for (const topic of DEMO_TOPICS) {
      if (topic === 'trust' || topic === 'price') continue;
      expect(new Set(perWeek((text) => text.topic === topic && text.wave === undefined)).size, topic).toBe(1);
    }
  });
});

describe('the customers', () => {
  it('are 400 with unique identifiers', () => {
    expect(customers).toHaveLength(400);
    for (const field of ['customerId', 'phone', 'email', 'nickname', 'appUserId', 'zendeskUserId'] as const) {
      const known = customers
        .map((customer) => customer[field]?.replaceAll('-', ''))
        .filter((value) => value !== undefined);
      expect(new Set(known).size, field).toBe(known.length);
    }
    const orders = customers.flatMap((customer) => customer.orders.map(({ no }) => no));
    expect(new Set(orders).size).toBe(orders.length);
  });

  it('buy only after they joined, and join before they speak', () => {
    for (const customer of customers) {
      expect(customer.signupAt?.slice(0, 10) ?? '').not.toBe('');
      expect((customer.signupAt ?? '') < '2026-10-12').toBe(true);
      for (const order of customer.orders)
        expect(order.date >= (customer.signupAt ?? '').slice(0, 10)).toBe(true);
    }
  });

  it('wrote 45 % of tickets and surveys and 15 % of reviews', () => {
    const known = {
      'app-review': new Set(customers.map(({ nickname }) => nickname)),
      appUser: new Set(customers.map(({ appUserId }) => appUserId)),
      zendesk: new Set(customers.map(({ zendeskUserId }) => zendeskUserId)),
      mail: new Set(customers.map(({ email }) => email)),
    };
    const share = (source: string) => {
      const ofSource = documents.filter((document) => document.source === source);
      const linked = ofSource.filter(({ author }) =>
        source === 'app-review'
          ? author?.displayName !== undefined && known['app-review'].has(author.displayName)
          : (author?.userId !== undefined && known.appUser.has(author.userId)) ||
            (author?.externalId !== undefined && known.zendesk.has(author.externalId)) ||
            (author?.email !== undefined && known.mail.has(author.email)),
      );
      return linked.length / ofSource.length;
    };
    expect(share('app-review')).toBeCloseTo(0.15, 2);
    expect(share('ticket')).toBeCloseTo(0.45, 2);
    expect(share('survey')).toBeCloseTo(0.45, 2);
  });
});

describe('messages and funnel', () => {
  it('shows the sensational campaign with more clicks and more leaving than a reassuring one', () => {
    const messages = rows('messages.csv').map((row) => SentMessageSchema.parse(row));
    expect(messages.length).toBeGreaterThanOrEqual(24);
    const rate = (campaign: string, field: 'clicked' | 'unsubscribed') => {
      const sent = messages.filter((message) => message.campaign === campaign && message.channel !== '푸시');
      const sum = (key: 'delivered' | 'clicked' | 'unsubscribed') =>
        sent.reduce((total, message) => total + message[key], 0);
      return sum(field) / sum('delivered');
    };
    expect(rate('미수령 환급금 안내', 'unsubscribed')).toBeGreaterThan(
      5 * rate('수수료가 왜 있나요?', 'unsubscribed'),
    );
    expect(rate('미수령 환급금 안내', 'clicked')).toBeGreaterThan(1.3 * 0.031);
    expect(messages.some(({ sentAt }) => sentAt === '2026-11-10T10:00:00+09:00')).toBe(true);
  });

  it('has six funnel steps on each of 35 days, with the outage in the identity check', () => {
    const steps = rows('funnel.csv').map((row) => FunnelStepSchema.parse(row));
    expect(steps).toHaveLength(35 * 6);
    const verification = steps.filter(({ stage }) => stage === 'verification');
    const low = verification
      .filter(({ entered, completed }) => completed / entered < 0.8)
      .map(({ date }) => date);
    expect(low).toEqual(['2026-11-11']);
  });
});
