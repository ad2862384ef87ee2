import { type CustomerRow, SHORTENED_NUMBER } from '../domain/customer.ts';
import type { ImportReason, StaleReason } from '../domain/import-report.ts';
import { normaliseIdentifier } from '../privacy/identifier-token.ts';

const STALE_AFTER_MS = 730 * 86_400_000;
/** Time zones and clocks: a date is in the future only a day later. */
const FUTURE_MARGIN_MS = 86_400_000;
/** Numbers that people type where they must type one. */
const PLACEHOLDER_PHONE = /^(\d)\1{7,}$|^01\d(\d)\2{7}$|^01\d(?:12345678|87654321|12341234)$|0000000/;
const TEST_ACCOUNT = /^(?:(?:test|tester|dummy|sample|qa|asdf)[\d_.-]*|테스트.*|샘플.*|더미.*)$/iu;

export interface ValueFinding {
  readonly field: string;
  readonly reason: ImportReason;
}

/** Values of a row that are there and of no use. The row is imported without what they would have told. */
export function unusableValues(row: CustomerRow, asOf: string): ValueFinding[] {
  const found: ValueFinding[] = [];
  const check = (field: string, reason: ImportReason | null) => {
    if (reason !== null) found.push({ field, reason });
  };
  if (row.phone !== undefined) check('phone', phoneReason(row.phone));
  if (row.email !== undefined && normaliseIdentifier('email', row.email) === null)
    check('email', 'not-an-email');
  if (row.nickname !== undefined && normaliseIdentifier('nickname', row.nickname) === null)
    check('nickname', 'says-nothing');
  for (const field of ['signupAt', 'lastPurchaseAt', 'updatedAt'] as const)
    check(field, dateReason(row[field], asOf));
  for (const { no, date } of row.orders) {
    check('orders.date', dateReason(date, asOf));
    check('orders.no', SHORTENED_NUMBER.test(no) ? 'shortened-number' : null);
  }
  return found;
}

/** Why a customer is most likely not an active one. */
export function staleReasons(row: CustomerRow, asOf: string): StaleReason[] {
  const before = Date.parse(asOf) - STALE_AFTER_MS;
  const long = (text: string | undefined) => text !== undefined && Date.parse(text) < before;
  return [
    ...(long(row.lastPurchaseAt) ? (['no-purchase-for-2-years'] as const) : []),
    ...(long(row.updatedAt) ? (['not-updated-for-2-years'] as const) : []),
    ...(isTestAccount(row) ? (['test-account'] as const) : []),
  ];
}

function isTestAccount({ name, nickname, email, phone }: CustomerRow): boolean {
  const said = [name, nickname, email?.split('@')[0]];
  const isTest = said.some((text) => text !== undefined && TEST_ACCOUNT.test(text.trim()));
  return isTest || (phone !== undefined && /^0[01]?0?[- ]?0000[- ]?0000$/.test(phone.trim()));
}

function phoneReason(phone: string): ImportReason | null {
  if (SHORTENED_NUMBER.test(phone)) return 'shortened-number';
  if (PLACEHOLDER_PHONE.test(phone.replace(/\D/g, ''))) return 'placeholder';
  return normaliseIdentifier('phone', phone) === null ? 'not-a-phone-number' : null;
}

function dateReason(text: string | undefined, asOf: string): ImportReason | null {
  if (text === undefined) return null;
  const time = Date.parse(text);
  if (Number.isNaN(time)) return 'unreadable-date';
  return time > Date.parse(asOf) + FUTURE_MARGIN_MS ? 'date-in-the-future' : null;
}
