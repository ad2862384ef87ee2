/** Alerts in one series, beside the windows of its anomalies; all are row numbers, windows with both ends. */
export interface NabSeries {
  readonly rows: number;
  readonly windows: readonly (readonly [number, number])[];
  readonly alerts: readonly number[];
}

const PROBATION = 0.15;
const MAX_PROBATION_ROWS = 750;
const FALSE_ALERT_COST = 0.11;

/**
 * The score of the Numenta Anomaly Benchmark v1.1, standard profile: 0 is a silent detector, 100 finds every window at
 * its first row and nothing else (Lavin & Ahmad 2015, arXiv:1510.03336).
 */
export function nabScore(all: readonly NabSeries[]): number {
  let gained = 0;
  let windows = 0;
  let countable = 0;
  for (const { rows, windows: spans, alerts } of all) {
    const probation = Math.min(Math.floor(PROBATION * rows), MAX_PROBATION_ROWS);
    const live = alerts.filter((row) => row >= probation);
    windows += spans.length;
    for (const [from, until] of spans.filter((span) => span[1] >= probation)) {
      countable += 1;
      const hit = live.find((row) => row >= from && row <= until);
      // Nothing found costs what a find may earn; a late find earns little.
      gained += hit === undefined ? 0 : 1 + sigmoid(-(until - hit + 1) / (until - from + 1)) / sigmoid(-1);
    }
    for (const row of live.filter((one) => !spans.some(([from, until]) => one >= from && one <= until))) {
      const before = spans.filter(([, until]) => until < row).at(-1);
      const past =
        before === undefined ? Number.POSITIVE_INFINITY : (row - before[1]) / (before[1] - before[0]);
      gained += FALSE_ALERT_COST * (past > 3 ? -1 : sigmoid(past));
    }
  }
  return windows === 0 ? 0 : (100 * gained) / (windows + countable);
}

function sigmoid(position: number): number {
  return 2 / (1 + Math.exp(5 * position)) - 1;
}
