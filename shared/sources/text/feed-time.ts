import { IsoTimeSchema } from '../../domain/input-document.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const ZONES: Readonly<Record<string, string>> = {
  UT: 'Z',
  UTC: 'Z',
  GMT: 'Z',
  Z: 'Z',
  KST: '+09:00',
  JST: '+09:00',
  BST: '+01:00',
  CET: '+01:00',
  CEST: '+02:00',
  EST: '-05:00',
  EDT: '-04:00',
  CST: '-06:00',
  CDT: '-05:00',
  MST: '-07:00',
  MDT: '-06:00',
  PST: '-08:00',
  PDT: '-07:00',
};

const TIME = String.raw`(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}(?:\.\d{1,9})?))?\s*(?<zone>[A-Z]{0,5}(?:[+-]\d{1,2}:?(?:\d{2})?)?)`;
/** `Mon, 02 Nov 26 09:15:07 KST` */
const RFC_822 = new RegExp(
  String.raw`^(?:\p{L}+\.?,?\s+)?(?<day>\d{1,2})[\s-](?<month>[a-z]{3})[a-z]*[\s-](?<year>\d{2,4})\s+${TIME}`,
  'iu',
);
/** `2026-11-02T09:15:07+09:00`; boards also write `2026.11.02 09:15`. */
const ISO_8601 = new RegExp(
  String.raw`^(?<year>\d{4})[-./](?<month>\d{1,2})[-./](?<day>\d{1,2})(?:[T\s]+${TIME})?$`,
  'i',
);

/**
 * A time of a feed as ISO 8601: RFC 822 with two-digit years and zone names, or ISO 8601 with other separators. Without
 * a zone the result has no offset either, which means the business zone. Undefined where it is no time or its zone is
 * unknown: a time that is not known must not become one.
 */
export function feedTime(value: string): string | undefined {
  const parts = (RFC_822.exec(value.trim()) ?? ISO_8601.exec(value.trim()))?.groups;
  if (parts === undefined) return undefined;
  const { year = '', month = '', day = '', hour, minute = '', second = '00', zone = '' } = parts;
  const date = `${fullYear(year)}-${monthNumber(month)}-${day.padStart(2, '0')}`;
  const offset = offsetOf(zone.toUpperCase());
  if (offset === undefined) return undefined;
  const time = hour === undefined ? date : `${date}T${hour.padStart(2, '0')}:${minute}:${second}${offset}`;
  return IsoTimeSchema.safeParse(time).data;
}

/** RFC 2822 §4.3: 00–49 are of this century, 50–999 of the last. */
function fullYear(year: string): string {
  if (year.length === 4) return year;
  return String(Number(year) + (year.length === 2 && Number(year) < 50 ? 2000 : 1900));
}

function monthNumber(month: string): string {
  const number = /^\d+$/.test(month) ? Number(month) : MONTHS.indexOf(month.toLowerCase()) + 1;
  return String(number).padStart(2, '0');
}

/** `''` where there is none, undefined where it is unknown. */
function offsetOf(zone: string): string | undefined {
  if (zone === '') return '';
  const [, sign, hours = '', minutes = '00'] = /^(?:GMT|UTC?)?([+-])(\d{1,2}):?(\d{2})?$/.exec(zone) ?? [];
  return sign === undefined ? ZONES[zone] : `${sign}${hours.padStart(2, '0')}:${minutes}`;
}
