import { createConceptFinder } from './find-concepts.ts';
import type { NlpSettings } from './nlp-settings.ts';
import { type CueReading, createCueReader } from './read-cues.ts';
import type { Token, Tokenizer } from './tokenizer.ts';
import { type WordFeatures, wordFeatures } from './word-features.ts';

/** What the words of a Korean text say: its tokens, what the cues make of it, and the features for the model. */
export interface WordReading {
  readonly tokens: readonly Token[];
  readonly cues: CueReading;
  readonly features: WordFeatures;
}

/**
 * Compiles cues and concepts once. Trainer and analyzer share it, so that a model meets the features it was made of.
 * `masked` is the text without the names of one's own brand, unit for unit: they are no competitor.
 */
export function createWordReader(deps: {
  tokenizer: Tokenizer;
  settings: Pick<NlpSettings, 'cues' | 'concepts'>;
}): (text: string, masked?: string) => WordReading {
  const cueReader = createCueReader(deps.settings.cues);
  const findConcepts = createConceptFinder(deps.settings.concepts);
  return (text, masked = text) => {
    const tokens = deps.tokenizer.tokenize(text);
    const cues = cueReader.read(masked);
    return { tokens, cues, features: wordFeatures(tokens, findConcepts(masked), cues) };
  };
}
