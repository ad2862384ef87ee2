import type { Sentiment } from '../domain/analysis.ts';
import type { SentimentLabel } from '../domain/taxonomy.ts';
import type { CueReading } from './read-cues.ts';
import type { WordJudgement } from './read-english.ts';

/** A balance within this stays neutral. */
const NEUTRAL_BAND = 0.35;
const STEEPNESS = 0.6;
/** Who writes to a service at length without a word of praise seldom praises. */
const WITHOUT_PRAISE = -0.2;
const AT_LENGTH_WORDS = 8;

/**
 * The sentiment of an English text, from its words of judgement and the mood of what is said (a failure is a complaint
 * also without hard words). A pure request or question is neutral.
 */
export function composeEnglishSentiment(words: WordJudgement, said: Pick<CueReading, 'mood'>): Sentiment {
  const prior = words.positive === 0 && words.words >= AT_LENGTH_WORDS ? WITHOUT_PRAISE : 0;
  const balance = words.positive - words.negative + said.mood + prior;
  const score = Math.round(Math.tanh(balance * STEEPNESS) * 1000) / 1000;
  return { label: labelOf(words, said.mood, balance), score: Object.is(score, -0) ? 0 : score };
}

function labelOf(words: WordJudgement, mood: number, balance: number): SentimentLabel {
  const judged = words.positive > 0 || words.negative > 0 || mood < -0.5;
  if ((words.request && !judged) || Math.abs(balance) <= NEUTRAL_BAND) return 'neutral';
  return balance > 0 ? 'positive' : 'negative';
}
