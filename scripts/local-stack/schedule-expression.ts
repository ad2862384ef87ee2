import { unsupported } from './intrinsics.ts';

/** A parsed `rate(…)` or `cron(…)` expression of EventBridge Scheduler. */
export type ScheduleExpression =
  | { readonly kind: 'rate'; readonly everyMs: number }
  | { readonly kind: 'cron'; readonly fields: CronFields };

export interface CronFields {
  readonly minute: ReadonlySet<number>;
  readonly hour: ReadonlySet<number>;
  /** 1–31; `null` when the day is given by weekday. */
  readonly day: ReadonlySet<number> | 'last' | null;
  readonly month: ReadonlySet<number>;
  /** 1 = Sunday … 7 = Saturday; `null` when the day is given by date. */
  readonly weekday: ReadonlySet<number> | null;
  readonly year: ReadonlySet<number> | null;
}

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/**
 * Parses an expression of EventBridge Scheduler.
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 * @throws VocError `stack.unsupported` (config) for `at(…)`, the cron characters `W` and `#`, and what is no expression
 */
export function parseScheduleExpression(text: string): ScheduleExpression {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(text.trim());
  const unitMs = UNIT_MS[rate?.[2] ?? ''];
  if (rate !== null && unitMs !== undefined && Number(rate[1]) > 0)
    return { kind: 'rate', everyMs: Number(rate[1]) * unitMs };
  const parts = /^cron\((.+)\)$/.exec(text.trim())?.[1]?.trim().split(/\s+/) ?? [];
  const [minute, hour, day, month, weekday, year] = parts;
  if (
    parts.length !== 6 ||
    minute === undefined ||
    hour === undefined ||
    day === undefined ||
    month === undefined ||
    weekday === undefined ||
    year === undefined ||
    (day === '?') === (weekday === '?')
  ) {
    throw unsupported(
      `The schedule ${text} is not rate(number unit) or cron(minute hour day month weekday year) with one ? as day or weekday.`,
    );
  }
  const field = (
    value: string,
    low: number,
    high: number,
    names: readonly string[] = [],
  ): ReadonlySet<number> => parseField(value, low, high, names, text);
  return {
    kind: 'cron',
    fields: {
      minute: field(minute, 0, 59),
      hour: field(hour, 0, 23),
      day: day === '?' ? null : day === 'L' ? 'last' : field(day, 1, 31),
      month: field(month, 1, 12, MONTHS),
      weekday: weekday === '?' ? null : field(weekday, 1, 7, WEEKDAYS),
      year: year === '*' ? null : field(year, 1970, 2199),
    },
  };
}

function parseField(
  text: string,
  low: number,
  high: number,
  names: readonly string[],
  whole: string,
): ReadonlySet<number> {
  const number = (part: string): number => {
    const named = names.indexOf(part.toUpperCase());
    const value = named === -1 ? Number(part) : named + low;
    if (!/^([A-Za-z]{3}|\d+)$/.test(part) || !Number.isInteger(value) || value < low || value > high) {
      throw unsupported(`The part ${text} of the schedule ${whole} is not understood by the local stack.`);
    }
    return value;
  };
  const values = new Set<number>();
  for (const item of text.split(',')) {
    const [range = '', step] = item.split('/');
    const [from = '', to] = range.split('-');
    const start = range === '*' ? low : number(from);
    const end = range === '*' || (to === undefined && step !== undefined) ? high : number(to ?? from);
    const stride = step === undefined ? 1 : Number(step);
    if (!Number.isInteger(stride) || stride < 1)
      throw unsupported(`The step of ${item} in the schedule ${whole} is no number.`);
    for (let value = start; value <= end; value += stride) values.add(value);
  }
  return values;
}

/**
 * The first instant after `after` at which the expression is due, or undefined when it never is again. A rate counts
 * from `after` and is divided by the time scale; a cron expression names wall-clock times of the time zone and is not.
 * A wall-clock time that a change of offset skips is passed over.
 */
export function nextRun(
  expression: ScheduleExpression,
  timeZone: string,
  after: Date,
  timeScale: number,
): Date | undefined {
  if (expression.kind === 'rate')
    return new Date(after.getTime() + Math.max(1000, expression.everyMs / timeScale));
  const { fields } = expression;
  const wall = new Date(after.getTime() + offsetMs(after, timeZone));
  const day = new Date(Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth(), wall.getUTCDate()));
  // Nine years cover every combination of date, weekday and leap day that comes at all.
  for (let count = 0; count < 9 * 366; count += 1, day.setUTCDate(day.getUTCDate() + 1)) {
    if (!matchesDay(fields, day)) continue;
    for (const hour of [...fields.hour].sort((a, b) => a - b)) {
      for (const minute of [...fields.minute].sort((a, b) => a - b)) {
        const instant = toInstant(day.getTime() + hour * 3_600_000 + minute * 60_000, timeZone);
        if (instant !== undefined && instant > after) return instant;
      }
    }
  }
  return undefined;
}

function matchesDay(fields: CronFields, day: Date): boolean {
  if (fields.year !== null && !fields.year.has(day.getUTCFullYear())) return false;
  if (!fields.month.has(day.getUTCMonth() + 1)) return false;
  if (fields.weekday !== null && !fields.weekday.has(day.getUTCDay() + 1)) return false;
  if (fields.day === 'last') return new Date(day.getTime() + 86_400_000).getUTCDate() === 1;
  return fields.day === null || fields.day.has(day.getUTCDate());
}

function toInstant(wallMs: number, timeZone: string): Date | undefined {
  const guess = new Date(wallMs - offsetMs(new Date(wallMs), timeZone));
  const instant = new Date(wallMs - offsetMs(guess, timeZone));
  return instant.getTime() + offsetMs(instant, timeZone) === wallMs ? instant : undefined;
}

function offsetMs(instant: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(
    instant,
  );
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name);
  if (match === null) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * 60_000;
}
