import { describe, expect, it } from 'vitest';
import type { Labels } from '../../../../../shared/nlp/generative/label-answer.ts';
import { mergeLabels } from '../../../../../shared/nlp/generative/merge-labels.ts';
import { makeReading } from '../../../../fixtures/make-record.ts';

const span = (text: string) => [{ start: 0, end: text.length, text }];
const labels = (change: Partial<Labels> = {}): Labels => ({
  sure: true,
  sentiment: 'negative',
  stage: 'usage',
  hesitations: [],
  ...change,
});
const merge = (reading = makeReading(), given = labels()) =>
  mergeLabels(reading, given, { below: 0.55, version: 'g1-12345678' });

describe('a sharpened reading', () => {
  it('tells by its version what read it, and sorts after the reading that it came from', () => {
    expect(merge().analysisVersion).toBe('a1+g1-12345678');
    expect(merge().analysisVersion > 'a1').toBe(true);
  });

  it('keeps sure codes, drops doubtful ones that nobody confirms, and takes up what is new', () => {
    const reading = makeReading({
      hesitations: [
        { code: 'auth', confidence: 0.9, evidence: span('인증') },
        { code: 'delay', confidence: 0.5, evidence: span('기다') },
        { code: 'error', confidence: 0.5, evidence: span('멈춰') },
        { code: 'price', confidence: 0.52, evidence: [] },
      ],
    });
    const given = labels({
      hesitations: [
        { code: 'support', evidence: span('상담') },
        { code: 'error', evidence: span('자꾸 멈춰') },
        { code: 'price', evidence: span('수수료') },
      ],
    });
    expect(merge(reading, given).hesitations).toEqual([
      { code: 'auth', confidence: 0.9, evidence: span('인증') },
      { code: 'error', confidence: 0.7, evidence: span('멈춰') },
      { code: 'price', confidence: 0.7, evidence: span('수수료') },
      { code: 'support', confidence: 0.7, evidence: span('상담') },
    ]);
  });

  it('has a score on the side of its mood', () => {
    const score = (sentiment: Labels['sentiment']) => merge(makeReading(), labels({ sentiment })).sentiment;
    expect(score('negative')).toEqual({ label: 'negative', score: -0.6 });
    expect(score('neutral')).toEqual({ label: 'neutral', score: -0.2 });
    expect(score('positive')).toEqual({ label: 'positive', score: 0.6 });
  });

  it('leaves language, keywords and urgency to the rules', () => {
    const reading = makeReading({ urgency: 'high' });
    expect(merge(reading, labels({ sentiment: 'positive' }))).toMatchObject({
      language: reading.language,
      keywords: reading.keywords,
      urgency: 'high',
      stage: 'usage',
    });
  });
});
