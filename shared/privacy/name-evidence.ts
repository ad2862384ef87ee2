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
const HALF_DIGITS = 4;

/**
 * Values in which a name with a phone number and the same with one slip in it agree: its last eight digits without those
 * of one window, for each window that a slip may lie in.
 */
export function nameWithPhone(name: string, phone: string): string[] {
  const number = ownDigits(name, phone);
  return number === null ? [] : SLIP_WINDOWS.map((from) => masked(number, from, WINDOW_DIGITS));
}

/**
 * The value under which a customer's name and phone number are found where the number has a slip in its last four
 * digits; where it is in the others, `name-phone4` finds them. {@link nameWithPhone} then tells a slip from another
 * person's number.
 */
export function nameWithHalfPhone(name: string, phone: string): string[] {
  const number = ownDigits(name, phone);
  return number === null ? [] : [masked(number, HALF_DIGITS, HALF_DIGITS)];
}

/** What {@link nameWithHalfPhone} may have been: as it stands, and with the slip where the halves meet. */
export function nameWithHalfPhones(name: string, phone: string): string[] {
  const number = ownDigits(name, phone);
  if (number === null) return [];
  const { digits } = number;
  const swapped = `${digits.slice(0, HALF_DIGITS - 1)}${digits[HALF_DIGITS]}${digits[HALF_DIGITS - 1]}${digits.slice(HALF_DIGITS + 1)}`;
  return [digits, swapped].map((one) => masked({ ...number, digits: one }, HALF_DIGITS, HALF_DIGITS));
}

interface OwnDigits {
  readonly name: string;
  readonly digits: string;
}

function ownDigits(name: string, phone: string): OwnDigits | null {
  const key = nameKey(name);
  const digits = normaliseIdentifier('phone', phone);
  return key === null || digits === null || digits.length < 10
    ? null
    : { name: key, digits: digits.slice(-8) };
}

function masked({ name, digits }: OwnDigits, from: number, length: number): string {
  return `${name}|${digits.slice(0, from)}${'?'.repeat(length)}${digits.slice(from + length)}`;
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

/** The order numbers that one may have been before two neighbours were swapped; they count only beside the name. */
export function swappedOrders(order: string): string[] {
  return swaps(bareNumber(order));
}

/** The value under which "김*수, 1234" meets its customer; takes a name as it is or masked. */
export function maskedNameWithDigits(name: string, phone: string): string[] {
  const key = maskedNameKey(name) ?? maskName(name);
  const last4 = /[0-9]{4}$/u.exec(phone.replace(/[^0-9]/gu, ''))?.[0];
  return key === null || last4 === undefined ? [] : [`${key}|${last4}`];
}

/** A text with each two neighbours swapped that differ. */
function swaps(text: string): string[] {
  const signs = [...text];
  return signs.flatMap((sign, at) => {
    const next = signs[at + 1];
    return next === undefined || next === sign
      ? []
      : [[...signs.slice(0, at), next, sign, ...signs.slice(at + 2)].join('')];
  });
}

function sorted(text: string): string {
  return [...text].sort().join('');
}
