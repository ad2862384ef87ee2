import { addDays } from '../../shared/domain/time.ts';
import {
  COMMON_SURNAMES,
  GALAXIES,
  GIVEN_NAMES,
  IPHONES,
  NICKNAME_MOODS,
  NICKNAME_THINGS,
  RARER_SURNAMES,
} from './made-up-names.ts';
import type { SeededRandom } from './seeded-random.ts';
import { createSeededRandom } from './seeded-random.ts';
import { APP_VERSIONS } from './story.ts';

/** One made-up customer of the CRM. The empty string means that the CRM does not know it. */
export interface DemoCustomer {
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
  readonly orders: readonly { no: string; date: string; amount: number }[];
  readonly consentAnalytics: boolean;
  readonly consentMarketing: boolean;
  readonly consentNight: boolean;
  readonly lifecycleStage: LifecycleStage;
  readonly segment: (typeof SEGMENTS)[number];
  readonly acquisitionChannel: (typeof ACQUISITION_CHANNELS)[number];
}

export const CUSTOMER_COLUMNS = [
  'customerId',
  'name',
  'phone',
  'email',
  'nickname',
  'appUserId',
  'zendeskUserId',
  'appVersion',
  'deviceModel',
  'signupAt',
  'lastPurchaseAt',
  'orders',
  'consentAnalytics',
  'consentMarketing',
  'consentNight',
  'lifecycleStage',
  'segment',
  'acquisitionChannel',
] as const;

export const SEGMENTS = ['프리랜서', '직장인', '자영업자', '아르바이트', '은퇴자'] as const;
const SEGMENT_WEIGHTS = [30, 30, 14, 17, 9];
export const ACQUISITION_CHANNELS = ['광고', '지인추천', '검색', '알림톡'] as const;
const CHANNEL_WEIGHTS = [38, 24, 26, 12];
type LifecycleStage = 'new' | 'active' | 'dormant' | 'vip';
const LIFECYCLE_STAGES: readonly LifecycleStage[] = ['new', 'active', 'dormant', 'vip'];
const LIFECYCLE_WEIGHTS = [14, 46, 29, 11];

const CUSTOMERS = 400;
/** Sign-ups of new customers end before the first voice, so that nobody speaks before joining. */
const FIRST_DAY = '2026-10-12';

/** The customers of the CRM: unique phones, mails, nicknames and order numbers, all clearly made up. */
export function makeCustomers(): DemoCustomer[] {
  const random = createSeededRandom('customers');
  const phones = random.shuffle(Array.from({ length: 8_999 }, (_, index) => index + 1)).slice(0, CUSTOMERS);
  const nicknames = random.shuffle(
    NICKNAME_MOODS.flatMap((mood) => NICKNAME_THINGS.map((thing) => `${mood}${thing}`)),
  );
  return phones.map((phone, index) => makeCustomer(index, phone, nicknames[index] ?? '', random));
}

function makeCustomer(index: number, phone: number, nickname: string, random: SeededRandom): DemoCustomer {
  const lifecycleStage = LIFECYCLE_STAGES[random.weightedIndex(LIFECYCLE_WEIGHTS)] ?? 'active';
  const daysSinceSignup = lifecycleStage === 'new' ? random.integer(1, 30) : random.integer(320, 1_300);
  const signupDay = addDays(FIRST_DAY, -daysSinceSignup);
  const orders = makeOrders(lifecycleStage, signupDay, index, random);
  const last = orders.at(-1);
  const consentAnalytics = random.chance(0.86);
  const consentMarketing = random.chance(0.63);
  return {
    customerId: `C${String(index + 1).padStart(5, '0')}`,
    name: makeName(random),
    phone: random.chance(0.93) ? formatPhone(phone, random.chance(0.2) ? '' : '-') : '',
    email: random.chance(0.84)
      ? `${random.pick(['refund', 'user', 'tax', 'hello', 'my'])}.${1_000 + index}@${random.chance(0.7) ? 'example.com' : 'example.org'}`
      : '',
    nickname: random.chance(0.72) ? nickname : '',
    appUserId: `u-${random.integer(0x1000000, 0xfffffff).toString(16)}${String(index).padStart(3, '0')}`,
    zendeskUserId: random.chance(0.55) ? `9000${String(700_000 + index * 37)}` : '',
    appVersion: random.pick([...Object.values(APP_VERSIONS), '4.13.1', '4.14.0']),
    deviceModel: random.chance(0.62) ? random.pick(GALAXIES) : random.pick(IPHONES),
    signupAt: `${signupDay}T${clock(random)}+09:00`,
    lastPurchaseAt: last === undefined ? '' : `${last.date}T${clock(random)}+09:00`,
    orders,
    consentAnalytics,
    consentMarketing,
    consentNight: consentMarketing && random.chance(0.35),
    lifecycleStage,
    segment: SEGMENTS[random.weightedIndex(SEGMENT_WEIGHTS)] ?? '직장인',
    acquisitionChannel: ACQUISITION_CHANNELS[random.weightedIndex(CHANNEL_WEIGHTS)] ?? '검색',
  };
}

function makeOrders(lifecycle: LifecycleStage, signupDay: string, index: number, random: SeededRandom) {
  const count = {
    new: random.integer(0, 1),
    active: random.integer(1, 2),
    dormant: random.integer(0, 1),
    vip: random.integer(3, 5),
  }[lifecycle];
  const spanDays = Math.round((Date.parse(FIRST_DAY) - Date.parse(signupDay)) / 86_400_000);
  // Whoever still uses the app ordered in the last months, so that "I have waited since August" fits the order.
  const lastDay = spanDays - (lifecycle === 'dormant' ? random.integer(300, 700) : random.integer(20, 100));
  const days = Array.from({ length: count }, (_, order) =>
    addDays(signupDay, order === 0 ? Math.max(1, lastDay) : random.integer(1, Math.max(1, lastDay))),
  ).sort();
  return days.map((date, order) => ({
    no: orderNumber(date, index * 10 + order),
    date,
    amount: random.integer(30, 1_450) * 100,
  }));
}

/** `DR`, the day, five digits that no other order has. */
export function orderNumber(day: string, serial: number): string {
  return `DR${day.replaceAll('-', '').slice(2)}-${String(10_000 + serial)}`;
}

export function makeName(random: SeededRandom): string {
  const surname = random.pick(random.chance(0.82) ? COMMON_SURNAMES : RARER_SURNAMES);
  return `${surname}${random.pick(GIVEN_NAMES)}`;
}

/** A number of the range that the demo reserves: 010-0000-0001 … 8999 for customers, 9000 … 9999 for others. */
export function formatPhone(last: number, separator: '-' | ''): string {
  return ['010', '0000', String(last).padStart(4, '0')].join(separator);
}

function clock(random: SeededRandom): string {
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${pad(random.integer(7, 23))}:${pad(random.integer(0, 59))}:${pad(random.integer(0, 59))}`;
}
