import type { PartEdit } from '../../shared/domain/settings-edition.ts';
import { createRandom, type Random } from './random.ts';
import type { Requester, Ticket } from './source-server.ts';

/** Something that people or systems outside do; it is done when the product has acknowledged it. */
export type Action =
  | { readonly kind: 'upload'; readonly key: string; readonly body: string; readonly ids: readonly string[] }
  | { readonly kind: 'webhook'; readonly name: string; readonly documents: readonly WorldDocument[] }
  | { readonly kind: 'tickets'; readonly changes: readonly { ticket: Ticket; requester: Requester }[] }
  | { readonly kind: 'erase'; readonly customerId: string }
  /** People edit how texts are read while everything runs. */
  | { readonly kind: 'edit'; readonly edits: readonly PartEdit[] };

/** What happens between two times of rest. */
export interface Phase {
  readonly at: string;
  readonly actions: readonly Action[];
  /** A day of which only its few voices matter: nobody looks for incidents. */
  readonly quiet?: true;
}

export interface World {
  readonly seed: number;
  readonly phases: readonly Phase[];
  /** When the week is published. */
  readonly publishAt: string;
  readonly week: string;
}

export interface WorldDocument {
  readonly id: string;
  readonly source: string;
  readonly text: string;
  readonly publishedAt: string;
  readonly editedAt?: string;
  readonly rating?: number;
  readonly author?: Readonly<Record<string, string>>;
  readonly app?: string;
  readonly appVersion?: string;
}

interface Customer {
  readonly id: string;
  readonly name: string;
  phone: string;
  readonly email: string;
  readonly nickname: string;
  readonly userId: string;
  readonly segment: string;
}

const COMPLAINTS = [
  '본인인증이 계속 실패해서 가입을 못 하고 있어요',
  '인증번호가 안 와요. 세 번째 시도인데 답답합니다',
  '수수료가 이렇게 비싼 줄 몰랐어요. 환급액보다 아깝네요',
  '앱이 자꾸 멈추고 로그인이 풀려요',
  '환급 문자 이거 진짜 맞나요? 사기 같아서 못 누르겠어요',
  '상담원 연결이 삼십 분째 안 됩니다',
  '화면이 너무 복잡해서 어디를 눌러야 하는지 모르겠어요',
  '광고 문자가 너무 자주 와서 알림을 꺼 버렸어요',
  '개인정보를 왜 이렇게 많이 요구하나요. 불안합니다',
  '송금이 오류로 실패했는데 돈만 빠져나갔어요',
];
const PRAISE = [
  '환급이 생각보다 빨리 들어왔어요. 감사합니다',
  '앱이 깔끔하고 쓰기 편해요',
  '설명이 쉬워서 부모님께도 알려 드렸어요',
  '수수료를 미리 보여 줘서 믿음이 가요',
  'Fast and easy, the refund arrived in two days',
];
const NEUTRAL = ['이번 달 환급 일정이 언제인가요', '계좌를 바꾸려면 어떻게 하나요', '서류는 어디에 올리나요'];
const AUTH_OUTAGE = [
  '본인인증이 안 돼요. 지금 저만 이런가요',
  '인증 오류가 계속 떠서 로그인을 못 합니다',
  '본인인증 화면에서 멈춰요. 빨리 고쳐 주세요',
  '인증번호를 넣어도 실패라고 나와요',
  '오늘 본인인증 오류 너무 심하네요',
];
const URGENT = '제 계좌에서 모르는 송금으로 돈이 빠져나갔어요. 금감원에 신고하고 소송하겠습니다';
/** A reason that nobody deploys, and a word that is counted as one from now on. */
const EDITS: readonly PartEdit[] = [
  {
    part: 'taxonomy',
    value: {
      codes: [
        {
          code: 'schedule-unclear',
          name: { ko: '일정을 모름', en: 'Schedule unclear' },
          what: { ko: '언제 되는지 알 수 없음', en: 'Does not know when it happens' },
          phrases: ['일정~언제', '삼십 분째'],
        },
      ],
    },
  },
  {
    part: 'domain-words',
    value: {
      words: [
        { word: '인증번호', also: ['인증 넘버'] },
        { word: '환급문자', also: ['환급 메시지'] },
      ],
      removed: [],
    },
  },
];
const QUIET_DAYS = 8;
const SEGMENTS = ['직장인', '프리랜서', '은퇴자'];
const APP = 'com.example.bank';

/** The days of every world; its hours begin at minute five, so that a phase stays within one hour. */
const TIMES = {
  customers: '2026-11-05T06:05:00.000Z',
  before: '2026-11-06T06:05:00.000Z',
  first: '2026-11-17T01:05:00.000Z',
  second: '2026-11-17T06:05:00.000Z',
  third: '2026-11-18T01:05:00.000Z',
  fourth: '2026-11-18T06:05:00.000Z',
  publish: '2026-11-22T22:15:00.000Z',
} as const;

/**
 * A small world with a history: customers, reviews, web posts and tickets that are edited, deleted at their source, sent
 * again, moved in time and erased. All texts and people are invented.
 */
