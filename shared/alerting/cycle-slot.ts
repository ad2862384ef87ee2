const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const HOUR_MS = 3_600_000;

const formatters = new Map<string, Intl.DateTimeFormat>();
const slotsOfHours = new Map<string, Map<number, number>>();
/** Enough for a year of hours; then the memory starts afresh. */
const MAX_REMEMBERED_HOURS = 10_000;

/**
 * Where an instant stands in the week of a time zone: hour of week 0…167 (Monday 00 h is 0) where `slots` is 168,
 * weekday 0…6 where it is 7.
 */
export function cycleSlot(atMs: number, timeZone: string, slots: number): number {
  const hourOfWeek = hourOfWeekAt(Math.floor(atMs / HOUR_MS), timeZone);
  return slots === 168 ? hourOfWeek : Math.floor(hourOfWeek / 24);
}

function hourOfWeekAt(hour: number, timeZone: string): number {
  let known = slotsOfHours.get(timeZone);
  if (known === undefined || known.size > MAX_REMEMBERED_HOURS) {
    known = new Map();
    slotsOfHours.set(timeZone, known);
  }
  const remembered = known.get(hour);
  if (remembered !== undefined) return remembered;
  const parts = formatterOf(timeZone).formatToParts(hour * HOUR_MS);
  const part = (type: string) => parts.find((candidate) => candidate.type === type)?.value ?? '';
  const weekday = (WEEKDAYS as readonly string[]).indexOf(part('weekday'));
  const slot = weekday * 24 + Number(part('hour'));
  known.set(hour, slot);
  return slot;
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const formatter =
    formatters.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short', hour: '2-digit', hourCycle: 'h23' });
  formatters.set(timeZone, formatter);
  return formatter;
}
