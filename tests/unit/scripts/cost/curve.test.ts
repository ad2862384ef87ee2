import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueAt } from '../../../../scripts/cost/curve.ts';

const POINTS = [
  { x: 1, y: 10 },
  { x: 10, y: 28 },
  { x: 100, y: 208 },
];

describe('a measured curve', () => {
  it('is straight between its points, and what it was first below them', () => {
    expect(valueAt(POINTS, 0.2, 'line')).toBe(10);
    expect(valueAt(POINTS, 5.5, 'line')).toBe(19);
    expect(valueAt(POINTS, 55, 'line')).toBe(118);
  });

  it('goes on along its last line: 8 + 2x stays 8 + 2x', () => {
    expect(valueAt(POINTS, 1000, 'line')).toBeCloseTo(2008);
  });

  it('goes on along a power law: doubling for four times as many stays so', () => {
    const roots = [
      { x: 16, y: 4 },
      { x: 64, y: 8 },
    ];
    expect(valueAt(roots, 1024, 'power')).toBeCloseTo(32);
  });

  it('never falls with more documents where its points do not', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1000), { minLength: 1, maxLength: 6 }),
        fc.double({ min: 0.1, max: 1e6, noNaN: true }),
        fc.constantFrom('line' as const, 'power' as const),
        (steps, x, beyond) => {
          let y = 1;
          const points = steps.map((step, index) => {
            y += step;
            return { x: 4 ** index, y };
          });
          expect(valueAt(points, x * 1.5, beyond)).toBeGreaterThanOrEqual(valueAt(points, x, beyond) - 1e-9);
        },
      ),
    );
  });
});
