import { describe, expect, it } from 'vitest';
import { type PhraseHour, phraseEpisodes } from '../../../../shared/alerting/emerging-phrases.ts';
import { addCount, type HourlyCounts, hourlyPoints } from '../../../../shared/alerting/hourly-series.ts';

const HOUR_MS = 3_600_000;
const START = Date.parse('2026-10-04T15:00:00Z');
const WORDS = Array.from({ length: 400 }, (_, index) => `말${index}`);

/** A small generator with a fixed seed (Lehmer). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Hours of negative voices, each with four words; some words are common, most are rare. */
function hoursOf(hours: number, perHour: (hour: number) => number, seed = 7): PhraseHour[] {
  const random = randomOf(seed);
  return Array.from({ length: hours }, (_, hour) => {
    const phrases = new Map<string, number>();
    const negative = Math.round(perHour(hour) * (0.5 + random()));
    for (let word = 0; word < 4 * negative; word += 1) {
      const said = WORDS[Math.floor(WORDS.length * random() ** 3)] ?? '';
      phrases.set(said, (phrases.get(said) ?? 0) + 1);
    }
    return { hourMs: START + hour * HOUR_MS, negative, phrases };
  });
}

describe('emerging phrases', () => {
  it('are those that negative voices suddenly use, from the first time they are said', () => {
    const hours = hoursOf(700, () => 4).map((hour, index) =>
      index >= 680 && index < 690 ? { ...hour, phrases: new Map([...hour.phrases, ['무한로딩', 2]]) } : hour,
    );
    const [episode, ...more] = phraseEpisodes(hours, START);
    expect(more).toEqual([]);
    expect(episode).toMatchObject({
      series: 'phrase:무한로딩',
      startedAt: new Date(START + 680 * HOUR_MS).toISOString(),
      opens: true,
    });
    const alertedAfter = (Date.parse(episode?.alertedAt ?? '') - START) / HOUR_MS - 680;
    expect(alertedAfter).toBeLessThanOrEqual(5);
  });

  it('are none where there are only more voices, or where nothing happens for a year', () => {
    const outage = hoursOf(760, (hour) => (hour >= 700 ? 40 : 4));
    expect(phraseEpisodes(outage, START)).toEqual([]);
    const weeks = 52;
    const quiet = phraseEpisodes(
      hoursOf(weeks * 168, () => 4, 99),
      START,
    );
    expect(quiet.length / weeks).toBeLessThanOrEqual(0.03);
  });

  it('of an hour do not depend on what comes after it', () => {
    const hours = hoursOf(700, () => 4).map((hour, index) =>
      index >= 680 ? { ...hour, phrases: new Map([...hour.phrases, ['무한로딩', 2]]) } : hour,
    );
    const alertOf = (count: number) => phraseEpisodes(hours.slice(0, count), START)[0]?.alertedAt;
    expect(alertOf(690)).toBe(alertOf(700));
  });
});

describe('hourly points', () => {
  const counted = (entries: [hour: number, series: string, negative: number][]): HourlyCounts => {
    const hours: HourlyCounts = new Map();
    for (const [hour, series, negative] of entries) {
      addCount(hours, START + hour * HOUR_MS, series, { documents: negative + 1, negative });
    }
    return hours;
  };

  it('of a version begin with its first voice; those of a reason are zero before', () => {
    const points = hourlyPoints(
      counted([
        [0, 'all', 1],
        [3, 'all', 25],
        [3, 'version:2.0', 25],
        [3, 'code:auth', 25],
      ]),
      START + 4 * HOUR_MS,
    );
    const of = (series: string) =>
      points.filter((point) => point.series === series).map(({ count }) => count);
    expect(of('version:2.0')).toEqual([25, 0]);
    expect(of('code:auth')).toEqual([0, 0, 0, 25, 0]);
  });

  it('leave out series with too few voices, but never the whole', () => {
    const points = hourlyPoints(
      counted([
        [0, 'all', 3],
        [0, 'code:auth', 3],
      ]),
      START,
    );
    expect(points).toEqual([{ series: 'all', timestamp: new Date(START).toISOString(), count: 3, total: 4 }]);
  });
});