export function createWorld(seed: number): World {
  const random = createRandom(`world-${seed}`);
  const customers = Array.from({ length: 12 + random.int(4) }, (_, index) => customerOf(index, random));
  const reviews = Array.from({ length: 7 + random.int(5) }, (_, index) =>
    documentOf(`r-${index}`, 'app-review', TIMES.first, random, customers),
  );
  // Nothing is usual for the detector before it has seen seven days with voices.
  const early = Array.from({ length: QUIET_DAYS }, (_, day) => ({
    ...documentOf(`b-${day}`, 'app-review', daysBefore(TIMES.before, -day), random, customers),
    text: random.pick(PRAISE),
  }));
  const posts = Array.from({ length: 3 + random.int(4) }, (_, index) =>
    documentOf(`p-${index}`, 'community', TIMES.first, random, customers),
  );
  const desk = createDesk(random, customers);

  const edited = reviews
    .filter(() => random.chance(0.4))
    .map((review) => ({
      ...review,
      text: random.pick([...COMPLAINTS, ...PRAISE]),
      editedAt: minutesBefore(TIMES.second, 20 + random.int(200)),
    }));
  const spike = Array.from({ length: 12 + random.int(4) }, (_, index) => ({
    ...documentOf(`s-${index}`, 'app-review', TIMES.second, random, customers),
    text: random.pick(AUTH_OUTAGE),
    rating: 1,
    publishedAt: minutesBefore(TIMES.second, 10 + random.int(30)),
  }));
  const late = Array.from({ length: 2 + random.int(3) }, (_, index) => ({
    ...documentOf(`late-${index}`, 'app-review', TIMES.second, random, customers),
    publishedAt: daysBefore(TIMES.second, 3 + random.int(10)),
  }));
  const urgent = { ...documentOf('urgent', 'app-review', TIMES.second, random, customers), text: URGENT };
  const moved = reviews
    .filter(() => random.chance(0.3))
    .map((review) => ({
      ...review,
      publishedAt: daysBefore(review.publishedAt, 1 + random.int(2)),
      editedAt: minutesBefore(TIMES.third, 30 + random.int(100)),
    }));
  const [gone] = customers;
  // The second file has less than half of the customers: a file of changes teaches the linker no statistics, so that
  // the weights of links do not depend on whether a voice was linked before it or after.
  const known = customers.slice(0, 9);
  const before = customersFile(known);
  const changed = [known[1 + random.int(3)], known[4 + random.int(4)], ...customers.slice(9, 11)].flatMap(
    (one) => (one === undefined ? [] : [one]),
  );
  for (const customer of changed) {
    // The segment stays: counts keep that of the time of counting, see docs/linking.md, "Left as they are".
    customer.phone = phoneOf(50 + customers.indexOf(customer));
  }
  const after = customersFile(changed);
  const others = customers.filter((one) => one !== gone);
  const fresh = Array.from({ length: 3 + random.int(3) }, (_, index) =>
    documentOf(`n-${index}`, 'app-review', TIMES.third, random, others),
  );
  const last = Array.from({ length: 2 + random.int(3) }, (_, index) =>
    documentOf(`l-${index}`, 'community', TIMES.fourth, random, others),
  );

  return {
    seed,
    week: '2026-W47',
    publishAt: TIMES.publish,
    phases: [
      {
        at: TIMES.customers,
        actions: [{ kind: 'upload', key: 'customers/first.csv', body: before, ids: [] }],
      },
      ...early.map((document, day) => ({
        at: daysBefore(TIMES.before, -day),
        actions: [{ kind: 'webhook' as const, name: 'reviews', documents: [document] }],
        quiet: true as const,
      })),
      {
        at: TIMES.first,
        actions: [
          drop('reviews/first.ndjson', reviews),
          { kind: 'tickets', changes: desk.open(4 + random.int(3), TIMES.first) },
          { kind: 'webhook', name: 'posts', documents: posts },
        ],
      },
      {
        at: TIMES.second,
        actions: [
          drop('reviews/second.ndjson', [...edited, ...spike.slice(0, 6), ...late, ...reviews.slice(0, 2)]),
          { kind: 'webhook', name: 'reviews', documents: [...spike.slice(6), urgent] },
          { kind: 'tickets', changes: desk.change(TIMES.second) },
        ],
      },
      {
        at: TIMES.third,
        actions: [
          { kind: 'upload', key: 'customers/second.csv', body: after, ids: [] },
          drop(
            'reviews/third.ndjson',
            [...moved, ...reviews.slice(2, 5), ...fresh],
            ['{"id":"broken","text":"끝나지 않은', JSON.stringify({ id: 'no-text', date: '2026-11-17' })],
          ),
          { kind: 'tickets', changes: desk.change(TIMES.third) },
          // In every second world, so that editions meet everything else and everything else goes without them, too.
          ...(seed % 2 === 0 ? [{ kind: 'edit' as const, edits: EDITS }] : []),
        ],
      },
      {
        at: TIMES.fourth,
        actions: [
          ...(gone === undefined ? [] : [{ kind: 'erase' as const, customerId: gone.id }]),
          drop('posts/fourth.ndjson', last),
        ],
      },
    ],
  };
}

