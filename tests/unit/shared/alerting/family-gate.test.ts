import { describe, expect, it } from 'vitest';
import { scoresNeeded } from '../../../../shared/alerting/family-gate.ts';
import { episodesOf, mergeEpisodes } from '../../../../shared/alerting/incidents.ts';
import type { CountPoint } from '../../../../shared/domain/count-point.ts';

const START = Date.parse('2026-06-28T15:00:00Z');
const HOUR_MS = 3_600_000;

/** A small generator with a fixed seed (sfc32 of PractRand). */
function randomOf(seed: number): () => number {
  let [a, b, c, counter] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, seed];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let warm = 0; warm < 12; warm += 1) next();
  return next;
}

function poisson(mean: number, random: () => number): number {
  const limit = Math.exp(-mean);
  let product = random();
  let count = 0;
  while (product > limit) {
    product *= random();
    count += 1;
  }
  return count;
}

/**
 * A family in which nothing happens: each voice has a source, a version and often a code, so that the series move
 * together; busy by day, quiet at night, and overdispersed from hour to hour.
 */
function quietFamily(seed: number, weeks: number): CountPoint[] {
  const random = randomOf(seed);
  const pick = (kind: string, size: number) => `${kind}:${Math.floor(size * random() ** 2)}`;
  const names = [
    'all',
    ...Array.from({ length: 4 }, (_, index) => `source:${index}`),
    ...Array.from({ length: 14 }, (_, index) => `code:${index}`),
    ...Array.from({ length: 8 }, (_, index) => `stage:${index}`),
    ...Array.from({ length: 173 }, (_, index) => `version:${index}`),
  ];
  const points: CountPoint[] = [];
  for (let hour = 0; hour < weeks * 168; hour += 1) {
    const day = 1 + 0.8 * Math.sin(((hour % 24) / 24) * 2 * Math.PI - Math.PI / 2);
    // A gamma factor of mean 1 and variance 1/8: the sum of eight exponentials.
    const factor = Array.from({ length: 8 }, () => -Math.log(1 - random())).reduce((a, b) => a + b, 0) / 8;
    const counts = new Map<string, number>();
    for (let voice = poisson(12 * day * factor, random); voice > 0; voice -= 1) {
      const series = ['all', pick('source', 4), pick('stage', 8), pick('version', 173), pick('code', 14)];
      for (const name of series) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    const timestamp = new Date(START + hour * HOUR_MS).toISOString();
    for (const series of names) {
      points.push({ series, timestamp, count: counts.get(series) ?? 0, total: 40 });
    }
  }
  return points;
}

describe('the gate of a family of series', () => {
  it('asks of the whole what the detector asks, and of its parts the more the more there are', () => {
    const needed = scoresNeeded(['all', 'source:a', 'code:a', 'code:b', ...many('version', 100)]);
    expect(needed('all')).toBe(0.5);
    expect(needed('source:a')).toBeGreaterThan(0.5);
    expect(needed('code:a')).toBeGreaterThan(needed('source:a'));
    expect(needed('version:1')).toBeGreaterThan(needed('code:a'));
    expect(needed('version:1')).toBeLessThan(0.75);
  });

  it('spends no more on all parts together than half of what one series spends', () => {
    const names = ['all', 'source:a', 'source:b', ...many('code', 14), ...many('version', 180)];
    const needed = scoresNeeded(names);
    const tail = (score: number) => 5e-4 ** (score / (1 - score));
    const spent = names.filter((name) => name !== 'all').reduce((sum, name) => sum + tail(needed(name)), 0);
    expect(spent).toBeCloseTo(5e-4 / 2, 10);
  });

  it('keeps 200 series in which nothing happens at no more than 0.1 incidents a week', () => {
    const weeks = 10;
    const episodes = episodesOf(quietFamily(11, weeks), { interval: '1h', timeZone: 'Asia/Seoul' });
    expect(mergeEpisodes(episodes, '1h').length / weeks).toBeLessThanOrEqual(0.1);
    // Without the gate it would not be quiet: the test can fail.
    const ungated = episodes.map((episode) => ({ ...episode, opens: true }));
    expect(mergeEpisodes(ungated, '1h').length / weeks).toBeGreaterThan(0.3);
  });
});

function many(kind: string, size: number): string[] {
  return Array.from({ length: size }, (_, index) => `${kind}:${index}`);
}
