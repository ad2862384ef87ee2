import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  controlFalseDiscoveries,
  rateRatio,
  UNBOUNDED_RATIO,
  wilsonShare,
} from '../../../../shared/insight/change.ts';

describe('wilsonShare', () => {
  it('gives the published interval of 10 in 20', () => {
    const share = wilsonShare(10, 20);
    expect(share.low).toBeCloseTo(0.2993, 4);
    expect(share.high).toBeCloseTo(0.7007, 4);
  });

  it('always holds the share, inside 0…1', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (a, b) => {
        const { value, low, high } = wilsonShare(Math.min(a, b), Math.max(a, b));
        expect(0 <= low && low <= value && value <= high && high <= 1).toBe(true);
      }),
    );
  });
});

describe('rateRatio', () => {
  it('gives the mid-P interval of 15 against 5 in equal exposures', () => {
    const change = rateRatio({ events: 15, documents: 100 }, { events: 5, documents: 100 });
    // Limits of p by direct summation of Binomial(20): 0.5298 and 0.9021; the ratio is p / (1 − p).
    if (change === 'too-few') throw new Error('the counts are enough');
    expect(change.ratio).toBeCloseTo(3, 10);
    expect(change.low).toBeCloseTo(1.1266, 3);
    expect(change.high).toBeCloseTo(9.2187, 3);
    // 2 · (P(X > 15) + P(X = 15) / 2) of Binomial(20, ½) = 0.0266…
    expect(change.pValue).toBeCloseTo(0.0266, 4);
  });

  it('says too-few where counts do not tell', () => {
    expect(rateRatio({ events: 4, documents: 100 }, { events: 5, documents: 400 })).toBe('too-few');
    expect(rateRatio({ events: 12, documents: 15 }, { events: 50, documents: 400 })).toBe('too-few');
    expect(rateRatio({ events: 12, documents: 50 }, { events: 0, documents: 0 })).toBe('too-few');
  });

  it('stays finite where the reason was never seen before, and where it is gone', () => {
    const fresh = rateRatio({ events: 20, documents: 100 }, { events: 0, documents: 400 });
    expect(fresh).toMatchObject({ high: UNBOUNDED_RATIO });
    const gone = rateRatio({ events: 0, documents: 100 }, { events: 40, documents: 400 });
    expect(gone).toMatchObject({ ratio: 0, low: 0 });
    if (gone === 'too-few') throw new Error('the counts are enough');
    expect(gone.high).toBeLessThan(1);
  });

  it('covers a ratio of 1 in about 95 of 100 weeks without change', () => {
    const random = lcg(7);
    let covered = 0;
    for (let week = 0; week < 1_000; week++) {
      const now = binomial(150, 0.1, random);
      const before = binomial(600, 0.1, random);
      const change = rateRatio({ events: now, documents: 150 }, { events: before, documents: 600 });
      if (change !== 'too-few' && change.low <= 1 && change.high >= 1) covered++;
    }
    expect(covered).toBeGreaterThan(925);
    expect(covered).toBeLessThan(985);
  });
});

describe('controlFalseDiscoveries', () => {
  const change = (pValue: number) => ({ ratio: 2, low: 1, high: 3, pValue });

  it('follows the step-up rule of Benjamini and Hochberg, and keeps the order', () => {
    const controlled = controlFalseDiscoveries([
      change(0.04),
      'too-few',
      change(0.001),
      change(0.03),
      change(0.9),
    ]);
    expect(controlled.map((one) => (one === 'too-few' ? one : one.significant))).toEqual([
      false,
      'too-few',
      true,
      false,
      false,
    ]);
    expect(
      controlFalseDiscoveries([change(0.02), change(0.03), change(0.04)]).every(
        (one) => one !== 'too-few' && one.significant,
      ),
    ).toBe(true);
  });
});

function lcg(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

function binomial(trials: number, p: number, random: () => number): number {
  let hits = 0;
  for (let trial = 0; trial < trials; trial++) if (random() < p) hits++;
  return hits;
}
