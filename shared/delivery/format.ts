import type { Change } from '../domain/insight.ts';
import { startOfBusinessDay } from '../domain/time.ts';

export type Language = 'ko' | 'en';

const LOCALES = { ko: 'ko-KR', en: 'en-GB' } as const;

/** Numbers, shares and dates as a reader of the language writes them. */
export interface Format {
  readonly language: Language;
  count(value: number): string;
  /** An expected count: one decimal below ten, so that "0.2" does not read as "none". */
  expected(value: number): string;
  percent(share: number): string;
  ratio(value: number): string;
  /** `11월 9일(월)`, `Mon 9 Nov`. */
  day(day: string): string;
  /** `11.9`, `9/11`: for axes. */
  shortDay(day: string): string;
  /** Time of an instant in the zone, `20:00`. */
  time(instant: string): string;
  dayOf(instant: string): string;
  dateTime(instant: string): string;
  /** `2026년 46주차`, `Week 46, 2026`. */
  week(week: string): string;
}

/** @param timeZone the business zone, in which instants are shown */
export function createFormat(language: Language, timeZone: string): Format {
  const locale = LOCALES[language];
  const count = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const one = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const two = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const dayFormat = new Intl.DateTimeFormat(locale, {
    timeZone,
    month: language === 'ko' ? 'long' : 'short',
    day: 'numeric',
    weekday: 'short',
  });
  const time = new Intl.DateTimeFormat(locale, {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const dayOf = (instant: Date) =>
    dayFormat
      .format(instant)
      .replace(/ \((.)\)$/u, '($1)')
      .replace(',', '');
  const [yearOf, weekOf] = [(week: string) => week.slice(0, 4), (week: string) => Number(week.slice(6))];
  return {
    language,
    count: (value) => count.format(value),
    expected: (value) => (value < 10 ? one.format(value) : count.format(value)),
    percent: (share) => `${one.format(share * 100)}%`,
    ratio: (value) => (value >= 10 ? count : value >= 0.1 || value === 0 ? one : two).format(value),
    day: (day) => dayOf(startOfBusinessDay(day, timeZone)),
    shortDay: (day) =>
      language === 'ko'
        ? `${Number(day.slice(5, 7))}.${Number(day.slice(8))}`
        : `${Number(day.slice(8))}/${Number(day.slice(5, 7))}`,
    time: (instant) => time.format(new Date(instant)),
    dayOf: (instant) => dayOf(new Date(instant)),
    dateTime: (instant) => `${dayOf(new Date(instant))} ${time.format(new Date(instant))}`,
    week: (week) =>
      language === 'ko' ? `${yearOf(week)}년 ${weekOf(week)}주차` : `Week ${weekOf(week)}, ${yearOf(week)}`,
  };
}

/** How a change reads: the direction that stands after correction, or that nothing clear can be said. */
export type ChangeKind = 'up' | 'down' | 'flat' | 'too-few';

/** Only a change that stands has a direction. */
export function changeKind(change: Change): ChangeKind {
  if (change === 'too-few') return 'too-few';
  if (!change.significant) return 'flat';
  return change.ratio >= 1 ? 'up' : 'down';
}
