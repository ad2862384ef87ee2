import { beforeAll, describe, expect, it } from 'vitest';
import { companyPole, packCompanyModel, unpackCompanyModel } from '../../../../shared/nlp/company-model.ts';
import { featuresOf } from '../../../../shared/nlp/text-features.ts';
import { type CompanySample, trainCompany } from '../../../../shared/nlp/train-company.ts';

const THINGS = [
  '송금',
  '조회',
  '가입',
  '상담',
  '배송',
  '결제',
  '환급',
  '화면',
  '알림',
  '검색',
  '예약',
  '쿠폰',
  '적립',
];
/** What everybody says, and what only these customers say. */
const VOICES = [
  { words: '정말 편해요', positive: true },
  { words: '너무 느려요', positive: false },
  { words: '완전 미쳤네요', positive: true },
  { words: '벽돌이 따로 없네요', positive: false },
];
/** The shipped model: knows the common words, and takes the customers' own ones for their opposite. */
const poleOf = (text: string): number => {
  if (text.includes('편해요')) return 2;
  if (text.includes('느려요')) return -2;
  return text.includes('벽돌') ? 1 : -1;
};

const SAMPLES: CompanySample[] = Array.from({ length: 240 }, (_, index) => {
  const { words, positive } = VOICES[index % 4] ?? { words: '', positive: true };
  const text = `${THINGS[index % 13]} ${words} ${index % 7}`;
  // Every fifth voice was labelled by a person, against its stars.
  return index % 5 === 0
    ? { text, rating: positive ? 1 : 5, sentiment: positive ? 'positive' : 'negative' }
    : { text, rating: positive ? 4 + (index % 2) : 1 + (index % 2) };
});
const WITHOUT_POLE: CompanySample[] = [
  { text: '그냥 그래요', rating: 3 },
  { text: '그저 그래요', rating: 5, sentiment: 'neutral' },
  { text: '별점이 없어요' },
];

let trained: ReturnType<typeof trainCompany>;
beforeAll(() => {
  trained = trainCompany([...WITHOUT_POLE, ...SAMPLES], poleOf, 'v1');
}, 120_000);

describe('trainCompany', () => {
  it('measures the shipped model and the adapted one on the texts with a pole', () => {
    const { before, after } = trained;
    expect(before).toEqual({ samples: 240, accuracy: 0.5, macroF1: 0.5 });
    expect(after.samples).toBe(240);
    expect(after.accuracy).toBeGreaterThan(0.95);
    expect(after.macroF1).toBeGreaterThan(0.95);
  });

  it('learns what the shipped model gets wrong, and keeps what it knows', () => {
    const model = unpackCompanyModel(packCompanyModel({ ...trained.model, version: '' }));
    expect(model.voiceModel).toBe('v1');
    for (const { words, positive } of VOICES) {
      const text = `구독 ${words}`;
      const pole = companyPole(model, poleOf(text), featuresOf(text));
      expect(pole > 0, words).toBe(positive);
    }
  });

  it('corrects the common words less than those of its own', () => {
    const model = unpackCompanyModel(packCompanyModel({ ...trained.model, version: '' }));
    const change = (text: string) =>
      Math.abs(companyPole(model, poleOf(text), featuresOf(text)) / model.steepness - poleOf(text));
    expect(change('정말 편해요')).toBeLessThan(change('완전 미쳤네요'));
    expect(change('너무 느려요')).toBeLessThan(change('벽돌이 따로 없네요'));
  });

  it('gives the same model for the same data', { timeout: 120_000 }, () => {
    expect(trainCompany([...WITHOUT_POLE, ...SAMPLES], poleOf, 'v1')).toEqual(trained);
  });

  it.each([
    ['fewer than 200 texts with a pole', [...SAMPLES.slice(0, 199), ...WITHOUT_POLE]],
    ['fewer than 20 of a pole', SAMPLES.map(({ text }, index) => ({ text, rating: index < 19 ? 5 : 1 }))],
  ])('refuses %s', (_, samples) => {
    expect(() => trainCompany(samples, poleOf, 'v1')).toThrow(
      expect.objectContaining({ code: 'training.too-little-data', kind: 'permanent' }),
    );
  });
});
