import type { EnglishLexicon } from './nlp-settings.ts';
import type { Token } from './tokenizer.ts';

const AFTER_CONTRAST = 1.5;
const NEGATION_WORDS = 3;

/** What English words of judgement say: their balance. */
export interface WordJudgement {
  readonly positive: number;
  readonly negative: number;
  /** Begins as a request or a question. */
  readonly request: boolean;
  /** How many words the text has. */
  readonly words: number;
}

/** Compiles the English lexicon once. Negation is looked for three words back, as in VADER (Hutto & Gilbert 2014). */
export function createEnglishReader(lexicon: EnglishLexicon): (tokens: readonly Token[]) => WordJudgement {
  const positiveWords = new Set(lexicon.positive);
  const negativeWords = new Set(lexicon.negative);
  const negations = new Set(lexicon.negations);
  const contrastWords = new Set(lexicon.contrast);
  const signOf = (word: string, lemma: string) => {
    if (positiveWords.has(word) || positiveWords.has(lemma)) return 1;
    return negativeWords.has(word) || negativeWords.has(lemma) ? -1 : 0;
  };
  return (tokens) => {
    const words = tokens.map((token) => token.surface.toLowerCase());
    const contrastAt = words.findLastIndex((word) => contrastWords.has(word));
    let positive = 0;
    let negative = 0;
    for (const [index, token] of tokens.entries()) {
      const sign = signOf(words[index] ?? '', token.lemma.toLowerCase());
      if (sign === 0) continue;
      const before = words.slice(Math.max(0, index - NEGATION_WORDS), index);
      const turned = before.some((word) => negations.has(word)) ? -sign : sign;
      const value = turned * (contrastAt >= 0 && index > contrastAt ? AFTER_CONTRAST : 1);
      if (value > 0) positive += value;
      else negative -= value;
    }
    return {
      positive,
      negative,
      words: words.length,
      request: /^(?:please|can|could|how|what|where|when|is|does|do)\b/u.test(words[0] ?? ''),
    };
  };
}
