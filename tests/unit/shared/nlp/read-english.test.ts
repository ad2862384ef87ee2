import { describe, expect, it } from 'vitest';
import { createEnglishReader } from '../../../../shared/nlp/read-english.ts';
import type { Token } from '../../../../shared/nlp/tokenizer.ts';

const read = createEnglishReader({
  version: '1',
  positive: ['good', 'love'],
  negative: ['bad', 'crash'],
  negations: ['not', 'never'],
  contrast: ['but'],
});
/** Words with their dictionary form after a slash where it differs. */
const judge = (text: string) =>
  read(
    text.split(' ').map((word, index): Token => {
      const [surface = '', lemma = surface] = word.split('/');
      return { surface, lemma, pos: 'X', start: index * 10, end: index * 10 + surface.length };
    }),
  );

describe('words of judgement in English', () => {
  it.each([
    ['Good and good', 2, 0],
    ['it crashes/crash', 0, 1],
    ['Loved/Love it', 1, 0],
    ['not good', 0, 1],
    ['never a bad day', 1, 0],
    ['not what I call good', 1, 0],
    ['good but bad', 1, 1.5],
    // Only the last "but" counts.
    ['good but bad but good', 2.5, 1],
    ['an app', 0, 0],
  ])('of %j are worth +%d and −%d', (text, positive, negative) => {
    expect(judge(text)).toMatchObject({ positive, negative });
  });

  it.each([
    ['Please add a widget', true],
    ['How do I cancel', true],
    ['I can not cancel', false],
    ['Doing fine', false],
  ])('%j begins as a request or question: %s', (text, request) => {
    expect(judge(text).request).toBe(request);
  });

  it('of nothing are nothing', () => {
    expect(read([])).toEqual({ positive: 0, negative: 0, request: false, words: 0 });
  });
});
