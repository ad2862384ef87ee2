import type { PlannedTest } from '../domain/insight.ts';

/** The A/B test to run, in one sentence: how many to each side, against which usual rate, to see which change. */
export function testSentence(test: PlannedTest, language: 'ko' | 'en'): string {
  const locale = language === 'ko' ? 'ko-KR' : 'en-GB';
  const count = new Intl.NumberFormat(locale).format(test.perVariant);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const [usual, effect] = [percent.format(test.baseline), percent.format(test.minimumEffect)];
  if (language === 'en') {
    const metric = test.metric === 'click' ? 'click rate' : 'conversion rate';
    return `A/B test: ${count} to each side show a change of ${effect} against the usual ${metric} of ${usual}.`;
  }
  const metric = test.metric === 'click' ? '클릭률' : '전환율';
  return `A/B 테스트: 한쪽에 ${count}건씩 보내면 평소 ${metric} ${usual}에서 ${effect}만큼의 차이를 알아볼 수 있습니다.`;
}
