import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDetector } from '../../../../shared/alerting/detector.ts';
import type { CountPoint, Detection } from '../../../../shared/domain/count-point.ts';
import { VocError } from '../../../../shared/domain/errors.ts';

const START = Date.parse('2026-09-06T15:00:00Z');
const HOUR_MS = 3_600_000;

/** Deterministic Poisson counts with a daily rhythm in Seoul. */
function quietSeries(hours: number, mean: number, seed: number): CountPoint[] {
  let state = seed;
  const random = () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return (state + 0.5) / 4_294_967_296;
  };
  return Array.from({ length: hours }, (_, hour) => {
    const rhythm = 1 + 0.6 * Math.sin(((hour % 24) / 24) * 2 * Math.PI);
    let count = 0;
    for (let product = random(); product > Math.exp(-mean * rhythm); product *= random()) count++;
    return { series: 's', timestamp: new Date(START + hour * HOUR_MS).toISOString(), count };
  });
}

function detect(points: readonly CountPoint[]): Detection[] {
  const detector = createDetector({ interval: '1h', timeZone: 'Asia/Seoul' });
  return points.map((point) => detector.push(point));
}

const withBurst = (points: readonly CountPoint[], from: number, hours: number, extra: number) =>
  points.map((point, hour) =>
    hour >= from && hour < from + hours ? { ...point, count: point.count + extra } : point,
  );

