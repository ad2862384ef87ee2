import { describe, expect, it } from 'vitest';
import { decideCodes, decideSentiment, decideStage, poleOf } from '../../../../shared/nlp/decide-voice.ts';
import type { CueReading } from '../../../../shared/nlp/read-cues.ts';
import type { VoiceValues } from '../../../../shared/nlp/read-voice.ts';
import type { VoiceModel } from '../../../../shared/nlp/voice-model.ts';
import { COLUMN, makeVoiceModel, perColumn, type Values } from './voice-model-factory.ts';

const MODEL = makeVoiceModel({ thresholds: [0.5, -0.5], steepness: { codes: 2, polarity: 2 } });
const CODES = [
  { code: 'price', column: COLUMN.price },
  { code: 'error', column: COLUMN.error },
  { code: 'own', column: -1 },
];
const EVIDENCE = [{ start: 2, end: 5, text: '비싸다' }];
const SILENT = { hesitations: [], certain: [], denied: [] };
const said = (code: string): Pick<CueReading, 'hesitations' | 'certain' | 'denied'> => ({
  hesitations: [{ code, confidence: 0.7, evidence: EVIDENCE }],
  certain: [],
  denied: [],
});
const valuesOf = (values: Values, change: Partial<VoiceValues> = {}): VoiceValues => ({
  labels: Float64Array.from(perColumn(values)),
  polarity: 0,
  service: 1,
  strongestWords: () => [],
  ...change,
});
const decide = (
  values: Values,
  cues: Pick<CueReading, 'hesitations' | 'certain' | 'denied'> = SILENT,
  codes = CODES,
) => decideCodes(valuesOf(values), cues, MODEL, codes);
const codesOf = (...args: Parameters<typeof decide>) =>
  decide(...args).map(({ hesitation }) => hesitation.code);
/** Below every threshold. */
const NEITHER = { price: -3, error: -3 };

describe('the reasons of a text', () => {
  it('are those whose value reaches the threshold of their code', () => {
    expect(codesOf({ price: 0.5, error: -0.6 })).toEqual(['price']);
    expect(codesOf({ price: 0.4, error: -0.5 })).toEqual(['error']);
    expect(codesOf(NEITHER)).toEqual([]);
  });

  it('are as sure as they lie above the threshold', () => {
    const confidence = (price: number) => decide({ ...NEITHER, price })[0]?.hesitation.confidence;
    expect(confidence(0.5)).toBe(0.5);
    expect(confidence(1.5)).toBeCloseTo(1 / (1 + Math.exp(-2)), 2);
  });

  it('come with the words of the cues, where these know some', () => {
    expect(decide({ ...NEITHER, price: 1 }, said('price'))[0]).toMatchObject({
      hesitation: { code: 'price', evidence: EVIDENCE },
      column: COLUMN.price,
    });
    expect(decide({ ...NEITHER, price: 1 }, said('error'))[0]?.hesitation.evidence).toEqual([]);
  });

  it('are not given by cues alone where the model knows the code', () => {
    expect(codesOf(NEITHER, said('price'))).toEqual([]);
  });

  it('are given by cues alone where it does not', () => {
    expect(decide(NEITHER, said('own'))).toEqual([
      { hesitation: { code: 'own', confidence: 0.7, evidence: EVIDENCE }, column: -1 },
    ]);
    expect(codesOf(NEITHER, SILENT)).toEqual([]);
  });

  it.each(['price', 'own'])('are given by a certain cue, whatever the model makes of it: %s', (code) => {
    const [first] = decide({ ...NEITHER, none: 9 }, { hesitations: [], certain: [code], denied: [] });
    expect(first?.hesitation).toMatchObject({ code, confidence: 0.9 });
  });

  it('keep the confidence of the model where it is higher than that of a certain cue', () => {
    const [first] = decide({ ...NEITHER, price: 9 }, { hesitations: [], certain: ['price'], denied: [] });
    expect(first?.hesitation.confidence).toBe(1);
  });

  it('are none where the model is clear that there is none', () => {
    expect(codesOf({ error: -3, price: 1, none: 0.9 })).toEqual(['price']);
    expect(codesOf({ error: -3, price: 1, none: 1.1 })).toEqual([]);
    expect(codesOf({ error: -3, price: 1, priceFirst: 0.5, none: 1.1 })).toEqual(['price']);
  });

  it('are the first one, also below its threshold, where the model is clear about it', () => {
    expect(codesOf({ ...NEITHER, errorFirst: 1.1 })).toEqual(['error']);
    expect(codesOf({ ...NEITHER, errorFirst: 0.9 })).toEqual([]);
    expect(codesOf({ ...NEITHER, errorFirst: 1.1, none: 0.2 })).toEqual([]);
  });

  it('stand in the order in which they come first, after certain ones', () => {
    const both = { price: 1, error: 1 };
    expect(codesOf({ ...both, priceFirst: 0.2, errorFirst: 0.1 })).toEqual(['price', 'error']);
    expect(codesOf({ ...both, priceFirst: 0.1, errorFirst: 0.2 })).toEqual(['error', 'price']);
    expect(
      codesOf(
        { ...both, priceFirst: 0.2, errorFirst: 0.1 },
        { hesitations: [], certain: ['error'], denied: [] },
      ),
    ).toEqual(['error', 'price']);
    expect(codesOf(both)).toEqual(['error', 'price']);
  });

  it('stand in that order whatever the model makes of codes that are not said', () => {
    const first = { priceFirst: -1, errorFirst: -2, none: -5 };
    const order = (error: number) => codesOf({ price: 1, error, ...first }, said('own'));
    const model = order(-9);
    expect([...model].sort()).toEqual(['own', 'price']);
    expect(order(-0.6)).toEqual(model);
  });

  it('are at most four', () => {
    const five = ['a', 'b', 'c', 'd', 'e'];
    const codes = five.map((code) => ({ code, column: -1 }));
    expect(codesOf(NEITHER, { hesitations: [], certain: five, denied: [] }, codes)).toEqual([
      'a',
      'b',
      'c',
      'd',
    ]);
  });
});

