import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeEnglishSentiment } from '../../../../shared/nlp/compose-english-sentiment.ts';

const labelOf = (positive: number, negative: number, request: boolean, mood: number) =>
  composeEnglishSentiment({ positive, negative, request, words: 3 }, { mood }).label;

describe('the sentiment of an English text', () => {
  it.each([
    ['praise', 2, 0, false, 0, 'positive'],
    ['blame', 0, 1, false, 0, 'negative'],
    ['nothing', 0, 0, false, 0, 'neutral'],
    ['as much praise as blame', 1, 1, false, 0, 'neutral'],
    ['a failure without hard words', 0, 0, false, -1, 'negative'],
    ['a wish', 0, 0, false, 0.3, 'neutral'],
    ['a request that judges nothing', 0, 0, true, -0.4, 'neutral'],
    ['a request that tells of a failure', 0, 0, true, -1, 'negative'],
    ['a request with praise', 1, 0, true, 0, 'positive'],
  ] as const)('of %s', (_, positive, negative, request, mood, expected) => {
    expect(labelOf(positive, negative, request, mood)).toBe(expected);
  });

  it('leans to blame where somebody writes at length without a word of praise', () => {
    const silent = { positive: 0, negative: 0, request: false };
    expect(composeEnglishSentiment({ ...silent, words: 20 }, { mood: 0 }).score).toBeLessThan(0);
    expect(composeEnglishSentiment({ ...silent, words: 3 }, { mood: 0 }).score).toBe(0);
  });

  it('has a score inside −1…1 that rises with praise and stands on the side of the label', () => {
    const amount = fc.double({ min: 0, max: 50, noNaN: true });
    fc.assert(
      fc.property(
        amount,
        amount,
        fc.double({ min: -8, max: 8, noNaN: true }),
        fc.boolean(),
        (positive, negative, mood, request) => {
          const { label, score } = composeEnglishSentiment(
            { positive, negative, request, words: 3 },
            { mood },
          );
          expect(Math.abs(score)).toBeLessThanOrEqual(1);
          expect(Object.is(score, -0)).toBe(false);
          if (label === 'positive') expect(score).toBeGreaterThan(0);
          if (label === 'negative') expect(score).toBeLessThan(0);
          const more = composeEnglishSentiment(
            { positive: positive + 1, negative, request, words: 3 },
            { mood },
          );
          expect(more.score).toBeGreaterThanOrEqual(score);
        },
      ),
    );
  });
});
