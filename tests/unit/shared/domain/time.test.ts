import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addWeeks,
  businessDay,
  daysOfWeek,
  isoWeek,
  startOfBusinessDay,
} from '../../../../shared/domain/time.ts';

const anyDay = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const anyZone = fc.constantFrom(
  'Asia/Seoul',
  'UTC',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
);

describe('business calendar', () => {
  it('cuts days at midnight of the business zone, not of UTC', () => {
    expect(businessDay(new Date('2026-11-11T14:59:59Z'), 'Asia/Seoul')).toBe('2026-11-11');
    expect(businessDay(new Date('2026-11-11T15:00:00Z'), 'Asia/Seoul')).toBe('2026-11-12');
  });

  it('gives the instant at which a day begins, and that instant lies in the day', () => {
    fc.assert(
      fc.property(anyDay, anyZone, (day, zone) => {
        const start = startOfBusinessDay(day, zone);
        expect(businessDay(start, zone)).toBe(day);
        expect(businessDay(new Date(start.getTime() - 1), zone)).toBe(addDays(day, -1));
      }),
    );
  });

  it('knows the ISO weeks around New Year', () => {
    expect(isoWeek('2021-01-03')).toBe('2020-W53');
    expect(isoWeek('2024-12-30')).toBe('2025-W01');
    expect(isoWeek('2026-11-15')).toBe('2026-W46');
  });

  it('puts every day into the seven days of its own week, Monday first', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const days = daysOfWeek(isoWeek(day));
        expect(days).toHaveLength(7);
        expect(days).toContain(day);
        expect(new Date(`${days[0]}T00:00:00Z`).getUTCDay()).toBe(1);
      }),
    );
  });

  it('moves by whole weeks and back', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -200, max: 200 }), (day, weeks) => {
        const week = isoWeek(day);
        expect(addWeeks(addWeeks(week, weeks), -weeks)).toBe(week);
      }),
    );
  });

  it('refuses what is not a day or a week', () => {
    expect(() => startOfBusinessDay('2026-02-30', 'Asia/Seoul')).toThrow(RangeError);
    expect(() => daysOfWeek('2025-W53')).toThrow(RangeError);
    expect(() => daysOfWeek('2026-46')).toThrow(RangeError);
  });
});
