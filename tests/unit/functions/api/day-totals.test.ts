import { describe, expect, it } from 'vitest';
import { createDayTotals } from '../../../../functions/api/day-totals.ts';
import { addDays } from '../../../../shared/domain/time.ts';
import { bucket, makeDeps } from './api-world.ts';

const FIRST = '2026-11-01';

function makeWorld(days: number) {
  const rollups = Array.from({ length: days }, (_, index) => bucket(addDays(FIRST, index), 10, 4));
  const { deps } = makeDeps({ rollups });
  const world = { nowMs: Date.parse('2026-11-16T00:00:00Z'), changedUntil: '', counted: 0 };
  const counting = {
    ...deps,
    now: () => new Date(world.nowMs),
    rollups: {
      ...deps.rollups,
      listDayChanges: async () => rollups.map(({ day }) => ({ day, changedUntil: world.changedUntil })),
      readDay: (day: string) => {
        world.counted += 1;
        return deps.rollups.readDay(day);
      },
    },
  };
  return { world, totals: () => createDayTotals(counting), one: createDayTotals(counting) };
}

describe('totals of days', () => {
  it('are counted once for every instance while nothing changes', async () => {
    const { world, totals } = makeWorld(10);
    for (let instance = 0; instance < 3; instance += 1) {
      const days = await totals().all();
      expect(days.map(({ documents, negative }) => [documents, negative])).toEqual(Array(10).fill([10, 4]));
    }
    expect(world.counted).toBe(10);
  });

  it('of days that changed are counted anew, a few at a time, until all are', async () => {
    const { world, one } = makeWorld(10);
    await one.all();
    world.changedUntil = new Date(world.nowMs + 30_000).toISOString();
    world.nowMs += 60_000;
    const counts: number[] = [];
    for (let request = 0; request < 5; request += 1) {
      const before = world.counted;
      await one.all();
      counts.push(world.counted - before);
    }
    expect(counts).toEqual([3, 3, 3, 1, 0]);
  });

  it('of a day that still changes are kept for some seconds and stored for nobody', async () => {
    const { world, one, totals } = makeWorld(1);
    world.changedUntil = new Date(world.nowMs + 30_000).toISOString();
    await one.all();
    await one.all();
    expect(world.counted).toBe(1);
    await totals().all();
    expect(world.counted, 'another instance has no copy to read').toBe(2);
    world.nowMs += 6_000;
    await one.all();
    expect(world.counted).toBe(3);
  });
});
