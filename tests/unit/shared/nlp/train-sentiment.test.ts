import { describe, expect, it } from 'vitest';
import { positiveLogOdds, SentimentModelSchema } from '../../../../shared/nlp/sentiment-model.ts';
import { trainSentiment } from '../../../../shared/nlp/train-sentiment.ts';

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
  '포인트',
  '쿠폰',
];
const GOOD = ['정말 편해요', '빨라서 좋아요', '마음에 들어요', '추천합니다', '최고예요'];
const BAD = ['너무 느려요', '자꾸 실패해요', '짜증나네요', '최악입니다', '불편해요'];

function samples(count: number, positiveOutOfTen: number) {
  return Array.from({ length: count }, (_, index) => {
    const positive = index % 10 < positiveOutOfTen;
    const words = positive ? GOOD : BAD;
    const text = `${THINGS[index % THINGS.length]} ${words[Math.floor(index / 10) % words.length]} ${index % 7}`;
    return { text, rating: positive ? 5 : 1 };
  });
}

describe('trainSentiment', () => {
  it('learns the poles and says how much better than guessing it is', () => {
    const { model, before, after } = trainSentiment(samples(300, 4));
    expect(SentimentModelSchema.parse(JSON.parse(JSON.stringify(model)))).toEqual(model);
    expect(before.accuracy).toBeCloseTo(0.6, 2);
    expect(after.accuracy).toBeGreaterThan(0.95);
    expect(positiveLogOdds(model, '예약 정말 편해요')).toBeGreaterThan(0);
    expect(positiveLogOdds(model, '예약 너무 느려요')).toBeLessThan(0);
  });

  it('gives the same model for the same data', () => {
    expect(trainSentiment(samples(240, 5)).model).toEqual(trainSentiment(samples(240, 5)).model);
  });

  it.each([
    ['fewer than 200 texts', samples(190, 5)],
    [
      'fewer than 20 of a pole',
      samples(210, 0).map((sample, index) => (index < 19 ? { ...sample, rating: 5 } : sample)),
    ],
  ])('refuses %s', (_case, data) => {
    expect(() => trainSentiment(data)).toThrow(expect.objectContaining({ code: 'training.too-little-data' }));
  });

  it('lets a given label win over stars and leaves neutral texts out', () => {
    const data = samples(300, 5).map((sample) => ({
      ...sample,
      rating: 3,
      sentiment: sample.rating === 5 ? ('positive' as const) : ('negative' as const),
    }));
    const { after } = trainSentiment([...data, { text: '그냥 그래요', sentiment: 'neutral' as const }]);
    expect(after.samples).toBe(300);
  });
});
