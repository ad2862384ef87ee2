import { describe, expect, it } from 'vitest';
import { addressOf } from '../../../web/src/addresses.ts';
import {
  onlyPeriod,
  periodKind,
  periodName,
  readPeriod,
  readPointQuery,
  whoSpeaks,
  withPeriod,
} from '../../../web/src/point-query.ts';

describe('the question of the list of points', () => {
  it('is read from an address and gives the same address again', () => {
    const address = '/points?day=2026-11-10&source=ticket&segment=%ED%9C%B4%EB%A9%B4&sort=change';
    const question = readPointQuery(new URLSearchParams(address.slice(8)));
    expect(question).toEqual({ day: '2026-11-10', source: 'ticket', segment: '휴면', sort: 'change' });
    expect(addressOf.points({ ...question })).toBe(address);
  });

  it('leaves out what is empty or unknown', () => {
    expect(readPointQuery(new URLSearchParams('week=&stage=churn&nonsense=1'))).toEqual({ stage: 'churn' });
  });

  it('has one period at a time, and keeps the rest', () => {
    const question = { week: '2026-W46', source: 'ticket', sort: 'change' };
    const range = withPeriod(question, { from: '2026-11-01', to: '2026-11-10' });
    expect(range).toEqual({ from: '2026-11-01', to: '2026-11-10', source: 'ticket', sort: 'change' });
    expect(onlyPeriod(range)).toEqual({ from: '2026-11-01', to: '2026-11-10' });
    expect(whoSpeaks(range)).toEqual({ source: 'ticket' });
    expect([question, range, { day: '2026-11-10' }, { from: '2026-11-01' }].map(periodKind)).toEqual([
      'week',
      'range',
      'day',
      null,
    ]);
  });

  it.each([{ week: '2026-W46' }, { day: '2026-11-10' }, { from: '2026-11-01', to: '2026-11-20' }])(
    'names its period in the address of a point: %j',
    (period) => {
      expect(readPeriod(periodName(period))).toEqual(period);
    },
  );

  it('leads to a point of the same people', () => {
    expect(
      addressOf.point('2026-11-01~2026-11-20', { code: 'price', stage: 'purchase' }, { source: 'ticket' }),
    ).toBe('/points/2026-11-01~2026-11-20/price/purchase?source=ticket');
  });
});
