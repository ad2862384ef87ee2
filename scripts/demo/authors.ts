import type { Author } from '../../shared/domain/input-document.ts';
import type { SourceKind } from '../../shared/domain/taxonomy.ts';
import { addDays } from '../../shared/domain/time.ts';
import type { DemoCustomer } from './customers.ts';
import { formatPhone, makeName, orderNumber } from './customers.ts';
import { FORUM_NAMES, STRANGER_WORDS } from './made-up-names.ts';
import type { PlacedText } from './schedule.ts';
import type { SeededRandom } from './seeded-random.ts';
import { createSeededRandom } from './seeded-random.ts';

/** Who wrote a voice: a customer of the CRM or a stranger, and the values for the placeholders of the text. */
export interface Writer {
  readonly customer: DemoCustomer | undefined;
  readonly author: Author;
  readonly fill: Readonly<Record<'phone' | 'email' | 'order' | 'name', string>>;
}

/** Share of the voices of a source that a customer of the CRM wrote, under an identifier that the CRM knows. */
const CUSTOMER_SHARE: Readonly<Record<SourceKind, number>> = {
  'app-review': 0.15,
  community: 0,
  ticket: 0.45,
  survey: 0.45,
};

/** Last four digits of strangers' phones; those below are spelt out in the texts. */
const FIRST_STRANGER_PHONE = 9_500;

/** One writer per placed text, in the same order. A customer speaks at most once. */
export function assignWriters(placed: readonly PlacedText[], customers: readonly DemoCustomer[]): Writer[] {
  const random = createSeededRandom('writers');
  const byCustomer = chooseCustomerVoices(placed, random);
  const pool = random.shuffle(customers);
  let strangers = 0;
  return placed.map((text) => {
    if (byCustomer.has(text)) {
      const fitting = pool.filter((customer) => canWrite(customer, text));
      const customer = fitting.find((candidate) => isLikely(candidate, text)) ?? fitting[0];
      if (customer === undefined) throw new RangeError('the CRM has too few customers for the voices');
      pool.splice(pool.indexOf(customer), 1);
      return customerWriter(customer, text, random);
    }
    strangers += 1;
    return strangerWriter(strangers, text, random);
  });
}

function chooseCustomerVoices(placed: readonly PlacedText[], random: SeededRandom): Set<PlacedText> {
  const chosen = Object.entries(CUSTOMER_SHARE).flatMap(([source, share]) => {
    const ofSource = random.shuffle(placed.filter(({ bank }) => bank.source === source));
    return ofSource.slice(0, Math.round(ofSource.length * share));
  });
  return new Set(chosen);
}

/** Whether the CRM knows of the customer what the voice has to show, and the customer had joined before. */
function canWrite(customer: DemoCustomer, { bank }: PlacedText): boolean {
  const { text } = bank;
  if (text.includes('{order}') && customer.orders.length === 0) return false;
  if (text.includes('{phone}') && customer.phone === '') return false;
  if (text.includes('{email}') && customer.email === '') return false;
  if (bank.source === 'app-review') return customer.nickname !== '';
  if (bank.source === 'ticket') return customer.email !== '' || customer.zendeskUserId !== '';
  return true;
}

/** Campaign doubts come from dormant customers, fee complaints mostly from those who earn little by the job. */
function isLikely(customer: DemoCustomer, { bank }: PlacedText): boolean {
  if (bank.wave === 'campaign') return customer.lifecycleStage === 'dormant';
  if (bank.topic === 'price') return customer.segment === '프리랜서' || customer.segment === '아르바이트';
  if (bank.topic === 'praise')
    return customer.lifecycleStage === 'vip' || customer.lifecycleStage === 'active';
  if (bank.topic === 'delay' || bank.text.includes('{order}'))
    return (customer.orders.at(-1)?.date ?? '') > '2026-06';
  return true;
}

function customerWriter(customer: DemoCustomer, { bank }: PlacedText, random: SeededRandom): Writer {
  const fill = {
    phone: customer.phone,
    email: customer.email,
    order: customer.orders.at(-1)?.no ?? '',
    name: customer.name,
  };
  if (bank.source === 'app-review') return { customer, author: { displayName: customer.nickname }, fill };
  if (bank.source === 'survey') {
    const byMail = customer.email !== '' && random.chance(0.3);
    return { customer, author: byMail ? { email: customer.email } : { userId: customer.appUserId }, fill };
  }
  const author: Author = { displayName: customer.name };
  if (customer.zendeskUserId !== '') author.externalId = customer.zendeskUserId;
  if (customer.email !== '' && (author.externalId === undefined || random.chance(0.5)))
    author.email = customer.email;
  if (customer.phone !== '' && random.chance(0.3)) author.phone = customer.phone;
  if (random.chance(0.35)) author.userId = customer.appUserId;
  return { customer, author, fill };
}

function strangerWriter(serial: number, { bank, localTime }: PlacedText, random: SeededRandom): Writer {
  const phone = formatPhone(FIRST_STRANGER_PHONE + (serial % 500), '-');
  const email = `${random.pick(STRANGER_WORDS)}${serial}@example.net`;
  const name = makeName(random);
  const fill = {
    phone,
    email,
    name,
    order: orderNumber(addDays(localTime.slice(0, 10), bank.topic === 'delay' ? -75 : -6), 50_000 + serial),
  };
  return { customer: undefined, author: strangerAuthor(bank.source, serial, fill, random), fill };
}

function strangerAuthor(
  source: SourceKind,
  serial: number,
  fill: Writer['fill'],
  random: SeededRandom,
): Author {
  switch (source) {
    case 'app-review':
      if (random.chance(0.25)) return { displayName: 'Google 사용자' };
      return { displayName: random.chance(0.5) ? `${random.pick(STRANGER_WORDS)}_${serial}` : fill.name };
    case 'community':
      return {
        displayName: random.chance(0.6)
          ? random.pick(FORUM_NAMES)
          : `${random.pick(STRANGER_WORDS)}${serial}`,
      };
    case 'ticket':
      return random.chance(0.6)
        ? { displayName: fill.name, email: fill.email }
        : { displayName: fill.name, phone: fill.phone };
    case 'survey':
      return {};
  }
}
