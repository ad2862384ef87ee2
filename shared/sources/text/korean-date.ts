import { resolveTime } from '../../domain/input-document.ts';
import { addDays, businessDay } from '../../domain/time.ts';

export interface KoreanDate {
  /** ISO 8601, UTC; the start of the day where only the day is known. */
  readonly at: string;
  readonly precision: 'instant' | 'day';
}

/** A board's clock may be ahead of ours by this much before a time of today is taken for yesterday's. */
const CLOCK_SKEW_MS = 60_000;
const MINUTE_MS = 60_000;
/** A leap day without a year is at most this far back. */
const MAX_YEARS_BACK = 8;

const WEEKDAY = String.raw`(?:\s*\(?[월화수목금토일](?:요일)?\)?(?=[\s,]|\d|$))?`;
const TIME = String.raw`(?:(?<half>오전|오후|am|pm)\s*)?(?<hour>\d{1,2})(?::(?<minute>\d{2})(?::(?<second>\d{2}))?(?:\s*(?<halfAfter>am|pm))?|시(?:\s*(?<spokenMinute>\d{1,2})분)?(?!간))`;
const THEN_TIME = String.raw`(?:[\sT,]*${TIME}(?!\d))?`;
/** Neither a digit nor a separator of digits: a short form must not be the middle of a longer one. */
const BEFORE = String.raw`(?<![\d.:/-])`;
const AFTER = String.raw`(?![\d:/-]|\.\d)`;

const WITH_OFFSET = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})/;
const FULL = new RegExp(
  String.raw`${BEFORE}(?<year>\d{4}|\d{2})(?:\s*(?<mark>[./-])\s*(?<month>\d{1,2})\s*\k<mark>\s*(?<day>\d{1,2})(?!\d)\.?|년\s*(?<spokenMonth>\d{1,2})월\s*(?<spokenDay>\d{1,2})일)${WEEKDAY}${THEN_TIME}`,
  'i',
);
const MONTH_DAY = new RegExp(
  String.raw`${BEFORE}(?:(?<month>\d{1,2})\s*[./-]\s*(?<day>\d{1,2})${AFTER}\.?|(?<spokenMonth>\d{1,2})월\s*(?<spokenDay>\d{1,2})일)${WEEKDAY}${THEN_TIME}`,
  'i',
);
const NAMED_DAY = new RegExp(`(?<![가-힣])(?<name>오늘|어제|그제|그저께|엊그제)(?![가-힣])${THEN_TIME}`, 'i');
const AGO = /(?<!\d)(?<count>\d{1,4})\s*(?<unit>초|분|시간|일)\s*전/;
const JUST_NOW = /(?<![가-힣])방금(?![가-힣])|(?<![가-힣])방금\s?전/;
const TIME_ONLY = new RegExp(String.raw`${BEFORE}${TIME}(?![\d:/-])`, 'i');

const DAYS_BACK: Readonly<Record<string, number>> = { 오늘: 0, 어제: 1, 그제: 2, 그저께: 2 };
const UNIT_MS: Readonly<Record<string, number>> = { 초: 1_000, 분: MINUTE_MS, 시간: 60 * MINUTE_MS };

type Groups = Readonly<Record<string, string | undefined>>;

/**
 * A date as Korean boards write it: `2026.11.02. 09:15`, `26/11/02`, `11-02`, `2026년 11월 2일 오후 9:15`, `09:15`,
 * `방금`, `5분 전`, `3시간 전`, `2일 전`, `어제 14:20`. The most exact form in the text is taken. Without a year it is the
 * last such day, without a day the last such time; minutes and hours ago are rounded down to the minute. Weeks, months
 * and years ago tell no day: null, as for what is no date.
 * @param now when the page was fetched
 */
