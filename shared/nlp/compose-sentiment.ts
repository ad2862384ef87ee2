import type { Sentiment } from '../domain/analysis.ts';
import type { SentimentLabel } from '../domain/taxonomy.ts';
import type { CueReading } from './read-cues.ts';
import type { WordJudgement } from './read-sentiment.ts';

/** A balance within this stays neutral. */
const NEUTRAL_BAND = 0.35;
const MODEL_WEIGHT = 1.2;
const STEEPNESS = 0.6;

/** Mild words of complaint in a wish (번거롭다, 아쉽다) explain it and are no complaint yet. */
const MILD_COMPLAINT = 1.5;

/**
 * One sentiment from the words of judgement, the mood of what is said (a failure is a complaint also without hard
 * words) and, where one was trained, the model's log-odds of "positive". A pure request or question is neutral.
 */
export function composeSentiment(
  words: WordJudgement,
  said: Pick<CueReading, 'mood' | 'wish'>,
  modelLogOdds: number | undefined,
): Sentiment {
  const balance = words.positive - words.negative + said.mood + (modelLogOdds ?? 0) * MODEL_WEIGHT;
  const score = Math.round(Math.tanh(balance * STEEPNESS) * 1000) / 1000;
  return { label: labelOf(words, said, balance), score: Object.is(score, -0) ? 0 : score };
}

function labelOf(
  words: WordJudgement,
  said: Pick<CueReading, 'mood' | 'wish'>,
  balance: number,
): SentimentLabel {
  const judged = words.positive > 0 || words.negative > 0 || said.mood < -0.5;
  if (words.request && !judged) return 'neutral';
  if (balance > NEUTRAL_BAND) return 'positive';
  if (said.wish && words.negative <= MILD_COMPLAINT && said.mood >= 0) return 'neutral';
  return balance < -NEUTRAL_BAND ? 'negative' : 'neutral';
}