/** How many documents a world ends with, at most. */
export function documentIdsOf(action: Action): string[] {
  if (action.kind === 'upload') return [...action.ids];
  if (action.kind === 'webhook') return action.documents.map(({ id }) => `${action.name}/${id}`);
  return [];
}

function drop(path: string, documents: readonly WorldDocument[], broken: readonly string[] = []): Action {
  const lines = [...documents.map((document) => JSON.stringify(document)), ...broken];
  const [name = ''] = path.split('/');
  return {
    kind: 'upload',
    key: `drops/${path}`,
    body: `${lines.join('\n')}\n`,
    ids: documents.map(({ id }) => `${name}/${id}`),
  };
}

function documentOf(
  id: string,
  source: string,
  at: string,
  random: Random,
  customers: readonly Customer[],
): WorldDocument {
  const mood = random.next();
  const text = random.pick(mood < 0.55 ? COMPLAINTS : mood < 0.85 ? PRAISE : NEUTRAL);
  const author = random.chance(0.6) ? authorOf(random.pick(customers), random) : undefined;
  return {
    id,
    source,
    text: `${text}${'!'.repeat(random.int(2))}`,
    publishedAt: minutesBefore(at, 20 + random.int(600)),
    ...(source === 'app-review'
      ? { rating: mood < 0.55 ? 1 + random.int(2) : mood < 0.85 ? 4 + random.int(2) : 3, app: APP }
      : {}),
    ...(random.chance(0.3) ? { appVersion: `4.${random.int(3)}.0` } : {}),
    ...(author === undefined ? {} : { author }),
  };
}

function authorOf(customer: Customer, random: Random): Record<string, string> {
  return random.pick([
    { email: customer.email },
    { phone: customer.phone },
    { displayName: customer.nickname },
    { userId: customer.userId },
    { displayName: customer.name, phone: customer.phone },
  ]);
}

function createDesk(random: Random, customers: readonly Customer[]) {
  const open: Ticket[] = [];
  const requesterOf = (ticket: Ticket): Requester => {
    const customer = customers[ticket.requester_id % customers.length];
    return {
      id: ticket.requester_id,
      name: customer?.name ?? '',
      email: customer?.email ?? 'nobody@example.com',
    };
  };
  const asChanges = (tickets: readonly Ticket[]) =>
    tickets.map((ticket) => ({ ticket, requester: requesterOf(ticket) }));
  return {
    open(count: number, at: string) {
      for (let index = 0; index < count; index += 1) {
        const created = minutesBefore(at, 60 + random.int(900));
        open.push({
          id: 1 + index,
          subject: '문의드립니다',
          description: random.pick([...COMPLAINTS, ...NEUTRAL]),
          status: 'open',
          created_at: created,
          updated_at: created,
          // The first customer is the one who is erased later.
          requester_id: 1 + random.int(Math.max(1, customers.length - 1)),
          comment_count: 1,
        });
      }
      return asChanges(open);
    },
    /** Some tickets are edited, some deleted, some deleted ones come back. */
    change(at: string) {
      const changed: Ticket[] = [];
      for (const [index, ticket] of open.entries()) {
        const what = random.next();
        if (what > 0.6) continue;
        const updated_at = minutesBefore(at, 5 + random.int(60));
        const next: Ticket =
          what < 0.25
            ? { ...ticket, status: 'deleted', updated_at }
            : { ...ticket, status: 'open', description: random.pick([...COMPLAINTS, ...PRAISE]), updated_at };
        open[index] = next;
        changed.push(next);
      }
      return asChanges(changed);
    },
  };
}

function customerOf(index: number, random: Random): Customer {
  const names = [
    '한가람',
    '도하늘',
    '서이든',
    '유나래',
    '문다온',
    '백로운',
    '지새벽',
    '차여울',
    '남한별',
    '오슬기',
    '탁온유',
    '길마루',
    '엄새롬',
    '왕보라',
    '피해솔',
  ];
  return {
    id: `C-${index + 1}`,
    name: names[index % names.length] ?? '',
    phone: phoneOf(index),
    email: `customer.${index}@example.com`,
    nickname: `조용한고래${index}`,
    userId: `u-${1000 + index}`,
    segment: random.pick(SEGMENTS),
  };
}

function phoneOf(index: number): string {
  return `010-0000-${String(1000 + index)}`;
}

function customersFile(customers: readonly Customer[]): string {
  const header =
    'customerId,name,phone,email,nickname,appUserId,signupAt,consentAnalytics,consentMarketing,segment,lifecycleStage';
  const rows = customers.map((one) =>
    [
      one.id,
      one.name,
      one.phone,
      one.email,
      one.nickname,
      one.userId,
      '2025-03-01',
      'true',
      'true',
      one.segment,
      'active',
    ].join(','),
  );
  return `${[header, ...rows].join('\n')}\n`;
}

function minutesBefore(at: string, minutes: number): string {
  return new Date(Date.parse(at) - minutes * 60_000).toISOString();
}

function daysBefore(at: string, days: number): string {
  return new Date(Date.parse(at) - days * 86_400_000).toISOString();
}
