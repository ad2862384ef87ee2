import { describe, expect, it } from 'vitest';
import type { Change } from '../../../../shared/domain/insight.ts';
import { type CountSeries, compareWithPast } from '../../../../shared/insight/compare-periods.ts';
import { seededRandom } from './seeded-random.ts';

const RUNS = 200;
const POINTS = 40;
const PAST_WEEKS = 4;

/** How much the true rate of a point differs from week to week, as the standard deviation of its logarithm. */
interface World {
  readonly name: string;
  readonly weekly: number;
  readonly documents: number;
}

const WORLDS: World[] = [
  { name: 'independent voices', weekly: 0, documents: 2_000 },
  { name: 'weeks that differ by 15 %', weekly: 0.15, documents: 2_000 },
  { name: 'large weeks that differ by 15 %', weekly: 0.15, documents: 100_000 },
  { name: 'large weeks that differ by 20 %', weekly: 0.2, documents: 100_000 },
];

describe('the changes that a review claims', () => {
  it.each(WORLDS)('are false in at most 5 % of 200 weeks without change: $name', (world) => {
    let weeksWithAClaim = 0;
    for (let run = 0; run < RUNS; run++) {
      if (compareWithPast(weeksOf(world, 1_000 + run)).some(stands)) weeksWithAClaim++;
    }
    // Nothing has changed, so every claim is false: their rate is the share of weeks with any.
    expect(weeksWithAClaim / RUNS).toBeLessThanOrEqual(0.05);
  });

  it('hold what truly tripled among 39 points that did not, and are false for few others', () => {
    let found = 0;
    let claims = 0;
    for (let run = 0; run < RUNS; run++) {
      const series = weeksOf({ name: '', weekly: 0.15, documents: 5_000 }, 9_000 + run);
      const [first, ...others] = series;
      if (first === undefined) throw new Error('there are points');
      const tripled = { ...first, now: { ...first.now, events: first.now.events * 3 } };
      const changes = compareWithPast([tripled, ...others]);
      if (changes[0] !== undefined && stands(changes[0])) found++;
      claims += changes.filter(stands).length;
    }
    expect(found / RUNS).toBeGreaterThan(0.95);
    expect((claims - found) / claims).toBeLessThanOrEqual(0.05);
  });

  it('have intervals that hold the truth about as often as they say, also where weeks differ', () => {
    let held = 0;
    let told = 0;
    for (let run = 0; run < RUNS; run++) {
      for (const change of compareWithPast(
        weeksOf({ name: '', weekly: 0.15, documents: 10_000 }, 5_000 + run),
      )) {
        if (change === 'too-few') continue;
        told++;
        if (change.low <= 1 && change.high >= 1) held++;
      }
    }
    expect(held / told).toBeGreaterThan(0.93);
    expect(held / told).toBeLessThan(0.99);
  });
});

function stands(change: Change): boolean {
  return change !== 'too-few' && change.significant;
}

/** Points from every tenth voice down to one of a thousand, whose rates move from week to week around what is usual. */
function weeksOf({ weekly, documents }: World, seed: number): CountSeries[] {
  const random = seededRandom(seed);
  return Array.from({ length: POINTS }, (_, point) => {
    const rate = 0.1 * 0.01 ** (point / POINTS);
    const week = () => {
      const total = Math.round(documents * Math.exp(0.1 * random.normal()));
      return { events: random.poisson(total * rate * Math.exp(weekly * random.normal())), documents: total };
    };
    return { now: week(), past: Array.from({ length: PAST_WEEKS }, week) };
  });
}
