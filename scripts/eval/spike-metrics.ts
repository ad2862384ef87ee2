import { compareText } from '../../shared/domain/compare-text.ts';
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
  readonly outbreaks: readonly {
    series: string;
    /** `x2`, `x3`, `x5` (sudden) or `ramp`. */
    kind: string;
    start: string;
    end: string;
    detectable: boolean;
  }[];
}

interface Judgement {
  /** Of the detectable outbreaks of each kind. */
  readonly found: ReadonlyMap<string, number>;
  readonly falseAlerts: number;
  /** Hours from the start to the alert, of the sudden outbreaks found. */
  readonly medianDelay: number;
}

/** Hours (ISO) at which each series alerted. */
export type AlertHours = ReadonlyMap<string, readonly string[]>;

/**
 * Detection rates of detectable outbreaks, delay of the sudden ones, and false alerts per series and week, after the
 * warm-up, beside a second set of alerts. The same rules as the scorer of the development data.
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
    ...[...a.found].map(([kind, value]) => ({
      ...row,
      metric: `detectable outbreaks found, ${kind}`,
      value,
      baseline: b.found.get(kind) ?? 0,
      better: 'higher' as const,
    })),
    {
      ...row,
      metric: 'median delay of sudden ones, hours',
      value: a.medianDelay,
      baseline: b.medianDelay,
      better: 'lower',
    },
    {
      ...row,
      metric: 'false alerts per series-week',
      value: a.falseAlerts,
      baseline: b.falseAlerts,
      better: 'lower',
    },
  ];
}

function judged(truth: SpikeTruth, alerts: AlertHours): Judgement {
  const startMs = Date.parse(truth.start);
  const hourOf = (iso: string) => Math.floor((Date.parse(iso) - startMs) / HOUR_MS);
  const tallies = new Map<string, { detectable: number; found: number }>();
  const delays: number[] = [];
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
    for (const { kind, from, until } of outbreaks.filter((one) => one.detectable)) {
      const tally = tallies.get(kind) ?? { detectable: 0, found: 0 };
      tallies.set(kind, tally);
      tally.detectable += 1;
      const alert = hours.find((hour) => hour >= from && hour < until + GRACE_HOURS);
      if (alert === undefined) continue;
      tally.found += 1;
      if (kind !== 'ramp') delays.push(alert - from);
    }
    const isClean = (hour: number) =>
      hour >= truth.warmupHours &&
      outbreaks.every(
        ({ from, until }) => hour < from || hour >= Math.min(truth.hours, until + IGNORE_HOURS),
      );
    const absent = new Set(missing);
    for (let hour = truth.warmupHours; hour < truth.hours; hour += 1) {
      if (isClean(hour) && !absent.has(hour)) cleanHours += 1;
    }
    falseAlerts += beginnings(hours).filter(isClean).length;
  }
  const rates = [...tallies].map(([kind, { detectable, found }]) => [kind, found / detectable] as const);
  return {
    found: new Map(rates.sort(([a], [b]) => compareText(a, b))),
    falseAlerts: cleanHours === 0 ? 0 : falseAlerts / (cleanHours / (24 * 7)),
    medianDelay: median(delays),
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
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
