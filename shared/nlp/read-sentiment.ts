import { compilePhrases } from './cue-pattern.ts';
import type { Lexicon } from './nlp-settings.ts';
import type { Token } from './tokenizer.ts';

const AFTER_CONTRAST = 1.5;
const STRONGER = 1.4;
const NEGATION_BEFORE_UNITS = 4;
const NEGATION_AFTER_UNITS = 12;

/** What words of judgement say: their balance, and whether there were any. */
export interface WordJudgement {
  readonly positive: number;
  readonly negative: number;
  /** A request or question without judgement was seen. */
  readonly request: boolean;
  /** A "but" was seen. */
  readonly contrast: boolean;
}

export interface LexiconReader {
  korean(text: string): WordJudgement;
  english(tokens: readonly Token[]): WordJudgement;
}

/** Compiles the lexicon once. */
export function createLexiconReader(lexicon: Lexicon): LexiconReader {
  const { korean, english } = lexicon;
  const strengths: readonly (readonly [number, RegExp])[] = [
    [2, compilePhrases(korean.veryPositive)],
    [1, compilePhrases(korean.positive)],
    [-1, compilePhrases(korean.negative)],
    [-2, compilePhrases(korean.veryNegative)],
  ];
  const neutral = compilePhrases(korean.neutral);
  const before = new RegExp(`(?:${compilePhrases(korean.negatedBefore).source})\\s*$`, 'iu');
  const after = new RegExp(`^(?:${compilePhrases(korean.negatedAfter).source})`, 'iu');
  const stronger = new RegExp(`(?:${compilePhrases(korean.stronger).source})\\s*$`, 'iu');
  const contrast = compilePhrases(korean.contrast);
  const requests = compilePhrases(korean.requests);
  const positiveWords = new Set(english.positive);
  const negativeWords = new Set(english.negative);
  const negations = new Set(english.negations);
  const contrastWords = new Set(english.contrast);

  return {
    korean(text) {
      const blocked = [...text.matchAll(neutral)].map(
        (match) => [match.index, match.index + match[0].length] as const,
      );
      const contrastAt = [...text.matchAll(contrast)].at(-1)?.index ?? -1;
      let positive = 0;
      let negative = 0;
      for (const [strength, pattern] of strengths) {
        for (const match of text.matchAll(pattern)) {
          const start = match.index;
          const end = start + match[0].length;
          if (blocked.some(([from, to]) => from < end && start < to)) continue;
          const lead = text.slice(Math.max(0, start - NEGATION_BEFORE_UNITS), start);
          const negated = before.test(lead) !== after.test(text.slice(end, end + NEGATION_AFTER_UNITS));
          // "불편하지 않아요" is milder praise than "편해요", "좋지 않아요" a full complaint.
          let value = negated ? (strength > 0 ? -strength : 0.5) : strength;
          if (stronger.test(text.slice(Math.max(0, start - 6), start))) value *= STRONGER;
          if (contrastAt >= 0 && start > contrastAt) value *= AFTER_CONTRAST;
          if (value > 0) positive += value;
          else negative -= value;
        }
      }
      requests.lastIndex = 0;
      return { positive, negative, request: requests.test(text), contrast: contrastAt >= 0 };
    },
    english(tokens) {
      const words = tokens.map((token) => token.surface.toLowerCase());
      const contrastAt = words.findLastIndex((word) => contrastWords.has(word));
      let positive = 0;
      let negative = 0;
      tokens.forEach((token, index) => {
        const word = words[index] ?? '';
        const lemma = token.lemma.toLowerCase();
        const sign =
          positiveWords.has(word) || positiveWords.has(lemma)
            ? 1
            : negativeWords.has(word) || negativeWords.has(lemma)
              ? -1
              : 0;
        if (sign === 0) return;
        const negated = words.slice(Math.max(0, index - 3), index).some((other) => negations.has(other));
        const value = (negated ? -sign : sign) * (contrastAt >= 0 && index > contrastAt ? AFTER_CONTRAST : 1);
        if (value > 0) positive += value;
        else negative -= value;
      });
      return {
        positive,
        negative,
        contrast: contrastAt >= 0,
        request: /^(?:please|can|could|how|what|where|when|is|does|do)\b/u.test(words[0] ?? ''),
      };
    },
  };
}
