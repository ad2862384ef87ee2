import { isKoreanHoliday } from './korean-holidays.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const KOREA = 'Asia/Seoul';
/** More than a year of hours; then the memory starts afresh. */
const MAX_REMEMBERED_HOURS = 20_000;

/** Kinds of day that have a shape of their own. A public holiday counts as a Sunday. */
export const DAY_KINDS = { workday: 0, saturday: 1, sunday: 2 } as const;

/** An hour of a business time zone. */
export interface LocalHour {
  /** Days since 1970-01-01, local. */
  readonly day: number;
  /** 0…23. */
  readonly hour: number;
  readonly kind: (typeof DAY_KINDS)[keyof typeof DAY_KINDS];
  /**
   * Which working day it is: 0 for Monday and for any first working day after days off, 1…4 for Tuesday to Friday, −1
   * for a day off.
   */
  readonly workday: number;
  readonly holiday: boolean;
}

const calendars = new Map<string, (atMs: number) => LocalHour>();

/** Where an instant stands in day, week and holidays of a time zone. Public holidays are known for Asia/Seoul alone. */
export function calendarOf(timeZone: string): (atMs: number) => LocalHour {
  const known = calendars.get(timeZone) ?? createCalendar(timeZone);
  calendars.set(timeZone, known);
  return known;
}

function createCalendar(timeZone: string): (atMs: number) => LocalHour {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    hourCycle: 'h23',
  });
  const isHoliday = timeZone === KOREA ? isKoreanHoliday : () => false;
  const hours = new Map<number, LocalHour>();
  return (atMs) => {
    const key = Math.floor(atMs / HOUR_MS);
    const known = hours.get(key);
    if (known !== undefined) return known;
    if (hours.size > MAX_REMEMBERED_HOURS) hours.clear();
    const parts = new Map(
      format.formatToParts(key * HOUR_MS).map(({ type, value }) => [type, Number(value)]),
    );
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    const day = Date.UTC(part('year'), part('month') - 1, part('day')) / DAY_MS;
    const local = { day, hour: part('hour'), ...dayOf(day, isHoliday) };
    hours.set(key, local);
    return local;
  };
}

function dayOf(
  day: number,
  isHoliday: (date: string) => boolean,
): Pick<LocalHour, 'kind' | 'workday' | 'holiday'> {
  const holidayOn = (one: number) => isHoliday(new Date(one * DAY_MS).toISOString().slice(0, 10));
  // 1970-01-01 was a Thursday.
  const weekdayOf = (one: number) => (((one + 3) % 7) + 7) % 7;
  const isOff = (one: number) => weekdayOf(one) > 4 || holidayOn(one);
  const holiday = holidayOn(day);
  const weekday = weekdayOf(day);
  if (isOff(day)) {
    return { kind: holiday || weekday === 6 ? DAY_KINDS.sunday : DAY_KINDS.saturday, workday: -1, holiday };
  }
  return { kind: DAY_KINDS.workday, workday: isOff(day - 1) ? 0 : weekday, holiday };
}
