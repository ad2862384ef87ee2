/**
 * How surprising it is that a negative binomial count reaches `count`, as a standard normal deviate: z with
 * P(N(0,1) ≥ z) ≈ P(X ≥ count). The tail is a value of the incomplete beta function, taken by Paulson's normal
 * approximation of the F distribution (Camp 1951, Biometrika 38:411; Johnson, Kemp & Kotz, Univariate Discrete
 * Distributions, 3rd ed., section 5.6); as good as the knowledge of mean and variance, at the price of two roots.
 * @param mean positive
 * @param variance of the count; below the mean it is taken for the mean (Poisson)
 */
export function countSurprise(count: number, mean: number, variance: number): number {
  if (count <= 0) return Number.NEGATIVE_INFINITY;
  // 1/size of the distribution: 0 is Poisson.
  const spread = Math.max(0, variance - mean) / (mean * mean);
  const root = Math.cbrt(mean / count);
  const byCount = 1 / (9 * count);
  const bySize = spread / 9;
  return (1 - byCount - (1 - bySize) * root) / Math.sqrt(bySize * root * root + byCount);
}

/** The smallest count whose surprise is at least `z`. */
export function surprisingCount(z: number, mean: number, variance: number): number {
  const sd = Math.sqrt(Math.max(mean, variance));
  const skew = (2 * Math.max(mean, variance)) / mean - 1;
  // Cornish-Fisher, first order; then by single counts, or by halves of the distance where it is far.
  let low = Math.floor(mean);
  let high = Math.ceil(mean + z * sd + (skew * (z * z - 1)) / 6) + 1;
  while (countSurprise(high, mean, variance) < z) {
    low = high;
    high += Math.ceil(sd);
  }
  if (countSurprise(high - 3, mean, variance) < z) low = Math.max(low, high - 3);
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (countSurprise(middle, mean, variance) < z) low = middle;
    else high = middle;
  }
  return high;
}
