import * as known from './linking-wordings.ts';
import { HELD_OUT_OTHERS, HELD_OUT_OWN } from './linking-wordings-held-out.ts';

const { FILLERS, FORWARDED_SURVEY, REISSUED_NUMBER } = known;

/** An invented customer, as a row of a customers CSV. */
export interface InventedCustomer {
  readonly customerId: string;
  readonly name: string;
  readonly phone: string;
  readonly email: string;
  readonly nickname: string;
  readonly appUserId: string;
  readonly zendeskUserId: string;
  readonly appVersion: string;
  readonly deviceModel: string;
  readonly signupAt: string;
  readonly lastPurchaseAt: string;
  readonly orders: string;
  readonly consentAnalytics: string;
}

/** An invented document with its truth in the columns of the development sample. */
export interface InventedDocument {
  readonly document: {
    readonly id: string;
    readonly source: string;
    readonly publishedAt: string;
    readonly author: Readonly<Record<string, string>>;
    readonly appVersion?: string;
    readonly device?: string;
    readonly text: string;
  };
  readonly truth: {
    readonly docId: string;
    readonly customerId: string;
    readonly kind: string;
    readonly linkable: 'yes' | 'no';
    readonly samePerson: string;
    readonly trap: string;
    readonly bait: string;
    readonly consent: string;
  };
}

const SURNAMES = [...'김김김김이이이박박최정강조윤장임한오서신권황안송전홍'];
const GIVEN =
  '민지 서준 예린 도현 하은 지훈 수빈 유나 태민 은우 소희 재원 가은 민규 다인 성호 미란 영철 춘자 보람 승현 나리 우빈 세영 한별 슬기 경수 정애 동욱 라희'.split(
    ' ',
  );
const FIRST_WORDS = '용감한 졸린 배고픈 새침한 느긋한 깜찍한 씩씩한 노란 초록 겨울 봄날 판교 부산 제주'.split(
  ' ',
);
const LAST_WORDS = '수달 판다 너구리 다람쥐 고래 펭귄 식빵 만두 마카롱 여행자 개발자 화가 사서 집사'.split(
  ' ',
);
const COMMON = '행운아 하루 초코 별사탕 무념무상 소확행 직장인 햇살'.split(' ');
const LATIN_FIRST = 'sunny cozy wild tiny lazy magic happy urban misty swift'.split(' ');
const LATIN_LAST = 'tiger maple river pixel comet otter cookie panda rocket garden'.split(' ');
const DOMAINS = ['naver.com', 'naver.com', 'gmail.com', 'gmail.com', 'daum.net', 'kakao.com', 'nate.com'];
const DEVICES = [
  'Galaxy S23',
  'Galaxy S24 Ultra',
  'Galaxy S22',
  'Galaxy Z Flip5',
  'Galaxy A34',
  'Galaxy Note20 Ultra',
  'Galaxy S25',
  'Galaxy S21',
  'iPhone 13',
  'iPhone 14 Pro',
  'iPhone 15',
  'iPhone 15 Pro Max',
  'iPhone 16',
  'iPhone 12 mini',
  'iPhone SE3',
  'Galaxy Z Fold5',
];
const LAST_DAY = Date.UTC(2025, 8, 30);
const DAY_MS = 86_400_000;

/** Numbers in 0…1 that are the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The sentences in which voices of a world name identifiers. */
export type Wordings = Pick<
  typeof known,
  | 'OWN_PHONE'
  | 'OWN_EMAIL'
  | 'OWN_ORDER'
  | 'OWN_NAME_DIGITS'
  | 'OTHERS_PHONE'
  | 'OTHERS_EMAIL'
  | 'OTHERS_ORDER'
  | 'OTHERS_NAME_DIGITS'
>;

