import { expect, it } from 'vitest';
import { resolveWeek } from '../../../../functions/publish-insights/resolve-week.ts';

const deps = (days: readonly string[], empty: readonly string[] = []) => ({
  // Monday 08:00 in Seoul is still Sunday in UTC.
  now: new Date('2026-11-15T23:00:00.000Z'),
  timeZone: 'Asia/Seoul',
  rollups: {
    listDays: async () => [...days],
    listBucketShards: async (day: string) =>
      empty.includes(day) ? [] : [{ day, bucket: day, shard: 0, etag: 'e' }],
  },
});

it('takes the last whole business week, the wished one, or the last with documents', async () => {
  expect(await resolveWeek(undefined, deps([]))).toBe('2026-W46');
  expect(await resolveWeek('2022-W26', deps([]))).toBe('2022-W26');
  expect(await resolveWeek('latest', deps(['2022-06-28', '2022-07-20'], ['2022-07-20']))).toBe('2022-W26');
  expect(await resolveWeek('latest', deps([]))).toBeNull();
});
