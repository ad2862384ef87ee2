import { describe, expect, it } from 'vitest';
import { type Episode, episodesOf, mergeEpisodes } from '../../../../shared/alerting/incidents.ts';
import type { CountPoint } from '../../../../shared/domain/count-point.ts';

const START = Date.parse('2026-10-04T15:00:00Z');
const at = (hour: number) => new Date(START + hour * 3_600_000).toISOString();

function series(name: string, counts: (hour: number) => number, hours = 600): CountPoint[] {
  return Array.from({ length: hours }, (_, hour) => ({
    series: name,
    timestamp: at(hour),
    count: counts(hour),
  }));
}

const outage = (hour: number) => (hour >= 500 && hour < 504 ? 30 : hour % 2);

describe('episodesOf', () => {
  it('gives the hours of a burst and the counts in them', () => {
    const [episode, ...more] = episodesOf(series('all', outage), { interval: '1h', timeZone: 'Asia/Seoul' });
    expect(more).toEqual([]);
    expect(episode).toMatchObject({ startedAt: at(500), alertedAt: at(500), endedAt: at(504), count: 120 });
    expect(episode?.expected).toBeLessThan(10);
    expect(episode?.upper).toBeLessThan(120);
  });

  it('leaves an episode open while it goes on', () => {
    const [episode] = episodesOf(series('all', outage, 502), { interval: '1h', timeZone: 'Asia/Seoul' });
    expect(episode?.endedAt).toBeUndefined();
  });

  it('starts a slow rise where it began, not where its sum was noticed', () => {
    const slow = (hour: number) => (hour >= 500 && hour < 506 ? 3 : 0);
    const [episode] = episodesOf(series('all', slow), { interval: '1h', timeZone: 'Asia/Seoul' });
    expect(episode?.startedAt).toBe(at(500));
  });
});

describe('mergeEpisodes', () => {
  const episode = (name: string, from: number, until: number, count: number): Episode => ({
    series: name,
    startedAt: at(from),
    alertedAt: at(from),
    endedAt: at(until),
    count,
    expected: 1,
    upper: 3,
    score: 0.9,
  });

  it('makes one incident of one outage, however many series it moves', () => {
    const merged = mergeEpisodes(
      [
        episode('code:auth', 499, 504, 40),
        episode('all', 500, 503, 50),
        episode('source:ticket', 501, 502, 9),
      ],
      '1h',
    );
    expect(merged).toHaveLength(1);
    expect(merged[0]).toMatchObject({
      series: 'all',
      count: 50,
      startedAt: at(500),
      alertedAt: at(499),
      seriesTogether: ['all', 'source:ticket', 'code:auth'],
    });
  });

  it('keeps events of different days apart, whatever their order', () => {
    const merged = mergeEpisodes([episode('all', 560, 562, 20), episode('all', 500, 503, 50)], '1h');
    expect(merged.map(({ startedAt }) => startedAt)).toEqual([at(500), at(560)]);
  });
});
