import { describe, expect, it } from 'vitest';
import { recountDays } from '../../../../scripts/backup/recount-days.ts';

describe('the recount after a restore', () => {
  it('takes each day in a run of its own, one after the other, and says how far it is', async () => {
    const happened: string[] = [];
    const recountDay = async (day: string) => {
      happened.push(`begins ${day}`);
      await Promise.resolve();
      happened.push(`ends ${day}`);
    };
    const told: string[] = [];
    await recountDays(['2026-11-25', '2026-11-26'], recountDay, { update: (text) => told.push(text) });
    expect(happened).toEqual([
      'begins 2026-11-25',
      'ends 2026-11-25',
      'begins 2026-11-26',
      'ends 2026-11-26',
    ]);
    expect(told.at(-1)).toBe('restore: recounting day 2 of 2');
  });
});
