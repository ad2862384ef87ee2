import { normaliseIdentifier } from './identifier-token.ts';
import { bareNumber } from './learnt-formats.ts';
import { maskedNameKey, maskName, nameKey, readPersonName, saysName } from './person-name.ts';

/** From this many digits on the number in a mailbox tells it apart from others of the same name. */
const MIN_MAILBOX_DIGITS = 3;

/**
 * Values under which a name meets a phone number with one slip in it: with its first four own digits (a slip in the last
 * four), and with its digits sorted (two swapped). A slip in the first four is met by `name-phone4`.
 */
export function nameWithPhone(name: string, phone: string): string[] {
  const key = nameKey(name);
  const digits = normaliseIdentifier('phone', phone);
  if (key === null || digits === null || digits.length < 10) return [];
  const own = digits.slice(-8);
  return [`${key}|first4|${own.slice(0, 4)}`, `${key}|sorted|${sorted(own)}`];
}

/**
 * Values under which a name meets a mail address with one slip before the `@`: its signs sorted (two swapped), and its
 * number alone (a slip in the letters). Mailboxes that say the name itself give none: beside the name they are no second
 * evidence, and people of one name have them one digit apart.
 */
export function nameWithEmail(name: string, email: string): string[] {
  const person = readPersonName(name);
  const address = normaliseIdentifier('email', email);
  if (person === null || address === null) return [];
  const at = address.lastIndexOf('@');
  const mailbox = address.slice(0, at);
  if (mailbox.length < 6 || saysName(mailbox, person)) return [];
  const key = `${person.surname} ${person.given}`;
  const domain = address.slice(at);
  const digits = mailbox.replace(/[^0-9]/gu, '');
  return [
    `${key}|sorted|${sorted(mailbox)}${domain}`,
    ...(digits.length >= MIN_MAILBOX_DIGITS ? [`${key}|digits|${digits}${domain}`] : []),
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
