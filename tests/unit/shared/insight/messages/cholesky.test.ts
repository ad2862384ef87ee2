import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cholesky, solveLower, solveUpper } from '../../../../../shared/insight/messages/cholesky.ts';

describe('cholesky', () => {
  it('solves any positive definite system', () => {
    const value = fc.double({ min: -3, max: 3, noNaN: true });
    const rows = fc.array(fc.array(value, { minLength: 4, maxLength: 4 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(rows, fc.array(value, { minLength: 4, maxLength: 4 }), (b, wanted) => {
        // B·Bᵀ + I is positive definite.
        const matrix = b.map((row, i) =>
          Float64Array.from(b, (other, j) =>
            row.reduce((sum, x, k) => sum + x * (other[k] ?? 0), i === j ? 1 : 0),
          ),
        );
        const right = Float64Array.from(matrix, (row) =>
          row.reduce((sum, x, k) => sum + x * (wanted[k] ?? 0), 0),
        );
        const factor = cholesky(matrix);
        const solved = solveUpper(factor, solveLower(factor, right));
        for (const [index, x] of wanted.entries()) expect(solved[index]).toBeCloseTo(x, 6);
      }),
    );
  });

  it('refuses a matrix that is not positive definite', () => {
    expect(() => cholesky([Float64Array.of(1, 2), Float64Array.of(2, 1)])).toThrow(RangeError);
  });
});
