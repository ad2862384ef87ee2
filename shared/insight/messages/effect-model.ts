import { cholesky, type Matrix, solveLower, solveUpper } from './cholesky.ts';

/** One send: its results and what it carried. All rows have columns of the same length. */
export interface EffectRow {
  /** Sends of one campaign share audience and hour: their results vary together. */
  readonly campaign: string;
  readonly trials: number;
  readonly events: number;
  /** What the effects are asked of: 0 or 1 each. */
  readonly features: readonly number[];
  /** What must not be taken for an effect: channel, segment, season; 0 or 1 each. */
  readonly controls: readonly number[];
}

/** The effect of a feature on the log-odds of an event: posterior mean, and the ends of its 95 % interval. */
export interface Effect {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Standard deviations that the model weighs against each other, in log-odds. */
const SPREADS = [0.02, 0.06, 0.12, 0.2, 0.32, 0.5, 0.8];
/** Half-normal priors of the three spreads: a word moves the odds by a factor of 1.5 rather than 5. */
const PRIOR_SCALE = 0.5;
/** Channels and segments differ more than words do. */
const CONTROL_DEVIATION = 1.5;
const INTERCEPT_DEVIATION = 10;

/**
 * Effects of features on the odds of an event, all at once: a regularised logistic regression whose sends scatter
 * more than chance (logistic-normal, with a spread for sends and one for campaigns). The effects are drawn together by
 * a normal prior whose width is learnt from the data, so that a word of few sends stays near 1. Empirical logits with
 * Haldane and Anscombe's half (Cox and Snell 1989, § 2.1) make the likelihood normal; the three spreads are integrated
 * over a grid with half-normal priors (Gelman 2006, Bayesian Analysis 1:515; Gelman et al. 2013, BDA3, chs. 5 and 15).
 * Intervals come from the mixture over the grid. Rows need at least one trial.
 */
export function fitEffects(rows: readonly EffectRow[]): Effect[] {
  const features = rows[0]?.features.length ?? 0;
  if (features === 0) return [];
  const data = prepared(rows);
  const fits: Fit[] = [];
  for (const send of SPREADS) {
    for (const campaign of SPREADS) {
      const moments = momentsOf(data, send, campaign);
      for (const effect of SPREADS) fits.push(fitOne(data, moments, features, { send, campaign, effect }));
    }
  }
  const best = Math.max(...fits.map((fit) => fit.logWeight));
  const weights = fits.map((fit) => Math.exp(fit.logWeight - best));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const likely = fits.flatMap((fit, index) => {
    const weight = (weights[index] ?? 0) / total;
    return weight > 1e-6 ? [{ weight, fit }] : [];
  });
  return Array.from({ length: features }, (_, feature) => {
    const parts = likely.map(({ weight, fit }) => ({
      weight,
      mean: fit.means[feature] ?? 0,
      deviation: fit.deviations[feature] ?? 1,
    }));
    return {
      mean: parts.reduce((sum, part) => sum + part.weight * part.mean, 0),
      low: quantile(parts, 0.025),
      high: quantile(parts, 0.975),
    };
  });
}

interface Prepared {
  readonly columns: number;
  readonly controls: number;
  readonly sends: readonly { readonly x: Float64Array; readonly y: number; readonly variance: number }[];
  readonly campaigns: readonly (readonly number[])[];
}

function prepared(rows: readonly EffectRow[]): Prepared {
  const byCampaign = new Map<string, number[]>();
  const sends = rows.map(({ campaign, trials, events, features, controls }, index) => {
    byCampaign.set(campaign, [...(byCampaign.get(campaign) ?? []), index]);
    const hits = Math.min(events, trials) + 0.5;
    const misses = trials - Math.min(events, trials) + 0.5;
    return {
      x: Float64Array.from([...features, ...controls, 1]),
      y: Math.log(hits / misses),
      variance: 1 / hits + 1 / misses,
    };
  });
  const [first] = rows;
  return {
    columns: (first?.features.length ?? 0) + (first?.controls.length ?? 0) + 1,
    controls: first?.controls.length ?? 0,
    sends,
    campaigns: [...byCampaign.values()],
  };
}

interface Moments {
  readonly xx: Matrix;
  readonly xy: Float64Array;
  readonly yy: number;
  readonly logDeterminant: number;
}

/** X′V⁻¹X, X′V⁻¹y, y′V⁻¹y and log|V|, campaign by campaign (Sherman and Morrison 1950). */
function momentsOf(data: Prepared, send: number, campaign: number): Moments {
  const { columns } = data;
  const xx = Array.from({ length: columns }, () => new Float64Array(columns));
  const xy = new Float64Array(columns);
  let yy = 0;
  let logDeterminant = 0;
  for (const members of data.campaigns) {
    const sumX = new Float64Array(columns);
    let sumY = 0;
    let sumWeight = 0;
    for (const index of members) {
      const one = data.sends[index];
      if (one === undefined) continue;
      const weight = 1 / (one.variance + send * send);
      addOuter(xx, one.x, weight);
      for (let j = 0; j < columns; j++) {
        const weighted = weight * (one.x[j] ?? 0);
        xy[j] = (xy[j] ?? 0) + weighted * one.y;
        sumX[j] = (sumX[j] ?? 0) + weighted;
      }
      yy += weight * one.y * one.y;
      sumY += weight * one.y;
      sumWeight += weight;
      logDeterminant -= Math.log(weight);
    }
    const shared = (campaign * campaign) / (1 + campaign * campaign * sumWeight);
    addOuter(xx, sumX, -shared);
    for (let j = 0; j < columns; j++) xy[j] = (xy[j] ?? 0) - shared * (sumX[j] ?? 0) * sumY;
    yy -= shared * sumY * sumY;
    logDeterminant += Math.log1p(campaign * campaign * sumWeight);
  }
  return { xx, xy, yy, logDeterminant };
}

function addOuter(matrix: readonly Float64Array[], x: Float64Array, weight: number): void {
  for (const [i, row] of matrix.entries()) {
    const scaled = weight * (x[i] ?? 0);
    if (scaled === 0) continue;
    for (let j = 0; j < row.length; j++) row[j] = (row[j] ?? 0) + scaled * (x[j] ?? 0);
  }
}

interface Fit {
  readonly logWeight: number;
  readonly means: Float64Array;
  readonly deviations: Float64Array;
}

function fitOne(
  data: Prepared,
  { xx, xy, yy, logDeterminant }: Moments,
  features: number,
  spread: { readonly send: number; readonly campaign: number; readonly effect: number },
): Fit {
  const prior = (column: number) => {
    if (column < features) return spread.effect;
    return column < features + data.controls ? CONTROL_DEVIATION : INTERCEPT_DEVIATION;
  };
  const precision = xx.map((row, i) => {
    const copy = Float64Array.from(row);
    copy[i] = (copy[i] ?? 0) + 1 / prior(i) ** 2;
    return copy;
  });
  const factor = cholesky(precision);
  const half = solveLower(factor, xy);
  let logDetPrecision = 0;
  for (const [i, row] of factor.entries()) logDetPrecision += 2 * Math.log(row[i] ?? 1);
  let logDetPrior = 0;
  for (let i = 0; i < data.columns; i++) logDetPrior += 2 * Math.log(prior(i));
  const explained = half.reduce((sum, value) => sum + value * value, 0);
  const deviations = new Float64Array(features);
  for (let feature = 0; feature < features; feature++) {
    const unit = new Float64Array(data.columns);
    unit[feature] = 1;
    const column = solveLower(factor, unit);
    deviations[feature] = Math.sqrt(column.reduce((sum, value) => sum + value * value, 0));
  }
  return {
    logWeight:
      -0.5 * (logDeterminant + logDetPrior + logDetPrecision + yy - explained) +
      logPrior(spread.send) +
      logPrior(spread.effect) +
      logPrior(spread.campaign),
    means: solveUpper(factor, half).slice(0, features),
    deviations,
  };
}

/** Half-normal; the grid is even in the logarithm, so a point stands for a stretch as wide as itself. */
function logPrior(spread: number): number {
  return Math.log(spread) - 0.5 * (spread / PRIOR_SCALE) ** 2;
}

/** The quantile of a mixture of normals, by bisection. */
function quantile(
  parts: readonly { readonly weight: number; readonly mean: number; readonly deviation: number }[],
  share: number,
): number {
  let low = Math.min(...parts.map(({ mean, deviation }) => mean - 6 * deviation));
  let high = Math.max(...parts.map(({ mean, deviation }) => mean + 6 * deviation));
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    const below = parts.reduce(
      (sum, { weight, mean, deviation }) => sum + weight * normalCdf((middle - mean) / deviation),
      0,
    );
    if (below < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Abramowitz and Stegun 1964, 26.2.17; the error is below 7.5e-8. */
function normalCdf(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const poly =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly;
  return z >= 0 ? 1 - tail : tail;
}
