import type { AlertRule } from '../domain/alert.ts';
import type { Severity } from '../domain/insight.ts';

const MINUTE_MS = 60_000;

/** When an alert may be told: null is now, else the end of the quiet hours. Severe ones do not wait. */
export function heldUntil(
  { quietHours }: Pick<AlertRule, 'quietHours'>,
  severity: Severity,
  now: Date,
  timeZone: string,
): Date | null {
  if (quietHours === undefined || severity === 'severe') return null;
  const minute = minuteOfDay(now, timeZone);
  const from = minutesOf(quietHours.from);
  const to = minutesOf(quietHours.to);
  const quiet = from < to ? minute >= from && minute < to : minute >= from || minute < to;
  if (!quiet) return null;
  const wait = (to - minute + 24 * 60) % (24 * 60);
  return new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS + wait * MINUTE_MS);
}

function minutesOf(clockTime: string): number {
  return Number(clockTime.slice(0, 2)) * 60 + Number(clockTime.slice(3));
}

function minuteOfDay(at: Date, timeZone: string): number {
  const text = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
  return minutesOf(text);
}
