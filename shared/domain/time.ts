/** Business calendar: UTC instants cut into days and ISO weeks of a time zone. Pure; the clock is an argument. */

const dayFormatters = new Map<string, Intl.DateTimeFormat>();

function dayFormatter(timeZone: string): Intl.DateTimeFormat {
  let formatter = dayFormatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    dayFormatters.set(timeZone, formatter);
  }
  return formatter;
}

/** The calendar day `YYYY-MM-DD` of an instant in a time zone. */
export function businessDay(instant: Date, timeZone: string): string {
  return dayFormatter(timeZone).format(instant);
}

/**
 * The UTC instant at which a business day begins.
 * @throws RangeError when `day` is not an existing calendar day.
 */
export function startOfBusinessDay(day: string, timeZone: string): Date {
  const guess = parseDay(day);
  // The offset is read at the guess and once more at the result, so that a change of offset in between is respected.
  const first = new Date(guess.getTime() - offsetMs(guess, timeZone));
  return new Date(guess.getTime() - offsetMs(first, timeZone));
}

/** Adds whole days to a calendar day. */
export function addDays(day: string, days: number): string {
  const date = parseDay(day);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** The ISO 8601 week of a calendar day, `YYYY-Www`. */
export function isoWeek(day: string): string {
  const date = parseDay(day);
  const weekday = date.getUTCDay() || 7;
  date.setUTCDate(date.getUTCDate() + 4 - weekday);
  const year = date.getUTCFullYear();
  const firstDay = Date.UTC(year, 0, 1);
  const week = Math.ceil(((date.getTime() - firstDay) / 86_400_000 + 1) / 7);
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/**
 * The seven days of an ISO week, Monday first.
 * @throws RangeError when `week` is not `YYYY-Www` with a week of that year.
 */
export function daysOfWeek(week: string): string[] {
  const match = /^(\d{4})-W(\d{2})$/.exec(week);
  const year = Number(match?.[1]);
  const number = Number(match?.[2]);
  if (match === null || number < 1 || number > 53) throw new RangeError(`not an ISO week: ${week}`);
  const fourth = new Date(Date.UTC(year, 0, 4));
  const monday = new Date(fourth);
  monday.setUTCDate(fourth.getUTCDate() - ((fourth.getUTCDay() || 7) - 1) + (number - 1) * 7);
  const first = monday.toISOString().slice(0, 10);
  const days = Array.from({ length: 7 }, (_, index) => addDays(first, index));
  if (isoWeek(first) !== week) throw new RangeError(`not an ISO week: ${week}`);
  return days;
}

/** The ISO week that lies `weeks` before (negative) or after the given one. */
export function addWeeks(week: string, weeks: number): string {
  const monday = daysOfWeek(week)[0];
  if (monday === undefined) throw new RangeError(`not an ISO week: ${week}`);
  return isoWeek(addDays(monday, weeks * 7));
}

function parseDay(day: string): Date {
  const date = new Date(`${day}T00:00:00.000Z`);
  if (
    !/^\d{4}-\d{2}-\d{2}$/.test(day) ||
    Number.isNaN(date.getTime()) ||
    date.toISOString().slice(0, 10) !== day
  ) {
    throw new RangeError(`not a calendar day: ${day}`);
  }
  return date;
}

function offsetMs(instant: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(instant);
  const part = (type: string) => Number(parts.find((candidate) => candidate.type === type)?.value);
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return local - Math.floor(instant.getTime() / 1000) * 1000;
}
