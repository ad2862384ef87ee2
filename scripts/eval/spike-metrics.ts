import type { EvalRow } from './eval-row.ts';

const HOUR_MS = 3_600_000;
/** Alerts at most this far apart are one; one that stays on counts again after the second. */
const MERGE_HOURS = 3;
const RECOUNT_HOURS = 6;
/** An outbreak is still detected this long after its end, and its hours stay out of the judgement this long. */
const GRACE_HOURS = 2;
const IGNORE_HOURS = 12;

export interface SpikeTruth {
  readonly start: string;
  readonly hours: number;
  readonly warmupHours: number;
  readonly series: readonly { series: string; missing: readonly number[] }[];
  readonly outbreaks: readonly { series: string; start: string; end: string; detectable: boolean }[];
}

/** Hours (ISO) at which each series alerted. */
export type AlertHours = ReadonlyMap<string, readonly string[]>;

/**
 * Detection rate of detectable outbreaks and false alerts per series and week, after the warm-up, beside a second set
 * of alerts. The same rules as the scorer of the development data.
 */
export function spikeMetrics(
  set: string,
  truth: SpikeTruth,
  ours: AlertHours,
  trivial: AlertHours,
): EvalRow[] {
  const a = judged(truth, ours);
  const b = judged(truth, trivial);
  const row = { set, baselineIs: 'mean + 3 sd of the last 7 days', items: truth.outbreaks.length };
  return [
    { ...row, metric: 'detectable outbreaks found', value: a.found, baseline: b.found, better: 'higher' },
    {
      ...row,
      metric: 'false alerts per series-week',
      value: a.falseAlerts,
      baseline: b.falseAlerts,
      better: 'lower',
    },
  ];
}

function judged(truth: SpikeTruth, alerts: AlertHours): { found: number; falseAlerts: number } {
  const startMs = Date.parse(truth.start);
  const hourOf = (iso: string) => Math.floor((Date.parse(iso) - startMs) / HOUR_MS);
  let detectable = 0;
  let found = 0;
  let falseAlerts = 0;
  let cleanHours = 0;
  for (const { series, missing } of truth.series) {
    const hours = (alerts.get(series) ?? [])
      .map(hourOf)
      .filter((hour) => hour >= 0 && hour < truth.hours)
      .sort((a, b) => a - b);
    const outbreaks = truth.outbreaks
      .filter((outbreak) => outbreak.series === series)
      .map(({ start, end, ...rest }) => ({ ...rest, from: hourOf(start), until: hourOf(end) }));
    for (const outbreak of outbreaks.filter((one) => one.detectable)) {
      detectable += 1;
      if (hours.some((hour) => hour >= outbreak.from && hour < outbreak.until + GRACE_HOURS)) found += 1;
    }
    const isClean = (hour: number) =>
      hour >= truth.warmupHours &&
      outbreaks.every(
        ({ from, until }) => hour < from || hour >= Math.min(truth.hours, until + IGNORE_HOURS),
      );
    for (let hour = truth.warmupHours; hour < truth.hours; hour += 1) {
      if (isClean(hour) && !missing.includes(hour)) cleanHours += 1;
    }
    falseAlerts += beginnings(hours).filter(isClean).length;
  }
  return {
    found: detectable === 0 ? 0 : found / detectable,
    falseAlerts: cleanHours === 0 ? 0 : falseAlerts / (cleanHours / (24 * 7)),
  };
}

function beginnings(hours: readonly number[]): number[] {
  const begins: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const hour of hours) {
    if (hour - last > MERGE_HOURS || hour - (begins.at(-1) ?? hour) >= RECOUNT_HOURS) begins.push(hour);
    last = hour;
  }
  return begins;
}
