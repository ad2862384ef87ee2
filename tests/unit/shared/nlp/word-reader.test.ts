import { describe, expect, it } from 'vitest';
import { CuesSchema } from '../../../../shared/nlp/nlp-settings.ts';
import { parseConcepts } from '../../../../shared/nlp/parse-concepts.ts';
import type { Tokenizer } from '../../../../shared/nlp/tokenizer.ts';
import { createWordReader } from '../../../../shared/nlp/word-reader.ts';

/** Written words as tokens: what a dictionary would make of them does not matter here. */
const tokenizer: Tokenizer = {
  tokenize: (text) =>
    [...text.matchAll(/\S+/gu)].map(({ 0: surface, index }) => ({
      surface,
      lemma: surface,
      pos: 'NNG',
      start: index,
      end: index + surface.length,
    })),
};
const parsed = parseConcepts('rival: 토스\nfail: 실패');
if (!parsed.ok) throw new Error('the concepts of this test are wrong');
const settings = {
  concepts: parsed.concepts,
  cues: CuesSchema.parse({
    version: '1',
    threshold: 1,
    shortcuts: {},
    codes: { alternative: { mood: -1, cues: [{ weight: 1, any: ['토스 ~ 되'] }] } },
    stages: {},
    urgency: { high: { legal: ['소송'] }, normal: [] },
  }),
};
const read = createWordReader({ tokenizer, settings });

describe('the reader of words', () => {
  it('gives tokens, cues and features of one text', () => {
    const { tokens, cues, features } = read('토스는 되네요');
    expect(tokens.map(({ surface }) => surface)).toEqual(['토스는', '되네요']);
    expect(cues.reached).toEqual(['alternative']);
    // Two words and their pair; rival, as first and as last concept; the cue and its code.
    expect(features.hashes).toHaveLength(3 + 3 + 2);
  });

  it('does not take our own name for a competitor, but keeps it as a word', () => {
    const { tokens, cues, features } = read('토스는 되네요', '\ufffc\ufffc는 되네요');
    expect(tokens).toEqual(read('토스는 되네요').tokens);
    expect(cues.matches).toEqual([]);
    expect(features.hashes).toHaveLength(3);
  });
});
