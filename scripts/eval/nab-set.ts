import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { createDetector } from '../../shared/alerting/detector.ts';
import type { EvalSet } from './eval-sets.ts';
import { type NabSeries, nabScore } from './nab-score.ts';
import { trivialAlerts } from './trivial-methods.ts';

const DIRECTORY = 'nab-realTweets/';
const BRANDS = ['AAPL', 'AMZN', 'CRM', 'CVS', 'FB', 'GOOG'];
const WindowsSchema = z.record(z.string(), z.array(z.tuple([z.string(), z.string()])));

/** Mentions of six brands every five minutes, with the windows that the Numenta Anomaly Benchmark labels. */
export const nabSet: EvalSet = {
  name: 'nab-realTweets',
  files: [`${DIRECTORY}windows.json`, ...BRANDS.map(fileOf)],
  async measure({ directory, timeZone }) {
    const text = await readFile(new URL(`${DIRECTORY}windows.json`, directory), 'utf8');
    const windows = WindowsSchema.parse(JSON.parse(text));
    const ours: NabSeries[] = [];
    const trivial: NabSeries[] = [];
    for (const brand of BRANDS) {
      const csv = await readFile(new URL(fileOf(brand), directory), 'utf8');
      const points = csv
        .trim()
        .split('\n')
        .slice(1)
        .map((row) => {
          const [written = '', value] = row.split(',');
          return { series: brand, timestamp: `${written.replace(' ', 'T')}Z`, count: Number(value) };
        });
      const index = new Map(points.map(({ timestamp }, row) => [timestamp, row]));
      const rowOf = (written: string) => index.get(`${written.slice(0, 19).replace(' ', 'T')}Z`) ?? -1;
      const series = {
        rows: points.length,
        windows: (windows[`realTweets/Twitter_volume_${brand}.csv`] ?? []).map(
          ([from, until]) => [rowOf(from), rowOf(until)] as const,
        ),
      };
      const detector = createDetector({ interval: '5m', timeZone });
      const rising = points.flatMap((point, row) => (detector.push(point).alert ? [row] : []));
      ours.push({ ...series, alerts: rising });
      const simple = trivialAlerts(points).get(brand) ?? [];
      trivial.push({ ...series, alerts: simple.map((timestamp) => index.get(timestamp) ?? -1) });
    }
    return [
      {
        set: this.name,
        metric: 'NAB score, standard profile',
        value: nabScore(ours),
        baseline: nabScore(trivial),
        baselineIs: 'mean + 3 sd of the last 168 counts',
        items: ours.reduce((sum, series) => sum + series.windows.length, 0),
        better: 'higher',
      },
    ];
  },
};

function fileOf(brand: string): string {
  return `${DIRECTORY}Twitter_volume_${brand}.csv`;
}
