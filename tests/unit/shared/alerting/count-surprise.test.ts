import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countSurprise, surprisingCount } from '../../../../shared/alerting/count-surprise.ts';
import { negativeBinomialTail } from '../../../../shared/alerting/incomplete-beta.ts';

/** P(N(0,1) ≥ z), Abramowitz & Stegun 26.2.17. */
function normalTail(z: number): number {
  const t = 1 / (1 + 0.231_641_9 * z);
  const series =
    t *
    (0.319_381_53 + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
}

describe('countSurprise', () => {
  it('is near the exact tail of the negative binomial where alerts are decided', () => {
    for (const mean of [0.5, 2, 10, 80, 400]) {
      for (const spread of [1e-6, 0.05, 0.2]) {
        const variance = mean + spread * mean * mean;
        const count = surprisingCount(3.5, mean, variance);
        const exact = negativeBinomialTail(count, mean, 1 / spread);
        const ratio = normalTail(countSurprise(count, mean, variance)) / exact;
        // Where a handful is expected, the tail is taken for up to thrice as likely as it is: later alerts, never early ones.
        expect(ratio).toBeGreaterThan(0.75);
        expect(ratio).toBeLessThan(mean < 10 ? 3 : 1.3);
      }
    }
  });

  it('grows with the count above the mean', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1000, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(2000),
        (mean, spread, above) => {
          const variance = mean + spread * mean * mean;
          const count = Math.ceil(mean) + above;
          expect(countSurprise(count + 1, mean, variance)).toBeGreaterThan(
            countSurprise(count, mean, variance),
          );
        },
      ),
    );
  });
});

describe('surprisingCount', () => {
  it('is the smallest count that surprises as much', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1000, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 2, max: 9, noNaN: true }),
        (mean, spread, z) => {
          const variance = mean + spread * mean * mean;
          const count = surprisingCount(z, mean, variance);
          expect(countSurprise(count, mean, variance)).toBeGreaterThanOrEqual(z);
          expect(countSurprise(count - 1, mean, variance)).toBeLessThan(z);
        },
      ),
    );
  });
});
