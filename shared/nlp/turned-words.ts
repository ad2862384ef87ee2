import { findPredicates } from './predicates.ts';
import type { Token } from './tokenizer.ts';

/** How often a text negates a word of praise ("친절하지 않네요") or of complaint ("불편하지 않아요"). */
export interface TurnedWords {
  readonly praise: number;
  readonly complaint: number;
}

/** Most texts negate nothing, and are spared the search for predicates. */
const NEGATION = /[안않못말]/u;
const NONE: TurnedWords = { praise: 0, complaint: 0 };

/**
 * Counts negated words of judgement, by the dictionary forms of the settings. Letter grams see praise in "편하지 않아요"
 * where a text is short; the grammar of it is certain.
 */
export function createTurnedWordCounter(settings: {
  readonly praise: readonly string[];
  readonly complaint: readonly string[];
}): (tokens: readonly Token[]) => TurnedWords {
  const praise = new Set(settings.praise);
  const complaint = new Set(settings.complaint);
  return (tokens) => {
    if (!tokens.some(({ surface }) => NEGATION.test(surface))) return NONE;
    let turnedPraise = 0;
    let turnedComplaint = 0;
    for (const { lemma, negated } of findPredicates(tokens)) {
      if (!negated) continue;
      if (praise.has(lemma)) turnedPraise += 1;
      else if (complaint.has(lemma)) turnedComplaint += 1;
    }
    return { praise: turnedPraise, complaint: turnedComplaint };
  };
}
