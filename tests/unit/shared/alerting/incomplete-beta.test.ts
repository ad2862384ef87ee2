import { describe, expect, it } from 'vitest';
import { incompleteBeta, negativeBinomialTail } from '../../../../shared/alerting/incomplete-beta.ts';

describe('incompleteBeta', () => {
  it('agrees with closed forms and with direct sums of the binomial', () => {
    expect(incompleteBeta(0.3, 1, 1)).toBeCloseTo(0.3, 12);
    expect(incompleteBeta(0.3, 2, 1)).toBeCloseTo(0.09, 12);
    // P(X ≥ 15) of Binomial(20, ½) = 21700 / 2^20
    expect(incompleteBeta(0.5, 15, 6)).toBeCloseTo(21_700 / 1_048_576, 12);
    expect(incompleteBeta(0.999, 5_000, 5_000)).toBeCloseTo(1, 12);
  });
});

describe('negativeBinomialTail', () => {
  it('sums to the mass function, and approaches Poisson for a large size', () => {
    // Geometric with mean 1: P(X ≥ n) = 2^−n.
    expect(negativeBinomialTail(5, 1, 1)).toBeCloseTo(1 / 32, 12);
    // Poisson(2): P(X ≥ 3) = 1 − 5·e^−2.
    expect(negativeBinomialTail(3, 2, 1e7)).toBeCloseTo(1 - 5 * Math.exp(-2), 5);
    expect(negativeBinomialTail(0, 2, 3)).toBe(1);
    expect(negativeBinomialTail(1, 0, 3)).toBe(0);
  });
});