export function parseKoreanDate(text: string, now: Date, timeZone: string): KoreanDate | null {
  const plain = text.normalize('NFKC').replace(/\s+/g, ' ').trim();

  const exact = WITH_OFFSET.exec(plain)?.[0];
  if (exact !== undefined) return instant(new Date(exact));

  const full = FULL.exec(plain)?.groups;
  if (full !== undefined) return onDay(dayOf(yearOf(full.year), full), timeOf(full), timeZone);

  if (JUST_NOW.test(plain)) return toMinute(now.getTime());
  const ago = AGO.exec(plain)?.groups;
  if (ago !== undefined) return timeAgo(Number(ago.count), ago.unit ?? '', now, timeZone);
  const named = NAMED_DAY.exec(plain)?.groups;
  if (named !== undefined) {
    const back = DAYS_BACK[named.name ?? ''];
    if (back === undefined) return null;
    return onDay(addDays(businessDay(now, timeZone), -back), timeOf(named), timeZone);
  }

  const short = MONTH_DAY.exec(plain)?.groups;
  if (short !== undefined) return lastSuchDay(short, now, timeZone);
  const time = TIME_ONLY.exec(plain)?.groups;
  return time === undefined ? null : lastSuchTime(time, now, timeZone);
}

function timeAgo(count: number, unit: string, now: Date, timeZone: string): KoreanDate | null {
  const unitMs = UNIT_MS[unit];
  if (unitMs !== undefined) return toMinute(now.getTime() - count * unitMs);
  return onDay(addDays(businessDay(now, timeZone), -count), undefined, timeZone);
}

function lastSuchDay(groups: Groups, now: Date, timeZone: string): KoreanDate | null {
  const thisYear = Number(businessDay(now, timeZone).slice(0, 4));
  for (let year = thisYear; year >= thisYear - MAX_YEARS_BACK; year -= 1) {
    const found = onDay(dayOf(year, groups), timeOf(groups), timeZone);
    if (found !== null && Date.parse(found.at) <= now.getTime() + CLOCK_SKEW_MS) return found;
  }
  return null;
}

function lastSuchTime(groups: Groups, now: Date, timeZone: string): KoreanDate | null {
  const today = businessDay(now, timeZone);
  const found = onDay(today, timeOf(groups), timeZone);
  if (found === null || Date.parse(found.at) <= now.getTime() + CLOCK_SKEW_MS) return found;
  return onDay(addDays(today, -1), timeOf(groups), timeZone);
}

/** Two digits are of this century: no board is older. */
function yearOf(text = ''): number {
  return text.length === 2 ? 2000 + Number(text) : Number(text);
}

/** `YYYY-MM-DD`, or null where there is no such day. */
function dayOf(year: number, groups: Groups): string | null {
  const month = groups.month ?? groups.spokenMonth ?? '';
  const day = groups.day ?? groups.spokenDay ?? '';
  const text = `${String(year).padStart(4, '0')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text ? text : null;
}

/** `HH:MM:SS`; undefined where there is none, null where there is no such time. */
function timeOf(groups: Groups): string | null | undefined {
  if (groups.hour === undefined) return undefined;
  const half = (groups.half ?? groups.halfAfter)?.toLowerCase();
  const given = Number(groups.hour);
  const afternoon = half === '오후' || half === 'pm';
  const hour =
    half !== undefined && given === 12 ? (afternoon ? 12 : 0) : given + (afternoon && given < 12 ? 12 : 0);
  const minute = Number(groups.minute ?? groups.spokenMinute ?? 0);
  const second = Number(groups.second ?? 0);
  if (hour > 23 || minute > 59 || second > 59) return null;
  return [hour, minute, second].map((part) => String(part).padStart(2, '0')).join(':');
}

function onDay(day: string | null, time: string | null | undefined, timeZone: string): KoreanDate | null {
  if (day === null || time === null) return null;
  const { at, precision } = resolveTime(time === undefined ? day : `${day}T${time}`, timeZone);
  return { at: at.toISOString(), precision };
}

function toMinute(ms: number): KoreanDate {
  return instantOf(new Date(Math.floor(ms / MINUTE_MS) * MINUTE_MS));
}

function instant(date: Date): KoreanDate | null {
  return Number.isNaN(date.getTime()) ? null : instantOf(date);
}

function instantOf(date: Date): KoreanDate {
  return { at: date.toISOString(), precision: 'instant' };
}