describe('createDetector', () => {
  it('stays almost silent over quiet weeks of twenty series', () => {
    const alerts = Array.from({ length: 20 }, (_, seed) => detect(quietSeries(6 * 168, 8, seed + 1)))
      .flat()
      .filter(({ alert }) => alert);
    // 20 series × 5 weeks after warm-up, at most 0.15 per series-week.
    expect(alerts.length).toBeLessThanOrEqual(15);
  });

  it('raises one alert in the first hour of a burst, and not again while it lasts', () => {
    const decided = detect(withBurst(quietSeries(4 * 168, 8, 3), 500, 6, 40));
    const alerts = decided.flatMap(({ alert }, hour) => (alert && hour >= 490 && hour < 520 ? [hour] : []));
    expect(alerts).toEqual([500]);
    expect(decided[500]?.score).toBeGreaterThan(0.5);
  });

  it('knows the usual rhythm of the day', () => {
    const decided = detect(quietSeries(4 * 168, 12, 5));
    const peak = decided[3 * 168 + 6]?.expected ?? 0;
    const trough = decided[3 * 168 + 18]?.expected ?? 0;
    expect(peak).toBeGreaterThan(2 * trough);
  });

  it('learns for a week before it alerts, and alerts on no fewer than three', () => {
    expect(detect(withBurst(quietSeries(168, 8, 3), 100, 4, 60)).some(({ alert }) => alert)).toBe(false);
    const rare = quietSeries(4 * 168, 8, 3).map((point) => ({ ...point, count: 0 }));
    expect(detect(withBurst(rare, 600, 1, 2)).some(({ alert }) => alert)).toBe(false);
    expect(detect(withBurst(rare, 600, 1, 6))[600]?.alert).toBe(true);
  });

  it('decides from the past alone', () => {
    const points = quietSeries(400, 5, 11);
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 399 }), fc.nat(200), (cut, extra) => {
        const changed = points.map((point, hour) => (hour > cut ? { ...point, count: extra } : point));
        expect(detect(changed).slice(0, cut + 1)).toEqual(detect(points).slice(0, cut + 1));
      }),
      { numRuns: 10 },
    );
  });

  it('keeps series apart', () => {
    const points = quietSeries(300, 5, 2);
    const detector = createDetector({ interval: '1h', timeZone: 'Asia/Seoul' });
    const mixed = points.map((point) => {
      detector.push({ ...point, series: 'other', count: point.count * 7 });
      return detector.push(point);
    });
    expect(mixed).toEqual(detect(points));
  });

  it('does not take missing hours for zero', () => {
    const points = quietSeries(4 * 168, 30, 4);
    const gaps = points.filter((_, hour) => hour < 300 || hour >= 400);
    const zeros = points.map((point, hour) => (hour >= 300 && hour < 400 ? { ...point, count: 0 } : point));
    const at = (decided: readonly Detection[], hour: number) => {
      const timestamp = new Date(START + hour * HOUR_MS).toISOString();
      return decided.find((one) => one.timestamp === timestamp)?.expected ?? 0;
    };
    const usual = at(detect(points), 400);
    expect(at(detect(gaps), 400)).toBeGreaterThan(0.8 * usual);
    expect(at(detect(zeros), 400)).toBeLessThan(0.8 * usual);
  });

  it('takes no notice when only neutral feedback surges', () => {
    const points = quietSeries(5 * 168, 8, 21).map((point, hour) => ({
      ...point,
      total: point.count + 20 + (hour % 5) + (hour >= 700 && hour < 708 ? 90 : 0),
    }));
    expect(
      detect(points)
        .slice(690)
        .some(({ alert }) => alert),
    ).toBe(false);
  });

  it('learns from the total that today is a quieter day', () => {
    const day = 29 * 24;
    const onDay = (factor: number) =>
      quietSeries(30 * 24, 2, 8).map((point, hour) => ({
        ...point,
        total: point.count + Math.round(100 * (hour >= day ? factor : 1)),
      }));
    const evening = (points: readonly CountPoint[]) => detect(points)[day + 20]?.expected ?? 0;
    expect(evening(onDay(0.4))).toBeLessThan(0.6 * evening(onDay(1)));
  });

  it('expects a public holiday to be like a Sunday, and Monday on the day after', () => {
    // A service desk: nothing on Sundays, twice as much on Mondays. The sixth week has Chuseok, Monday to Thursday.
    const desk = (hour: number) => {
      const weekday = Math.floor(hour / 24) % 7;
      return weekday === 6 ? 0 : weekday === 0 ? 60 : 30;
    };
    const start = Date.parse('2025-08-31T15:00:00Z');
    const points = Array.from({ length: 40 * 24 }, (_, hour) => ({
      series: 's',
      timestamp: new Date(start + hour * HOUR_MS).toISOString(),
      count: desk(hour) + (hour % 3),
    }));
    const decided = detect(points);
    const expectedOn = (date: string) =>
      decided.find(({ timestamp }) => timestamp === `${date}T03:00:00.000Z`)?.expected ?? 0;
    expect(expectedOn('2025-09-30')).toBeGreaterThan(25);
    expect(expectedOn('2025-10-06')).toBeLessThan(10);
    expect(expectedOn('2025-10-10')).toBeGreaterThan(1.2 * expectedOn('2025-09-30'));
  });

  it('sees a slow rise that no single hour shows', () => {
    const points = quietSeries(5 * 168, 6, 13).map((point, hour) => ({
      ...point,
      count: hour >= 720 && hour < 744 ? point.count + Math.round((hour - 719) / 3) : point.count,
    }));
    const alerts = detect(points).flatMap(({ alert }, hour) => (alert ? [hour] : []));
    expect(alerts).toHaveLength(1);
    expect(alerts[0]).toBeGreaterThan(722);
    expect(alerts[0]).toBeLessThan(744);
  });

  it('neither learns an outbreak nor forgets the rhythm over it', () => {
    const points = quietSeries(5 * 168, 8, 17);
    const plain = detect(points)[700]?.expected ?? 0;
    const after = detect(withBurst(points, 600, 24, 80))[700]?.expected ?? 0;
    expect(after).toBeLessThan(1.25 * plain);
    expect(after).toBeGreaterThan(0.8 * plain);
  });

  it('is ready for the next outbreak once one is over', () => {
    const points = withBurst(withBurst(quietSeries(5 * 168, 8, 19), 600, 5, 60), 650, 5, 60);
    const alerts = detect(points).flatMap(({ alert }, hour) => (alert && hour >= 590 ? [hour] : []));
    expect(alerts).toEqual([600, 650]);
  });

  it('refuses a timestamp that repeats or goes back', () => {
    const detector = createDetector({ interval: '1h', timeZone: 'Asia/Seoul' });
    const point = { series: 's', timestamp: '2026-11-10T01:00:00Z', count: 1 };
    detector.push(point);
    for (const timestamp of [point.timestamp, '2026-11-10T09:00:00+09:00']) {
      expect(() => detector.push({ ...point, timestamp })).toThrow(VocError);
    }
    expect(() => detector.push({ ...point, timestamp: '2026-11-10T02:00:00Z' })).not.toThrow();
  });

  it('takes 5-minute and daily series too', () => {
    for (const [interval, stepMs, usual] of [
      ['5m', 300_000, 900],
      ['1d', 86_400_000, 40],
    ] as const) {
      const detector = createDetector({ interval, timeZone: 'Asia/Seoul' });
      const push = (index: number, count: number) =>
        detector.push({ series: 's', timestamp: new Date(START + index * stepMs).toISOString(), count });
      for (let index = 0; index < usual; index++) expect(push(index, 10 + (index % 3)).alert).toBe(false);
      expect(push(usual, 90).alert).toBe(true);
    }
  });
});