describe('a reason against which the cues speak', () => {
  it('is not given, unless a cue decides alone', () => {
    expect(codesOf({ price: 2, error: -3 }, { ...SILENT, denied: ['price'] })).toEqual([]);
    expect(codesOf({ price: 2, error: -3 }, { ...SILENT, denied: ['price'], certain: ['price'] })).toEqual([
      'price',
    ]);
  });
});

describe('the stage of a text', () => {
  it('is the one with the highest value', () => {
    expect(decideStage(valuesOf({ usage: 1, churn: 0.9, price: 5 }), MODEL)).toBe('usage');
    expect(decideStage(valuesOf({ usage: -2, churn: -1, positive: 5 }), MODEL)).toBe('churn');
  });
});

describe('the sentiment of a text', () => {
  const sentiment = (
    values: Values,
    pole: number,
    change: Partial<VoiceModel> = {},
    turned = { praise: 0, complaint: 0 },
  ) => decideSentiment(valuesOf(values), { ...MODEL, ...change }, pole, turned);

  it('turns with a negated word of praise, which is never neutral, and mildly with a negated complaint', () => {
    expect(sentiment({ neutral: 1 }, 1, {}, { praise: 1, complaint: 0 }).label).toBe('negative');
    expect(sentiment({ neutral: -9 }, -0.5, {}, { praise: 0, complaint: 1 }).label).toBe('positive');
    expect(sentiment({ neutral: -9 }, -1.5, {}, { praise: 0, complaint: 1 }).label).toBe('negative');
  });

  it('is not neutral where the pole is clear, however many sides a text names', () => {
    expect(sentiment({ neutral: 9 }, -5.5).label).toBe('negative');
    expect(sentiment({ neutral: 9 }, -4.5).label).toBe('neutral');
  });

  it('is neutral where that is likeliest, else on the side of the pole', () => {
    expect(sentiment({ neutral: 1, positive: 0.9, negative: 0.5 }, 3).label).toBe('neutral');
    expect(sentiment({ neutral: 1, positive: 1.1 }, 3).label).toBe('positive');
    // The pole knows more words than the labels.
    expect(sentiment({ neutral: 1, positive: 1.1 }, -0.1).label).toBe('negative');
    expect(sentiment({ neutral: 1, negative: 1.1 }, 0).label).toBe('positive');
  });

  it('has a neutral band that the model makes wider or narrower', () => {
    expect(sentiment({ neutral: 1, negative: 1.1 }, -1, { neutralBias: 0.2 }).label).toBe('neutral');
    expect(sentiment({ neutral: 1, negative: 0.9 }, -1, { neutralBias: -0.2 }).label).toBe('negative');
  });

  it('has a score of the sign of the pole, calibrated, also where it is neutral', () => {
    expect(sentiment({ neutral: 9 }, -0.5)).toEqual({ label: 'neutral', score: -0.462 });
    expect(sentiment({ neutral: -9 }, 0.5)).toEqual({ label: 'positive', score: 0.462 });
    expect(sentiment({}, 0.5, { steepness: { codes: 1, polarity: 1 } }).score).toBe(0.245);
    expect(sentiment({}, 500).score).toBe(1);
    expect(Object.is(sentiment({}, -0.000001).score, 0)).toBe(true);
  });
});

describe('the pole of a text', () => {
  it('is what films teach, and customer voices as far as a customer speaks', () => {
    const values = { positive: 3, negative: 1 };
    expect(poleOf(valuesOf(values, { polarity: -0.25, service: 1 }), MODEL)).toBeCloseTo(-0.25 + 0.5 * 2);
    expect(poleOf(valuesOf(values, { polarity: -0.25, service: 0 }), MODEL)).toBeCloseTo(-0.25);
  });
});
