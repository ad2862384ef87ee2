import type { Reading } from '../../domain/analysis.ts';

/** A text in which nothing was found, neither a mood nor a reason: it may well be that nothing is there. */
const NOTHING_FOUND = 0.5;

/**
 * How sure a reading is, 0…1: that of its weakest code; of a complaint without a reason 0, because the reason is what
 * the product is for; of a text without reasons from {@link NOTHING_FOUND} up, by the clearness of its praise.
 */
export function certaintyOf(reading: Pick<Reading, 'hesitations' | 'sentiment'>): number {
  const { hesitations, sentiment } = reading;
  if (hesitations.length > 0) return Math.min(...hesitations.map(({ confidence }) => confidence));
  if (sentiment.label === 'negative') return 0;
  return sentiment.label === 'neutral'
    ? NOTHING_FOUND
    : NOTHING_FOUND + Math.max(0, sentiment.score) * (1 - NOTHING_FOUND);
}

/** Whether a large model is asked about a text: it says something, and its reading is less sure than `below`. */
export function isDoubtful(
  text: string,
  reading: Pick<Reading, 'hesitations' | 'sentiment'>,
  below: number,
): boolean {
  return /\p{L}/u.test(text) && certaintyOf(reading) < below;
}
