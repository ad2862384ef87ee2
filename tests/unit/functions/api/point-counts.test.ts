import { describe, expect, it } from 'vitest';
import { createPointCounts } from '../../../../functions/api/point-counts.ts';
import { addDays } from '../../../../shared/domain/time.ts';
import { makeDeps, makeDocument } from './api-world.ts';

const FIRST = '2026-10-12';
const WEEK = { week: null, from: '2026-11-09', to: '2026-11-15' };

/** One voice a day; counts how often the contributions of days are read. */
function makeWorld(days: number) {
  const documents = Array.from({ length: days }, (_, index) =>
    makeDocument(index, { day: addDays(FIRST, index) }),
  );
  const { deps } = makeDeps({ documents });
  const world = { nowMs: Date.parse('2026-11-16T00:00:00Z'), changedUntil: '', read: 0, perReadMs: 0 };
  const counting = {
    ...deps,
    now: () => new Date(world.nowMs),
    rollups: {
      ...deps.rollups,
      listDayChanges: async (range?: { from: string; to: string }) =>
        (await deps.rollups.listDayChanges(range)).map(({ day }) => ({
          day,
          changedUntil: world.changedUntil,
        })),
    },
    contributions: {
      ...deps.contributions,
      listDay: (day: string) => {
        world.read += 1;
        world.nowMs += world.perReadMs;
        return deps.contributions.listDay(day);
      },
    },
  };
  return { world, instance: () => createPointCounts(counting) };
}

describe('the count of a period', () => {
  it('reads every day once, for every instance, while nothing changes', async () => {
    const { world, instance } = makeWorld(35);
    for (let time = 0; time < 3; time += 1) expect((await instance().period(WEEK, {})).documents).toBe(7);
    expect(world.read).toBe(35);
  });

  it('is kept until a day of it changes, and then recounts the newest days first', async () => {
    const { world, instance } = makeWorld(35);
    const counts = instance();
    const first = await counts.period(WEEK, {});
    expect(await counts.period(WEEK, {})).toBe(first);
    world.changedUntil = new Date(world.nowMs + 30_000).toISOString();
    world.nowMs += 60_000;
    expect(await counts.period(WEEK, {})).not.toBe(first);
    expect(world.read).toBe(35 + 3);
  });

  it('asks to come again where days take long, and goes on where it stopped', async () => {
    const { world, instance } = makeWorld(35);
    world.perReadMs = 600;
    await expect(instance().period(WEEK, {})).rejects.toThrow('Try again in a moment');
    const read = world.read;
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThan(35);
    await instance()
      .period(WEEK, {})
      .catch(() => undefined);
    expect((await instance().period(WEEK, {})).documents).toBe(7);
    expect(world.read).toBe(35);
  });
});
