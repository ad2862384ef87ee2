import { describe, expect, it } from 'vitest';
import { calendarOf } from '../../../../shared/alerting/calendar.ts';

const at = (iso: string, timeZone = 'Asia/Seoul') => calendarOf(timeZone)(Date.parse(iso));

describe('calendarOf', () => {
  it('cuts days and hours in the time zone', () => {
    expect(at('2026-11-23T14:59:00Z')).toMatchObject({ hour: 23, kind: 0, workday: 0 });
    expect(at('2026-11-23T15:00:00Z')).toMatchObject({ hour: 0, kind: 0, workday: 1 });
    expect(at('2026-11-23T15:00:00Z').day - at('2026-11-23T14:59:00Z').day).toBe(1);
  });

  it('knows Saturdays, Sundays and Korean public holidays, lunar and substitute ones too', () => {
    expect(at('2026-11-28T03:00:00Z')).toMatchObject({ kind: 1, workday: -1, holiday: false });
    expect(at('2026-11-29T03:00:00Z')).toMatchObject({ kind: 2, workday: -1, holiday: false });
    // Chuseok 2025 and the substitute for its Sunday, Seollal 2027, the substitute for Liberation Day 2026.
    for (const date of ['2025-10-06', '2025-10-08', '2027-02-08', '2026-08-17'])
      expect(at(`${date}T03:00:00Z`)).toMatchObject({ kind: 2, workday: -1, holiday: true });
  });

  it('takes the first working day after days off for a Monday', () => {
    expect(at('2025-10-10T03:00:00Z')).toMatchObject({ kind: 0, workday: 0 });
    expect(at('2025-10-17T03:00:00Z')).toMatchObject({ kind: 0, workday: 4 });
  });

  it('knows no holidays outside Korea', () => {
    expect(at('2025-10-06T12:00:00Z', 'Europe/Berlin')).toMatchObject({ kind: 0, holiday: false });
  });
});
