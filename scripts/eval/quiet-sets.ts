import { createDetector } from '../../shared/alerting/detector.ts';
import type { CountPoint } from '../../shared/domain/count-point.ts';
import type { EvalSet } from './eval-sets.ts';
import { inventCounts } from './invent-counts.ts';
import { trivialAlerts } from './trivial-methods.ts';

const WEEK_MS = 7 * 24 * 3_600_000;
const WEEKS = 6;
/** As for the development series: two weeks to learn. */
const LEARNING_WEEKS = 2;

/** False alerts in invented series in which nothing happens: each hour, and each five minutes over sums up to an hour. */
export const QUIET_SETS: readonly EvalSet[] = [
  quietSet('invented, hourly with totals', '1h', 60, true),
  quietSet('invented, hourly', '1h', 60, false),
  quietSet('invented, every five minutes', '5m', 12, false),
];

function quietSet(name: string, interval: '5m' | '1h', series: number, withTotals: boolean): EvalSet {
  return {
    name,
    files: [],
    async measure({ timeZone }) {
      const detector = createDetector({ interval, timeZone });
      const stepMinutes = interval === '1h' ? 60 : 5;
      const points = [...inventCounts({ seed: 7, series, weeks: WEEKS, stepMinutes, withTotals })];
      const startMs = Date.parse(points[0]?.timestamp ?? '') + LEARNING_WEEKS * WEEK_MS;
      const isJudged = (timestamp: string) => Date.parse(timestamp) >= startMs;
      const judged = points.filter(({ timestamp }) => isJudged(timestamp)).length;
      const weeks = (judged * stepMinutes * 60_000) / WEEK_MS;
      const alerts = points.filter((point) => detector.push(point).alert && isJudged(point.timestamp)).length;
      return [
        {
          set: name,
          metric: 'false alerts per series-week',
          value: alerts / weeks,
          baseline: trivialCount(points, isJudged) / weeks,
          baselineIs: 'mean + 3 sd of the last 168 counts',
          items: series,
          better: 'lower',
        },
      ];
    },
  };
}

function trivialCount(points: readonly CountPoint[], isJudged: (timestamp: string) => boolean): number {
  return [...trivialAlerts(points).values()].flat().filter(isJudged).length;
}
