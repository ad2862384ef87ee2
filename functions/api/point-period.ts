import * as z from 'zod';
import { SourceKindSchema } from '../../shared/domain/taxonomy.ts';
import { daysOfWeek } from '../../shared/domain/time.ts';
import { DaySchema, WeekSchema } from './request.ts';

/** A period that is chosen by its ends. */
const MAX_DAYS = 92;

/** The days whose hesitation points are asked for; `week` where they are an ISO week, which has a review. */
export interface PointPeriod {
  readonly week: string | null;
  readonly from: string;
  readonly to: string;
}

/** Attributes of voices that points are narrowed by. */
export const POINT_FILTERS = {
  source: SourceKindSchema.optional(),
  segment: z.string().min(1).max(100).optional(),
  lifecycle: z.string().min(1).max(100).optional(),
  channel: z.string().min(1).max(100).optional(),
};

/** The parameters of a period: exactly one of `week`, `day`, and `from` with `to`. */
export const PERIOD_PARAMETERS = {
  week: WeekSchema.optional(),
  day: DaySchema.optional(),
  from: DaySchema.optional(),
  to: DaySchema.optional(),
};
type Given = Partial<Record<keyof typeof PERIOD_PARAMETERS, string | undefined>>;

/** For `refine`: whether the parameters name one period. */
export const isOnePeriod = ({ week, day, from, to }: Given): boolean =>
  (from === undefined) === (to === undefined) &&
  [week, day, from].filter((given) => given !== undefined).length === 1;

/** For `refine`: whether a range is in order and no longer than 92 days. */
export const isShortEnough = ({ from, to }: Given): boolean =>
  from === undefined || to === undefined || isRange(from, to);

export const ONE_PERIOD = { message: 'give either week, or day, or from and to' };
export const SHORT_ENOUGH = {
  message: `from must not be after to, nor more than ${MAX_DAYS} days before it`,
};

/** The period of parameters that were checked. */
export function periodOf({ week, day, from, to }: Given): PointPeriod {
  if (week !== undefined) return ofWeek(week);
  return { week: null, from: day ?? from ?? '', to: day ?? to ?? '' };
}

/** A period as one part of a path: `2026-W46`, `2026-11-10` or `2026-11-01~2026-11-20`. */
export const PeriodNameSchema = z
  .string()
  .max(21)
  .refine((name) => parsePeriod(name) !== null, {
    message: `not a week (YYYY-Www), day (YYYY-MM-DD) or range of ${MAX_DAYS} days at most (YYYY-MM-DD~YYYY-MM-DD)`,
  })
  .transform((name) => parsePeriod(name) ?? ofWeek(name));

function parsePeriod(name: string): PointPeriod | null {
  if (WeekSchema.safeParse(name).success) return ofWeek(name);
  const [from = '', to = from, ...more] = name.split('~');
  const isDay = (day: string) => DaySchema.safeParse(day).success;
  return more.length === 0 && isDay(from) && isDay(to) && isRange(from, to) ? { week: null, from, to } : null;
}

function ofWeek(week: string): PointPeriod {
  const days = daysOfWeek(week);
  return { week, from: days[0] ?? '', to: days.at(-1) ?? '' };
}

function isRange(from: string, to: string): boolean {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  return days >= 0 && days < MAX_DAYS;
}
