import { expect, it } from 'vitest';
import { rememberDays } from '../../../../functions/detect-spikes/day-memory.ts';
import { aggregateOf } from '../../../../shared/insight/aggregate.ts';
import { makeContribution } from '../../shared/insight/contribution-factory.ts';

it('reads settled days once in six hours, and the last days at every look, cut down to what is looked at', async () => {
  let now = new Date('2026-11-20T04:00:00.000Z');
  const read: string[] = [];
  const aggregate = aggregateOf([makeContribution({ sentiment: 'negative', terms: ['인증'] })]);
  const readDay = rememberDays(
    async (day) => {
      read.push(day);
      return [{ day, bucket: `${day}T01`, aggregate }];
    },
    { clock: () => now, timeZone: 'Asia/Seoul' },
  );
  for (let look = 0; look < 2; look += 1) for (const day of ['2026-11-10', '2026-11-18']) await readDay(day);
  expect(read).toEqual(['2026-11-10', '2026-11-18', '2026-11-18']);
  now = new Date('2026-11-20T10:00:00.000Z');
  const [bucket] = await readDay('2026-11-10');
  expect(read).toHaveLength(4);
  expect(Object.keys(bucket?.aggregate.cells ?? {})).toEqual(['total', 'term']);
});
