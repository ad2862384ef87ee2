import { useLanguage } from '../i18n/language.tsx';
import type { PointQuery } from '../point-query.ts';
import { useWeekLabel } from './week-picker.tsx';

/** `2026년 46주 · 11월 9일 – 15일`, `2026년 11월 10일`, `11월 1일 – 20일`. */
export function usePeriodLabel(): (period: Pick<PointQuery, 'week' | 'day' | 'from' | 'to'>) => string {
  const { format } = useLanguage();
  const weekLabel = useWeekLabel();
  return ({ week, day, from, to }) => {
    if (week !== undefined) return weekLabel(week);
    const [first, last] = [day ?? from, day ?? to];
    if (first === undefined || last === undefined || !isDay(first) || !isDay(last)) return '';
    return first === last ? format.dayWithYear(first) : format.period(first, last);
  };
}

/** An address may hold anything. */
function isDay(day: string): boolean {
  return !Number.isNaN(Date.parse(`${day}T12:00:00Z`));
}
