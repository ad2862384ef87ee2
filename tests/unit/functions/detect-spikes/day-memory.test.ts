import { describe, expect, it } from 'vitest';
import { rememberDays } from '../../../../functions/detect-spikes/day-memory.ts';
import type { BucketAggregate } from '../../../../shared/domain/aggregate.ts';
import { aggregateOf } from '../../../../shared/insight/aggregate.ts';
import { makeContribution } from '../../shared/insight/contribution-factory.ts';

const DAYS = ['2026-11-18', '2026-11-19', '2026-11-20'];
const aggregate = aggregateOf([makeContribution({ sentiment: 'negative', terms: ['인증'] })]);

/** Three days with two hours each; marks and clock move as the test says. */
function world() {
  const stored = new Map<string, BucketAggregate>();
  for (const day of DAYS)
    for (const hour of ['T01', 'T02'])
      stored.set(`${day}${hour}`, { day, bucket: `${day}${hour}`, aggregate });
  const read: string[] = [];
  const marks = new Map<string, string>();
  let now = '2026-11-20T04:00:00.000Z';
  const listDayChanges = async () =>
    DAYS.map((day) => ({
      day,
      changedUntil: [...marks].reduce(
        (last, [bucket, at]) => (bucket.startsWith(day) && at > last ? at : last),
        '2026-11-20T03:00:00.000Z',
      ),
    }));
  const readDays = rememberDays(
    {
      glanceAtDay: async (day) => {
        read.push(day);
        return [...stored.values()].filter((one) => one.day === day);
      },
      glanceAtBuckets: async (_day, names) => {
        read.push(...names);
        return names.flatMap((name) => stored.get(name) ?? []);
      },
      listDayChanges,
      listBucketChanges: async ({ from }) =>
        [...marks]
          .filter(([bucket]) => bucket.startsWith(from))
          .map(([bucket, changedUntil]) => ({ day: from, bucket, changedUntil })),
    },
    { clock: () => new Date(now) },
  );
  return {
    stored,
    read,
    /** A bucket may change until a time. */
    mark: (bucket: string, until: string) => marks.set(bucket, until),
    async look(at: string): Promise<string[]> {
      now = at;
      read.length = 0;
      return (await readDays(DAYS)).map(({ bucket }) => bucket).sort();
    },
  };
}

describe('days that are remembered', () => {
  it('are read once, and after that only the buckets that have changed, until their change is over', async () => {
    const { look, read, mark, stored } = world();
    expect(await look('2026-11-20T04:00:00.000Z')).toHaveLength(6);
    expect(read.sort()).toEqual(DAYS);
    mark('2026-11-20T02', '2026-11-20T04:04:20.000Z');
    stored.set('2026-11-20T02', {
      day: '2026-11-20',
      bucket: '2026-11-20T02',
      aggregate: aggregateOf([makeContribution({}), makeContribution({})]),
    });
    await look('2026-11-20T04:04:00.000Z');
    expect(read).toEqual(['2026-11-20T02']);
    // The mark reached beyond the last look, so it may have been too early.
    await look('2026-11-20T04:08:00.000Z');
    expect(read).toEqual(['2026-11-20T02']);
    await look('2026-11-20T04:12:00.000Z');
    expect(read).toEqual([]);
  });

  it('gain buckets that are new and lose those that are empty by now', async () => {
    const { look, mark, stored } = world();
    await look('2026-11-20T04:00:00.000Z');
    stored.delete('2026-11-19T01');
    stored.set('2026-11-20T03', { day: '2026-11-20', bucket: '2026-11-20T03', aggregate });
    mark('2026-11-19T01', '2026-11-20T04:01:00.000Z');
    mark('2026-11-20T03', '2026-11-20T04:01:00.000Z');
    const buckets = await look('2026-11-20T04:04:00.000Z');
    expect(buckets).toContain('2026-11-20T03');
    expect(buckets).not.toContain('2026-11-19T01');
  });

  it('are cut down to what is looked at, and read whole again after six hours where they have changed', async () => {
    const { look, read, mark } = world();
    await look('2026-11-20T04:00:00.000Z');
    mark('2026-11-20T02', '2026-11-20T10:00:30.000Z');
    await look('2026-11-20T10:00:10.000Z');
    expect(read).toEqual(['2026-11-20']);
  });
});
