import { describe, expect, it, vi } from 'vitest';
import { DetectionSchema } from '../../../../shared/domain/count-point.ts';
import { ndjson, runVoc } from '../run-voc.ts';

const hour = (index: number) => new Date(Date.UTC(2026, 8, 1) + index * 3_600_000).toISOString();

// Each run is a process or loads the dictionary; a busy machine needs its time.
vi.setConfig({ testTimeout: 90_000 });

describe('voc detect', () => {
  it('finds the outbreak in one of two interleaved series, once, in the order of the input', async () => {
    const points = Array.from({ length: 24 * 21 }, (_, index) => [
      { series: 'calm', timestamp: hour(index), count: 3 + (index % 3) },
      { series: 'app', timestamp: hour(index), count: index >= 500 ? 60 : 3 + (index % 4) },
    ]).flat();
    const { code, out } = await runVoc(['detect'], { input: ndjson(points) });
    expect(code).toBe(0);
    const decisions = out.map((line) => DetectionSchema.parse(JSON.parse(line)));
    expect(decisions.map(({ series, timestamp }) => `${series} ${timestamp}`)).toEqual(
      points.map(({ series, timestamp }) => `${series} ${timestamp}`),
    );
    const alerts = decisions.filter(({ alert }) => alert);
    expect(alerts.map(({ series, timestamp }) => `${series} ${timestamp}`)).toEqual([`app ${hour(500)}`]);
  });

  it('reads CSV and names bad and repeated points', async () => {
    const { code, out, errors } = await runVoc(['detect', '--interval', '1d'], {
      input: [
        'series,timestamp,count,total',
        'a,2026-09-01T00:00:00Z,3,10',
        'a,2026-09-01T00:00:00Z,4,10',
        'a,yesterday,4,10',
        'a,2026-09-02T00:00:00Z,-1,10',
        'a,2026-09-03T00:00:00Z,many,',
        'a,2026-09-04T00:00:00Z,2,',
      ].join('\n'),
    });
    expect(code).toBe(0);
    expect(out).toHaveLength(2);
    expect(errors.map(({ line, field, code: reason }) => [line, field, reason])).toEqual([
      [3, 'timestamp', 'count-point.out-of-order'],
      [4, 'timestamp', 'count-point.schema-mismatch'],
      [5, 'count', 'count-point.schema-mismatch'],
      [6, 'count', 'count-point.schema-mismatch'],
    ]);
  });

  it('takes only the documented intervals', async () => {
    const { code, err } = await runVoc(['detect', '--interval', '2h']);
    expect(code).toBe(2);
    expect(err.join('\n')).toContain('5m, 1h, 1d');
  });
});
