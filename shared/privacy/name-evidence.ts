import { normaliseIdentifier } from './identifier-token.ts';
import { bareNumber } from './learnt-formats.ts';
import { maskedNameKey, maskName, nameKey, readPersonName, saysName } from './person-name.ts';

/** From this many digits on the number in a mailbox tells it apart from others of the same name. */
const MIN_MAILBOX_DIGITS = 3;
const MIN_MAILBOX_LETTERS = 6;
const MIN_MAILBOX = 6;

/** Where a slip may be: each wrong digit and all pairs of swapped neighbours lie in one of these. */
const SLIP_WINDOWS = [0, 1, 2, 3, 4, 5, 6];
const WINDOW_DIGITS = 2;

/**
 * Values under which a name meets a phone number with one slip in it: its last eight digits without those of one window,
 * for each window that a slip may lie in.
 */
export function nameWithPhone(name: string, phone: string): string[] {
  const key = nameKey(name);
  const digits = normaliseIdentifier('phone', phone);
  if (key === null || digits === null || digits.length < 10) return [];
  const own = digits.slice(-8);
  return SLIP_WINDOWS.map(
    (from) => `${key}|${own.slice(0, from)}${'?'.repeat(WINDOW_DIGITS)}${own.slice(from + WINDOW_DIGITS)}`,
  );
}

/**
 * Values under which a name meets a mail address with one slip before the `@`: its signs sorted (two swapped), and its
 * number with the first or the last letters (a slip in the others). Mailboxes that say the name itself give none: beside
 * the name they are no second evidence, and people of one name have them one digit apart.
 */
export function nameWithEmail(name: string, email: string): string[] {
  const person = readPersonName(name);
  const address = normaliseIdentifier('email', email);
  if (person === null || address === null) return [];
  const at = address.lastIndexOf('@');
  const mailbox = address.slice(0, at);
  if (mailbox.length < MIN_MAILBOX || saysName(mailbox, person)) return [];
  const key = `${person.surname} ${person.given}`;
  const domain = address.slice(at);
  const digits = mailbox.replace(/[^0-9]/gu, '');
  const letters = mailbox.replace(/[^a-z]/gu, '');
  const known = digits.length >= MIN_MAILBOX_DIGITS && letters.length >= MIN_MAILBOX_LETTERS;
  return [
    `${key}|sorted|${sorted(mailbox)}${domain}`,
    ...(known
      ? [`${key}|${letters.slice(0, 3)}…${digits}${domain}`, `${key}|…${letters.slice(-3)}${digits}${domain}`]
      : []),
  ];
}

/** The value under which a name meets an order number with two signs swapped. */
export function nameWithOrder(name: string, order: string): string[] {
  const key = nameKey(name);
  return key === null ? [] : [`${key}|${sorted(bareNumber(order))}`];
}

/** The value under which "김*수, 1234" meets its customer; takes a name as it is or masked. */
export function maskedNameWithDigits(name: string, phone: string): string[] {
  const masked = maskedNameKey(name) ?? maskName(name);
  const last4 = /[0-9]{4}$/u.exec(phone.replace(/[^0-9]/gu, ''))?.[0];
  return masked === null || last4 === undefined ? [] : [`${masked}|${last4}`];
}

function sorted(text: string): string {
  return [...text].sort().join('');
}
