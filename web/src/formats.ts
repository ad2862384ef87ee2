import { businessDay, daysOfWeek } from '../../shared/domain/time.ts';

/** Numbers, days and times as readers of a language write them. Days are calendar days of the business zone. */
export function createFormats(language: 'ko' | 'en') {
  const locale = language === 'ko' ? 'ko-KR' : 'en-GB';
  const month = language === 'ko' ? 'long' : 'short';
  const integer = new Intl.NumberFormat(locale);
  const oneDecimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const twoDecimals = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const precisePercent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const twoDigits = new Intl.NumberFormat(locale, { style: 'percent', maximumSignificantDigits: 2 });
  const dayFormat = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', month, day: 'numeric' });
  const dayWithYear = new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    year: 'numeric',
    month,
    day: 'numeric',
  });
  const dayWithWeekday = new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    month,
    day: 'numeric',
    weekday: 'short',
  });
  const weekday = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', weekday: 'short' });

  const atNoon = (day: string) => new Date(`${day}T12:00:00Z`);

  return {
    count: (value: number) => integer.format(value),
    decimal: (value: number) => oneDecimal.format(value),
    /** How many times as much: two decimals near 1, where one would say "1 times" of everything. */
    ratio: (value: number) => (value < 2 ? twoDecimals : oneDecimal).format(value),
    /** A share 0…1; small ones with a decimal, so that they do not read as nothing. */
    percent: (share: number) => (share > 0 && share < 0.1 ? precisePercent : percent).format(share),
    /** A rate 0…1 of a message: small ones to two digits, since most of them are. */
    rate: (share: number) => (share < 0.1 ? twoDigits : precisePercent).format(share),
    /** How much more or less, from a ratio: 1.24 → 24 %, 0.6 → 40 %. */
    percentOfRatio: (ratio: number) => percent.format(Math.abs(ratio - 1)),
    day: (day: string) => dayFormat.format(atNoon(day)),
    dayWithYear: (day: string) => dayWithYear.format(atNoon(day)),
    dayWithWeekday: (day: string) => dayWithWeekday.format(atNoon(day)),
    weekday: (day: string) => weekday.format(atNoon(day)),
    /** `11월 9일 – 15일`; the month is repeated only where it changes. */
    period: (from: string, to: string) => {
      const sameMonth = from.slice(0, 7) === to.slice(0, 7);
      if (!sameMonth) return `${dayFormat.format(atNoon(from))} – ${dayFormat.format(atNoon(to))}`;
      const lastDay = Number(to.slice(8));
      return language === 'ko'
        ? `${dayFormat.format(atNoon(from))} – ${lastDay}일`
        : `${Number(from.slice(8))} – ${dayFormat.format(atNoon(to))}`;
    },
    time: (instant: string, timeZone: string) =>
      new Intl.DateTimeFormat(locale, {
        timeZone,
        month,
        day: 'numeric',
        hour: 'numeric',
        minute: '2-digit',
      }).format(new Date(instant)),
    /** From–to: the day once where both are on it, then both hours. */
    hours: (from: string, to: string | undefined, timeZone: string) => {
      const hour = new Intl.DateTimeFormat(locale, { timeZone, hour: 'numeric', minute: '2-digit' });
      const day = new Intl.DateTimeFormat(locale, {
        timeZone,
        month,
        day: 'numeric',
        weekday: 'short',
      });
      const at = (instant: string) => `${day.format(new Date(instant))} ${hour.format(new Date(instant))}`;
      if (to === undefined) return `${at(from)} –`;
      const sameDay = businessDay(new Date(from), timeZone) === businessDay(new Date(to), timeZone);
      return `${at(from)} – ${sameDay ? hour.format(new Date(to)) : at(to)}`;
    },
  };
}
export type Formats = ReturnType<typeof createFormats>;

/** Year, number and days of an ISO week; null where it is none. */
export function partsOfWeek(week: string): { year: string; number: string; from: string; to: string } | null {
  try {
    const days = daysOfWeek(week);
    return {
      year: week.slice(0, 4),
      number: String(Number(week.slice(6))),
      from: days[0] ?? '',
      to: days[6] ?? '',
    };
  } catch {
    return null;
  }
}
