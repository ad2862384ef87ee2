import { describe, expect, it } from 'vitest';
import { certaintyOf, isDoubtful } from '../../../../../shared/nlp/generative/doubt.ts';
import { makeReading } from '../../../../fixtures/make-record.ts';

const hesitation = (confidence: number) => ({ code: 'auth', confidence, evidence: [] });
const without = (label: 'negative' | 'neutral' | 'positive', score: number) =>
  makeReading({ hesitations: [], sentiment: { label, score } });

describe('the doubt of a reading', () => {
  it('is that of its weakest reason', () => {
    expect(certaintyOf(makeReading({ hesitations: [hesitation(0.9), hesitation(0.5)] }))).toBe(0.5);
  });

  it('is greatest for a complaint without a reason, less for nothing found, and least for clear praise', () => {
    expect(certaintyOf(without('negative', -0.9))).toBe(0);
    expect(certaintyOf(without('neutral', -0.1))).toBe(0.5);
    expect(certaintyOf(without('positive', 0.9))).toBeCloseTo(0.95, 10);
  });

  it('leads to a question only below the threshold, and only where the text says something', () => {
    const reading = makeReading({ hesitations: [hesitation(0.5)] });
    expect(isDoubtful('인증?', reading, 0.55)).toBe(true);
    expect(isDoubtful('인증?', reading, 0.5)).toBe(false);
    expect(isDoubtful('👍 5/5 ...', without('neutral', 0), 0.55)).toBe(false);
  });
});
