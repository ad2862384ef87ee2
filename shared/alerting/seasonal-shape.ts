/** What a shape is fitted to: sums over the past per cell (day kind × hour), weighted by age. */
export interface CellSums {
  /** Counts. */
  readonly counts: Float64Array;
  /** What would be expected with a flat shape. */
  readonly flat: Float64Array;
  /** Observed intervals. */
  readonly intervals: Float64Array;
}

/** Relative standard deviations that the levels of the hierarchy have around the level above. */
const HOUR_SD = 0.2;
const KIND_SD = 0.4;
const CELL_SD = 0.12;
/** Days of each kind in a week. */
const KIND_DAYS = [5, 1, 1] as const;

/**
 * The shape of the day by kind of day, mean 1 over a week. Three levels, each shrunk towards the one above as gamma
 * priors ask for (empirical Bayes for rates; Clayton & Kaldor 1987, Biometrics 43:671): hour of day towards its
 * neighbours, level of the kind of day towards 1, cell towards hour × kind. Counts of a series with more spread than
 * Poisson weigh less.
 * @param spread 1/size of the hourly counts
 */
export function fitShape(sums: CellSums, hours: number, spread: number, shape: Float64Array): void {
  const kinds = sums.counts.length / hours;
  const kindLevel = new Float64Array(kinds).fill(1);
  const kindCounts = new Float64Array(kinds);
  const kindFlat = new Float64Array(kinds);
  let allCounts = 0;
  let allFlat = 0;
  for (let cell = 0; cell < sums.counts.length; cell++) {
    const kind = Math.floor(cell / hours);
    kindCounts[kind] = at(kindCounts, kind) + at(sums.counts, cell);
    kindFlat[kind] = at(kindFlat, kind) + at(sums.flat, cell);
    allCounts += at(sums.counts, cell);
    allFlat += at(sums.flat, cell);
  }
  if (allFlat <= 0 || allCounts <= 0) {
    shape.fill(1);
    return;
  }
  const mean = allCounts / allFlat;
  const kindPrior = 1 / KIND_SD ** 2;
  for (let kind = 0; kind < kinds; kind++)
    kindLevel[kind] = (at(kindCounts, kind) + kindPrior) / (at(kindFlat, kind) * mean + kindPrior);

  const hourCounts = new Float64Array(hours);
  const hourFlat = new Float64Array(hours);
  const hourIntervals = new Float64Array(hours);
  for (let cell = 0; cell < sums.counts.length; cell++) {
    const hour = cell % hours;
    hourCounts[hour] = at(hourCounts, hour) + at(sums.counts, cell);
    hourFlat[hour] =
      at(hourFlat, hour) + at(sums.flat, cell) * mean * at(kindLevel, Math.floor(cell / hours));
    hourIntervals[hour] = at(hourIntervals, hour) + at(sums.intervals, cell);
  }
  const byHour = new Float64Array(hours);
  for (let hour = 0; hour < hours; hour++) {
    const before = (hour + hours - 1) % hours;
    const after = (hour + 1) % hours;
    const near = at(hourCounts, before) + 2 * at(hourCounts, hour) + at(hourCounts, after) + 0.5;
    const nearFlat = at(hourFlat, before) + 2 * at(hourFlat, hour) + at(hourFlat, after) + 0.5;
    byHour[hour] = shrunk(
      at(hourCounts, hour),
      at(hourFlat, hour),
      near / nearFlat,
      HOUR_SD,
      trust(at(hourCounts, hour), at(hourIntervals, hour), spread),
    );
  }
  let weekly = 0;
  for (let cell = 0; cell < sums.counts.length; cell++) {
    const kind = Math.floor(cell / hours);
    shape[cell] = shrunk(
      at(sums.counts, cell),
      at(sums.flat, cell) * mean,
      at(byHour, cell % hours) * at(kindLevel, kind),
      CELL_SD,
      trust(at(sums.counts, cell), at(sums.intervals, cell), spread),
    );
    weekly += at(shape, cell) * (KIND_DAYS[kind] ?? 1);
  }
  const scale = (7 * hours) / weekly;
  for (let cell = 0; cell < sums.counts.length; cell++) shape[cell] = at(shape, cell) * scale;
}

/** A ratio of counts to expected counts, pulled to a prior ratio of the given relative spread. */
function shrunk(counts: number, expected: number, prior: number, sd: number, trusted: number): number {
  const weight = 1 / sd ** 2;
  return (counts * trusted + weight) / (expected * trusted + weight / prior);
}

/** What a count is worth, beside a Poisson count: less where intervals spread more. */
function trust(counts: number, intervals: number, spread: number): number {
  return intervals > 0 ? 1 / (1 + (spread * counts) / intervals) : 1;
}

/** Typed arrays are read within their length throughout. */
function at(array: Float64Array, index: number): number {
  return array[index] ?? 0;
}
