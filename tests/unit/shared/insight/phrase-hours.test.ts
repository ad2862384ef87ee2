import { expect, it } from 'vitest';
import { phraseHours } from '../../../../shared/insight/phrase-hours.ts';
import { bucketsOf, makeContribution } from './contribution-factory.ts';

it('gives the words of negative voices by hour, in the order of time, without voices of which only the day is known', () => {
  const voice = (bucket: string, sentiment: 'negative' | 'positive', terms: string[]) =>
    makeContribution({ bucket, day: '2026-11-20', sentiment, terms });
  const hours = phraseHours(
    bucketsOf([
      voice('2026-11-20T05', 'negative', ['인증', '오류']),
      voice('2026-11-20T05', 'positive', ['인증', '편하다']),
      voice('2026-11-20T04', 'negative', ['인증']),
      voice('2026-11-20', 'negative', ['늦다']),
    ]),
  );
  expect(hours).toEqual([
    { hourMs: Date.parse('2026-11-20T04:00:00.000Z'), negative: 1, phrases: new Map([['인증', 1]]) },
    {
      hourMs: Date.parse('2026-11-20T05:00:00.000Z'),
      negative: 1,
      phrases: new Map([
        ['인증', 1],
        ['오류', 1],
      ]),
    },
  ]);
});
