/** How much more often one side says a term than the other. */
export interface LogOdds {
  /** Logarithm of the odds ratio, after the prior; above 0 where the first side says it more. */
  readonly logOdds: number;
  /** The same in standard deviations: what terms are ranked by. */
  readonly z: number;
}

/**
 * The log-odds ratio of a term between two sides with an informative Dirichlet prior: `here` of `hereTotal` against
 * `there` of `thereTotal`, where `prior` of `priorTotal` pseudo-counts come from a background. The prior pulls rare terms
 * to no difference, so that two mentions do not outrank two hundred.
 * @see Monroe, Colaresi & Quinn (2008), Fightin' Words, Political Analysis 16(4), equations 16, 20 and 22
 */
export function logOddsRatio(counts: {
  here: number;
  hereTotal: number;
  there: number;
  thereTotal: number;
  prior: number;
  priorTotal: number;
}): LogOdds {
  const here = counts.here + counts.prior;
  const there = counts.there + counts.prior;
  const logOdds =
    Math.log(here / (counts.hereTotal + counts.priorTotal - here)) -
    Math.log(there / (counts.thereTotal + counts.priorTotal - there));
  return { logOdds, z: logOdds / Math.sqrt(1 / here + 1 / there) };
}
