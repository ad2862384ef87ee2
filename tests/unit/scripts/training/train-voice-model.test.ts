import { beforeAll, describe, expect, it } from 'vitest';
import type { LabelledText, PoleText } from '../../../../scripts/training/read-training-texts.ts';
import { trainVoiceModel } from '../../../../scripts/training/train-voice-model.ts';
import { decideCodes, decideSentiment, decideStage, poleOf } from '../../../../shared/nlp/decide-voice.ts';
import { createVoiceReader } from '../../../../shared/nlp/read-voice.ts';
import { splitClauses } from '../../../../shared/nlp/split-clauses.ts';
import { featuresOf } from '../../../../shared/nlp/text-features.ts';
import { columnsOf, packVoiceModel, unpackVoiceModel } from '../../../../shared/nlp/voice-model.ts';
import { type WordFeatures, wordFeatures } from '../../../../shared/nlp/word-features.ts';

const THINGS = ['어제', '아침에', '방금', '주말에', '저녁에', '지난주에', '오늘'];
const KINDS = [
  { words: '로그인 인증이 계속 실패해요', codes: ['auth'], stage: 'verification', sentiment: 'negative' },
  { words: '수수료 금액이 너무 비싸요', codes: ['price'], stage: 'purchase', sentiment: 'negative' },
  { words: '편하고 빨라서 늘 고마워요', codes: [], stage: 'loyalty', sentiment: 'positive' },
  { words: '이건 어떻게 쓰는 건가요', codes: ['understanding'], stage: 'exploration', sentiment: 'neutral' },
] as const;
const CODES = ['auth', 'price', 'understanding'];

const VOICES = Array.from({ length: 200 }, (_, index): LabelledText => {
  const { words, ...labels } = KINDS[index % KINDS.length] ?? KINDS[0];
  return { ...labels, text: `${THINGS[index % THINGS.length]} ${words} ${index % 9}`, file: 'toy.tsv' };
});
const FILMS = Array.from(
  { length: 60 },
  (_, index): PoleText => ({
    text: index % 2 === 0 ? `배우 연기가 고마워요 ${index % 5}` : `줄거리가 비싸요 지루해 ${index % 7}`,
    positive: index % 2 === 0,
    weight: 1,
  }),
);

/** Written words as dictionary forms: enough to learn from, and no dictionary to load. */
function wordsOf(text: string): WordFeatures {
  const tokens = [...text.matchAll(/\S+/gu)].map(({ 0: surface, index }) => ({
    surface,
    lemma: surface,
    pos: 'NNG',
    start: index,
    end: index + surface.length,
  }));
  return wordFeatures(tokens, [], { matches: [], reached: [] });
}
const train = (): Uint8Array =>
  packVoiceModel({
    ...trainVoiceModel(
      VOICES,
      FILMS,
      CODES,
      (text) => wordsOf(text).hashes,
      () => undefined,
    ),
    version: '',
  });

let bytes: Uint8Array;
beforeAll(() => {
  bytes = train();
}, 120_000);

describe('trainVoiceModel', () => {
  it.each(KINDS)(
    'gives a model that reads "$words" in a text it has not seen',
    ({ words, codes, stage, sentiment }) => {
      const model = unpackVoiceModel(bytes);
      const text = `그저께 ${words}`;
      const values = createVoiceReader(model)({
        words: wordsOf(text),
        clauses: splitClauses(text),
        grams: featuresOf(text),
      });
      const known = CODES.map((code, column) => ({ code, column }));
      const decided = decideCodes(values, { hesitations: [], certain: [], denied: [] }, model, known);
      expect(decided.map(({ hesitation }) => hesitation.code).slice(0, 1)).toEqual(codes);
      expect(decideStage(values, model)).toBe(stage);
      expect(decideSentiment(values, model, poleOf(values, model), { praise: 0, complaint: 0 }).label).toBe(
        sentiment,
      );
    },
  );

  it('gives a model of the size that its labels ask for', () => {
    const model = unpackVoiceModel(bytes);
    expect(model.codes).toEqual(CODES);
    expect(model.thresholds).toHaveLength(CODES.length);
    expect(model.words.labels).toBe(columnsOf(model).all);
    // Words that only one text has are not learnt.
    expect(model.words.features).not.toContain(wordsOf('그저께').hashes[0]);
    expect(model.words.features).toContain(wordsOf('비싸요').hashes[0]);
  });

  it('gives the same bytes for the same texts', { timeout: 120_000 }, () => {
    expect(Buffer.compare(train(), bytes)).toBe(0);
  });
});
