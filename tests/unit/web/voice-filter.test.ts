import { describe, expect, it } from 'vitest';
import { addressOf } from '../../../web/src/addresses.ts';
import {
  inPeriod,
  lastDays,
  narrowingsOf,
  periodProblem,
  voiceFilterOf,
  without,
} from '../../../web/src/voice-filter.ts';

const filterOf = (query: string) => voiceFilterOf(new URLSearchParams(query));

describe('the filter of an address', () => {
  it('keeps every condition that the API knows and nothing else, and leads back to the same address', () => {
    const query =
      'from=2026-11-01&to=2026-11-15&q=수수료&contains=3,300원&source=ticket&sentiment=negative&code=price&stage=purchase&star=1&segment=신규';
    const filter = filterOf(`${query}&foreign=1&empty=`);
    expect(narrowingsOf(filter).map(({ name }) => name)).toEqual([
      'q',
      'contains',
      'source',
      'sentiment',
      'code',
      'stage',
      'star',
      'segment',
    ]);
    expect(filterOf(addressOf.voices(filter).split('?')[1] ?? '')).toEqual(filter);
    expect(filter).not.toHaveProperty('foreign');
  });

  it.each([
    ['week=2026-W46&day=2026-11-10', { day: '2026-11-10' }],
    ['week=2026-W46&from=2026-11-01&to=2026-11-02', { from: '2026-11-01', to: '2026-11-02' }],
    ['week=2026-W46&from=2026-11-01', { week: '2026-W46' }],
    ['q=%20%20', {}],
  ])('has one period: %s', (query, expected) => expect(filterOf(query)).toEqual(expected));

  it('changes its period without losing a condition, and loses one condition alone', () => {
    const filter = filterOf('week=2026-W46&code=price&q=수수료');
    expect(inPeriod(filter, { day: '2026-11-10' })).toEqual({
      day: '2026-11-10',
      code: 'price',
      q: '수수료',
    });
    expect(without(filter, 'q')).toEqual({ week: '2026-W46', code: 'price' });
  });
});

describe('a period', () => {
  it.each([
    ['2026-11-01', '2026-11-01', null],
    ['2026-08-17', '2026-11-16', null],
    ['2026-08-16', '2026-11-16', 'too-long'],
    ['2026-11-02', '2026-11-01', 'order'],
    ['2026-11-02', '', 'incomplete'],
  ])('from %s to %s: %s', (from, to, problem) => expect(periodProblem(from, to)).toBe(problem));

  it('of the last days ends with the last one', () => {
    expect(lastDays('2026-03-01', 28)).toEqual({ from: '2026-02-02', to: '2026-03-01' });
  });
});