/** Other sentences than those of the first worlds; see `linking-wordings-held-out.ts`. */
export const HELD_OUT_WORDINGS: Wordings = {
  OWN_PHONE: HELD_OUT_OWN.filter((sentence) => sentence.includes('{}')),
  OWN_EMAIL: HELD_OUT_OWN.filter((sentence) => sentence.includes('{@}')),
  OWN_ORDER: HELD_OUT_OWN.filter((sentence) => sentence.includes('{#}')),
  OWN_NAME_DIGITS: HELD_OUT_OWN.filter((sentence) => sentence.includes('{4}')),
  OTHERS_PHONE: HELD_OUT_OTHERS.filter((sentence) => sentence.includes('{}')),
  OTHERS_EMAIL: HELD_OUT_OTHERS.filter((sentence) => sentence.includes('{@}')),
  OTHERS_ORDER: HELD_OUT_OTHERS.filter((sentence) => sentence.includes('{#}')),
  OTHERS_NAME_DIGITS: HELD_OUT_OTHERS.filter((sentence) => sentence.includes('{4}')),
};

/** Invents customers and voices for development: other names, wordings and order numbers than any sample. */
export function inventLinkingWorld(
  seed: number,
  sizes: { customers: number; documents: number },
  wordings: Wordings = known,
) {
  const random = randomOf(seed);
  const upTo = (count: number) => Math.floor(random() * count);
  const pick = <Value>(values: readonly Value[]): Value => values[upTo(values.length)] as Value;
  const digits = (count: number) => Array.from({ length: count }, () => upTo(10)).join('');
  const hex = (count: number) => Array.from({ length: count }, () => upTo(16).toString(16)).join('');
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const time = (ms: number) => `${day(ms)}T12:${String(upTo(60)).padStart(2, '0')}:00+09:00`;

  const nickname = (): string => {
    const kind = random();
    if (kind < 0.2) return '';
    if (kind < 0.3) return pick(COMMON);
    if (kind < 0.6) return `${pick(FIRST_WORDS)}${pick(LAST_WORDS)}`;
    return `${pick(LATIN_FIRST)}${pick(['', '_', '.'])}${pick(LATIN_LAST)}${digits(4)}`;
  };
  const name = () => pick(SURNAMES) + pick(GIVEN);
  const phone = () => `010-${2 + upTo(8)}${digits(3)}-${digits(4)}`;
  const email = () => `${pick(LATIN_FIRST)}${pick(LATIN_LAST)}${digits(4)}@${pick(DOMAINS)}`;
  const order = (ms: number) =>
    random() < 0.5
      ? `ORD-${day(ms).slice(2).replaceAll('-', '')}-${digits(6)}`
      : `${pick(['KR', 'KX'])}${digits(2)}${pick([...'ABCDEFGH'])}${digits(7)}`;

  const customers = Array.from({ length: sizes.customers }, (_, index): InventedCustomer => {
    const since = LAST_DAY - (30 + upTo(1200)) * DAY_MS;
    const bought = Array.from({ length: upTo(4) }, () => LAST_DAY - upTo(270) * DAY_MS)
      .filter((ms) => ms >= since)
      .sort();
    const last = bought.at(-1);
    return {
      customerId: `V${index}`,
      name: name(),
      phone: random() < 0.95 ? phone() : '',
      email: random() < 0.9 ? email() : '',
      nickname: nickname(),
      appUserId: `u-${hex(16)}`,
      zendeskUserId: random() < 0.3 ? digits(11) : '',
      appVersion: '5.9.0',
      deviceModel: random() < 0.94 ? pick(DEVICES) : '',
      signupAt: time(since),
      lastPurchaseAt: last === undefined ? '' : time(last),
      orders: JSON.stringify(bought.map((ms) => ({ no: order(ms), date: day(ms) }))),
      consentAnalytics: 'true',
    };
  });

  const has = (field: 'phone' | 'email' | 'nickname' | 'zendeskUserId') => {
    for (;;) {
      const customer = pick(customers);
      if (customer[field] !== '') return customer;
    }
  };
  const withOrder = () => {
    for (;;) {
      const customer = pick(customers);
      const [first] = JSON.parse(customer.orders) as { no: string; date: string }[];
      if (first !== undefined) return { customer, first };
    }
  };
  const around = (sentence: string): string => {
    const join = random() < 0.6 ? '. ' : ' ';
    return [pick(FILLERS), sentence, pick(FILLERS)].slice(upTo(2)).join(join);
  };
  const fill = (
    sentence: string,
    values: Partial<Record<'{}' | '{@}' | '{#}' | '{n}' | '{4}', string>>,
  ): string => Object.entries(values).reduce((text, [place, value]) => text.replace(place, value), sentence);
  type Voice = Omit<InventedDocument['document'], 'id' | 'publishedAt'> & { at?: number };
  type Made = {
    voice: Voice;
    customer: InventedCustomer | null;
    kind: string;
    linkable: boolean;
    trap?: string;
    bait?: InventedCustomer;
  };

  const makers: readonly (readonly [number, () => Made])[] = [
    [
      8,
      () => {
        const customer = has('email');
        return {
          voice: {
            source: 'ticket',
            author: { email: customer.email, displayName: customer.name },
            text: around(pick(FILLERS)),
          },
          customer,
          kind: 'exact-email',
          linkable: true,
        };
      },
    ],
    [
      8,
      () => {
        const customer = has('phone');
        return {
          voice: {
            source: 'ticket',
            author: { phone: customer.phone.replaceAll('-', '') },
            text: around(pick(FILLERS)),
          },
          customer,
          kind: 'exact-phone',
          linkable: true,
        };
      },
    ],
    [
      4,
      () => {
        const customer = has('zendeskUserId');
        return {
          voice: {
            source: 'ticket',
            author: { externalId: customer.zendeskUserId },
            text: around(pick(FILLERS)),
          },
          customer,
          kind: 'external-id',
          linkable: true,
        };
      },
    ],
    [
      5,
      () => {
        const customer = pick(customers);
        return {
          voice: { source: 'survey', author: { userId: customer.appUserId }, text: around(pick(FILLERS)) },
          customer,
          kind: 'survey-token',
          linkable: true,
        };
      },
    ],
    [
      3,
      () => {
        const customer = has('phone');
        return {
          voice: {
            source: 'ticket',
            author: {},
            text: around(fill(pick(wordings.OWN_PHONE), { '{}': customer.phone })),
          },
          customer,
          kind: 'text-phone',
          linkable: true,
        };
      },
    ],
    [
      3,
      () => {
        const customer = has('email');
        return {
          voice: {
            source: 'app-review',
            author: { displayName: pick(COMMON) },
            text: around(fill(pick(wordings.OWN_EMAIL), { '{@}': customer.email })),
          },
          customer,
          kind: 'text-email',
          linkable: true,
        };
      },
    ],
    [
      7,
      () => {
        const { customer, first } = withOrder();
        return {
          voice: {
            source: 'ticket',
            author: {},
            text: around(fill(pick(wordings.OWN_ORDER), { '{#}': first.no })),
            at: Date.parse(first.date) + 2 * DAY_MS,
          },
          customer,
          kind: 'order-number',
          linkable: true,
        };
      },
    ],
    [
      3,
      () => {
        const customer = has('phone');
        return {
          voice: {
            source: 'ticket',
            author: {},
            text: around(
              fill(pick(wordings.OWN_NAME_DIGITS), { '{n}': customer.name, '{4}': customer.phone.slice(-4) }),
            ),
          },
          customer,
          kind: 'name+last4',
          linkable: true,
        };
      },
    ],
    [
      8,
      () => {
        for (;;) {
          const customer = has('nickname');
          if (!/[0-9]{4}/u.test(customer.nickname)) continue;
          return {
            voice: {
              source: 'app-review',
              author: { displayName: customer.nickname },
              ...(random() < 0.7 && customer.deviceModel !== '' ? { device: customer.deviceModel } : {}),
              text: around(pick(FILLERS)),
              at: LAST_DAY - upTo(20) * DAY_MS,
            },
            customer,
            kind: 'nickname-unique',
            linkable: true,
          };
        }
      },
    ],
    [
      4,
      () => {
        const bait = has('phone');
        return {
          voice: {
            source: 'ticket',
            author: {},
            text: around(fill(pick(wordings.OTHERS_PHONE), { '{}': bait.phone })),
          },
          customer: null,
          kind: 'trap-other-person',
          linkable: false,
          trap: 'other-person-phone',
          bait,
        };
      },
    ],
    [
      3,
      () => {
        const bait = has('email');
        return {
          voice: {
            source: 'community',
            author: { displayName: pick(COMMON) },
            text: around(fill(pick(wordings.OTHERS_EMAIL), { '{@}': bait.email })),
          },
          customer: null,
          kind: 'trap-other-person',
          linkable: false,
          trap: 'other-person-email',
          bait,
        };
      },
    ],
    [
      4,
      () => {
        const { customer: bait, first } = withOrder();
        return {
          voice: {
            source: 'community',
            author: { displayName: pick(COMMON) },
            text: around(fill(pick(wordings.OTHERS_ORDER), { '{#}': first.no })),
          },
          customer: null,
          kind: 'trap-other-person',
          linkable: false,
          trap: 'other-person-order',
          bait,
        };
      },
    ],
    [
      0.5,
      () => {
        const bait = has('phone');
        return {
          voice: {
            source: 'ticket',
            author: {},
            text: around(
              fill(pick(wordings.OTHERS_NAME_DIGITS), { '{n}': bait.name, '{4}': bait.phone.slice(-4) }),
            ),
          },
          customer: null,
          kind: 'trap-other-person',
          linkable: false,
          trap: 'other-person-name',
          bait,
        };
      },
    ],
    [
      0.5,
      () => {
        const bait = pick(customers);
        return {
          voice: { source: 'survey', author: { userId: bait.appUserId }, text: pick(FORWARDED_SURVEY) },
          customer: null,
          kind: 'trap-forwarded-token',
          linkable: false,
          trap: 'forwarded-token',
          bait,
        };
      },
    ],
    [
      0.5,
      () => {
        const bait = has('phone');
        return {
          voice: { source: 'ticket', author: { phone: bait.phone }, text: around(pick(REISSUED_NUMBER)) },
          customer: null,
          kind: 'trap-recycled-phone',
          linkable: false,
          trap: 'recycled-phone',
          bait,
        };
      },
    ],
    [
      1,
      () => {
        const bait = has('phone');
        return {
          voice: {
            source: 'ticket',
            author: {
              phone: bait.phone,
              displayName: bait.name === '최민지' ? '박서준' : '최민지',
              email: email(),
            },
            text: around(pick(FILLERS)),
          },
          customer: null,
          kind: 'trap-recycled-phone',
          linkable: false,
          trap: 'recycled-phone',
          bait,
        };
      },
    ],
    [
      6,
      () => ({
        voice: {
          source: 'app-review',
          author: { displayName: nickname() || '익명' },
          device: pick(DEVICES),
          text: around(pick(FILLERS)),
          at: LAST_DAY - upTo(200) * DAY_MS,
        },
        customer: null,
        kind: 'none',
        linkable: false,
      }),
    ],
    [
      6,
      () => ({
        voice: {
          source: 'app-review',
          author: { displayName: nickname() || '익명' },
          text: around(pick(FILLERS)),
          at: LAST_DAY - upTo(200) * DAY_MS,
        },
        customer: null,
        kind: 'none',
        linkable: false,
      }),
    ],
    [
      6,
      () => ({
        voice: {
          source: 'ticket',
          author: { displayName: name(), email: email(), phone: phone() },
          text: around(pick(FILLERS)),
        },
        customer: null,
        kind: 'none',
        linkable: false,
      }),
    ],
  ];
  const total = makers.reduce((sum, [weight]) => sum + weight, 0);
  const make = (): Made => {
    let left = random() * total;
    for (const [weight, maker] of makers) {
      left -= weight;
      if (left < 0) return maker();
    }
    return (makers[0] as (typeof makers)[number])[1]();
  };
  const documents = Array.from({ length: sizes.documents }, (_, index): InventedDocument => {
    const { voice, customer, kind, linkable, trap = '', bait } = make();
    const { at = LAST_DAY - upTo(25) * DAY_MS, ...rest } = voice;
    const id = `w-${index}`;
    return {
      document: { id, publishedAt: time(at), ...rest },
      truth: {
        docId: id,
        customerId: customer?.customerId ?? '',
        kind,
        linkable: linkable ? 'yes' : 'no',
        samePerson: '',
        trap,
        bait: bait?.customerId ?? '',
        consent: customer === null ? '' : 'true',
      },
    };
  });
  return { customers, documents };
}
