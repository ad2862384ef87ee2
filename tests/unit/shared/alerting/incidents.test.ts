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
  const episode = (
    name: string,
    from: number,
    until: number,
    count: number,
    expected = 1,
    opens = true,
  ): Episode => ({
    series: name,
    startedAt: at(from),
    alertedAt: at(from),
    endedAt: at(until),
    count,
    expected,
    upper: expected + 2,
    score: 0.9,
    opens,
  });

  it('makes one incident of one outage, led by the series that explains it best', () => {
    const merged = mergeEpisodes(
      [
        episode('code:auth', 499, 504, 45, 1),
        episode('all', 500, 503, 60, 15),
        episode('source:app-review', 500, 503, 55, 12),
        episode('source:ticket', 501, 502, 9, 2),
      ],
      '1h',
    );
    expect(merged).toHaveLength(1);
    expect(merged[0]).toMatchObject({
      series: 'code:auth',
      count: 45,
      startedAt: at(499),
      alertedAt: at(499),
      seriesTogether: ['code:auth', 'all', 'source:app-review', 'source:ticket'],
    });
  });

  it('is led by everything together where no part explains most of it', () => {
    const merged = mergeEpisodes(
      [
        episode('all', 500, 503, 80, 15),
        episode('code:auth', 500, 503, 30, 1),
        episode('code:error', 500, 503, 28, 2),
      ],
      '1h',
    );
    expect(merged[0]?.series).toBe('all');
  });

  it('counts a series that is too weak to alert only where another one has', () => {
    const weak = episode('source:survey', 500, 502, 6, 1, false);
    expect(mergeEpisodes([weak], '1h')).toEqual([]);
    const merged = mergeEpisodes([weak, episode('all', 501, 503, 50)], '1h');
    expect(merged.map(({ seriesTogether }) => seriesTogether)).toEqual([['all', 'source:survey']]);
  });

  it('keeps events of different days apart, whatever their order', () => {
    const merged = mergeEpisodes([episode('all', 560, 562, 20), episode('all', 500, 503, 50)], '1h');
    expect(merged.map(({ startedAt }) => startedAt)).toEqual([at(500), at(560)]);
  });
});
