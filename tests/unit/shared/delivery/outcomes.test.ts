import { load } from 'cheerio';
import { describe, expect, it } from 'vitest';
import { createFormat } from '../../../../shared/delivery/format.ts';
import { clickSentence, doubtSentence } from '../../../../shared/delivery/outcome-sentence.ts';
import { renderReviewHtml } from '../../../../shared/delivery/render-review-html.ts';
import { type PointOutcome, PointOutcomeSchema } from '../../../../shared/domain/point-outcome.ts';
import { makeReview, TAXONOMY } from './review-factory.ts';

const OUTCOME: PointOutcome = PointOutcomeSchema.parse({
  suggestionId: 'a',
  pointId: 'price.purchase',
  messageIds: ['M1'],
  controlIds: [],
  text: '수수료 15%에는 <세무사> 검토가 들어 있습니다.',
  firstSentAt: '2026-10-26T02:00:00.000Z',
  tried: [
    {
      messageId: 'M1',
      campaign: '수수료 안내',
      variant: 'A',
      sentAt: '2026-10-26T11:00:00+09:00',
      channel: '알림톡',
      text: '수수료 15%에는 세무사 검토가 들어 있습니다.',
      delivered: 100,
      clicked: 5,
      converted: 1,
    },
  ],
  control: [],
  doubt: {
    before: { events: 44, of: 307 },
    after: { events: 27, of: 487 },
    difference: { value: -0.0879, low: -0.1336, high: -0.0462 },
    verdict: 'better',
    days: 21,
  },
});

function pageWith(outcome: PointOutcome) {
  const review = makeReview();
  const [first, ...rest] = review.points;
  const points = first === undefined ? [] : [{ ...first, outcomes: [outcome] }, ...rest];
  return load(
    renderReviewHtml({ ...review, points }, { language: 'ko', taxonomy: TAXONOMY, fontFaceCss: '' }),
  );
}

describe('what came back of accepted words', () => {
  it('is one plain sentence with its interval, or the answer that it is too few', () => {
    const ko = createFormat('ko', 'Asia/Seoul');
    expect(doubtSentence(OUTCOME, ko)).toBe(
      '처음 보낸 날부터 21일과 그 전 21일을 견주면, 전체 목소리 중 이 망설임은 14.3% → 5.5%: 의심이 줄었습니다 (95% 구간 -13.4 ~ -4.6%p).',
    );
    const few = { ...OUTCOME, doubt: { ...OUTCOME.doubt, verdict: 'too-few' as const } };
    expect(doubtSentence(few, ko)).toContain('아직 적어서 말할 수 없습니다');
    expect(clickSentence(OUTCOME, ko)).toBeUndefined();
    expect(clickSentence({ ...OUTCOME, click: OUTCOME.doubt }, createFormat('en', 'Asia/Seoul'))).toContain(
      'Clicks against the other words of the same campaign: 14.3% → 5.5%',
    );
  });

  it('stands on the card of its point and where the meeting looks back, as words', () => {
    const $ = pageWith(OUTCOME);
    expect($('.card .outcome h4').text()).toBe('문구를 바꾼 뒤 의심이 줄었나');
    expect($('.card .outcome').text()).toContain('수수료 안내 A');
    expect($('.card .outcome').text()).toContain('<세무사> 검토');
    expect($('section[aria-labelledby=answers]').text()).toContain('의심이 줄었습니다');
    expect($('section[aria-labelledby=answers]').text()).toContain('증명은 아닙니다');
  });
});

describe('an incident of the page', () => {
  const render = (seenAt?: string) => {
    const review = makeReview();
    const incidents = review.incidents.map((one) => ({
      ...one,
      ...(seenAt === undefined ? {} : { seenAt }),
    }));
    const options = {
      language: 'ko',
      taxonomy: TAXONOMY,
      fontFaceCss: '',
      dashboardUrl: 'https://voc.example/',
    } as const;
    return { review, $: load(renderReviewHtml({ ...review, incidents }, options)) };
  };

  it('leads to its alert where people were told of it', () => {
    const { review, $ } = render('2026-11-11T14:00:00.000Z');
    expect($('.incident a[href*="/alerts/"]').attr('href')).toBe(
      `https://voc.example/alerts/${review.incidents[0]?.id}`,
    );
  });

  it('leads nowhere where nobody was', () => {
    expect(render().$('a[href*="/alerts/"]').length).toBe(0);
  });
});
