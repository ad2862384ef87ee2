/** A symmetric matrix by rows; only square ones are meant. */
export type Matrix = readonly Float64Array[];

/**
 * The lower factor L of a symmetric positive definite matrix, A = L·Lᵀ (Golub and Van Loan 2013, algorithm 4.2.1).
 * @throws RangeError where the matrix is not positive definite
 */
export function cholesky(matrix: Matrix): Matrix {
  const factor = matrix.map((row) => new Float64Array(row.length));
  for (const [i, row] of factor.entries()) {
    for (let j = 0; j <= i; j++) {
      const other = factor[j] ?? row;
      let sum = matrix[i]?.[j] ?? 0;
      for (let k = 0; k < j; k++) sum -= (row[k] ?? 0) * (other[k] ?? 0);
      if (i !== j) row[j] = sum / (other[j] ?? 1);
      else if (sum > 0) row[i] = Math.sqrt(sum);
      else throw new RangeError('The matrix is not positive definite.');
    }
  }
  return factor;
}

/** x of L·x = b. */
export function solveLower(factor: Matrix, right: Float64Array): Float64Array {
  const x = new Float64Array(right.length);
  for (const [i, row] of factor.entries()) {
    let sum = right[i] ?? 0;
    for (let k = 0; k < i; k++) sum -= (row[k] ?? 0) * (x[k] ?? 0);
    x[i] = sum / (row[i] ?? 1);
  }
  return x;
}

/** x of Lᵀ·x = b. */
export function solveUpper(factor: Matrix, right: Float64Array): Float64Array {
  const x = new Float64Array(right.length);
  for (let i = right.length - 1; i >= 0; i--) {
    let sum = right[i] ?? 0;
    for (let k = i + 1; k < right.length; k++) sum -= (factor[k]?.[i] ?? 0) * (x[k] ?? 0);
    x[i] = sum / (factor[i]?.[i] ?? 1);
  }
  return x;
}
