import { beforeAll, describe, expect, it } from 'vitest';
import { createLinderaTokenizer } from '../../../../shared/nlp/lindera-tokenizer.ts';
import type { Tokenizer } from '../../../../shared/nlp/tokenizer.ts';
import { createTurnedWordCounter } from '../../../../shared/nlp/turned-words.ts';
import { loadLindera } from '../../../../shared/runtime/lindera-wasm.ts';

let tokenizer: Tokenizer;
beforeAll(async () => {
  tokenizer = createLinderaTokenizer(
    await loadLindera(new URL(import.meta.resolve('lindera-wasm/lindera_wasm_bg.wasm'))),
  );
});

describe('negated words of judgement', () => {
  const count = createTurnedWordCounter({ praise: ['좋다', '친절하다'], complaint: ['불편하다'] });

  it.each([
    ['친절하지 않고 좋지 않아요', 2, 0],
    ['안 좋아요', 1, 0],
    ['친절하고 좋아요', 0, 0],
    ['불편하지 않네요', 0, 1],
    ['불편하고 안 좋아요', 1, 0],
    ['느리지 않아요', 0, 0],
  ])('are counted in %j: %i of praise, %i of complaint', (text, praise, complaint) => {
    expect(count(tokenizer.tokenize(text))).toEqual({ praise, complaint });
  });
});
