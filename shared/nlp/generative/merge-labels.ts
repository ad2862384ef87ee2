import type { Hesitation, Reading, Sentiment } from '../../domain/analysis.ts';
import type { SentimentLabel } from '../../domain/taxonomy.ts';
import type { Labels } from './label-answer.ts';

const MAX_HESITATIONS = 4;
/** How sure a reason is that the large model gave with evidence; it says nothing usable about that itself. */
const GIVEN_CONFIDENCE = 0.7;
/** The score of a label that the large model changed. */
const CHANGED_SCORE = 0.6;
/** The largest score of a text that is neutral, see `composeSentiment`. */
const NEUTRAL_SCORE = 0.2;

/**
 * The reading with what the large model said about it. Codes of which the reading itself is sure stay; a doubtful one
 * stays only where the large model gives it too. Language, keywords and urgency stay: nothing that people are woken for
 * may hang on a service that can fail. The version tells that this is another reading.
 */
export function mergeLabels(
  reading: Reading,
  labels: Labels,
  { below, version }: { readonly below: number; readonly version: string },
): Reading {
  const given = new Map(labels.hesitations.map((hesitation) => [hesitation.code, hesitation.evidence]));
  const own = reading.hesitations.filter(({ code, confidence }) => confidence >= below || given.has(code));
  const known = new Set(own.map(({ code }) => code));
  const hesitations: Hesitation[] = [
    ...own.map((hesitation) => confirmed(hesitation, given.get(hesitation.code))),
    ...labels.hesitations
      .filter(({ code }) => !known.has(code))
      .map(({ code, evidence }) => ({ code, confidence: GIVEN_CONFIDENCE, evidence })),
  ];
  return {
    ...reading,
    sentiment: sentimentOf(reading.sentiment, labels.sentiment),
    hesitations: hesitations.sort((a, b) => b.confidence - a.confidence).slice(0, MAX_HESITATIONS),
    stage: labels.stage,
    analysisVersion: `${reading.analysisVersion}+${version}`,
  };
}

/** A code that both give; its own words stay, because they are grown to whole words. */
function confirmed(own: Hesitation, evidence: Hesitation['evidence'] | undefined): Hesitation {
  if (evidence === undefined) return own;
  return {
    code: own.code,
    confidence: Math.max(own.confidence, GIVEN_CONFIDENCE),
    evidence: own.evidence.length > 0 ? own.evidence : evidence,
  };
}

function sentimentOf(own: Sentiment, label: SentimentLabel): Sentiment {
  if (own.label === label) return own;
  if (label === 'neutral') {
    return { label, score: Math.max(-NEUTRAL_SCORE, Math.min(NEUTRAL_SCORE, own.score)) };
  }
  return { label, score: label === 'positive' ? CHANGED_SCORE : -CHANGED_SCORE };
}
