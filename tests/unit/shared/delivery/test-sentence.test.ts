import { describe, expect, it } from 'vitest';
import { draftToolsOf } from '../../../../shared/delivery/sinks/draft-tools.ts';
import { testSentence } from '../../../../shared/delivery/test-sentence.ts';

const test = { metric: 'click', baseline: 0.051, minimumEffect: 0.1, perVariant: 30_814 } as const;

describe('the sentence of a planned test', () => {
  it('names how many, the usual rate and the smallest change, in both languages', () => {
    expect(testSentence(test, 'ko')).toBe(
      'A/B 테스트: 한쪽에 30,814건씩 보내면 평소 클릭률 5.1%에서 10%만큼의 차이를 알아볼 수 있습니다.',
    );
    expect(testSentence({ ...test, metric: 'conversion' }, 'en')).toBe(
      'A/B test: 30,814 to each side show a change of 10% against the usual conversion rate of 5.1%.',
    );
  });
});

describe('the tools that get drafts', () => {
  it('are those whose sinks make one, each once; a chat is told of it and is none', () => {
    const carries = ['weekly-review', 'draft'] as ('weekly-review' | 'draft')[];
    expect(
      draftToolsOf([
        { id: 'b1', type: 'braze-content-block', secret: 's', restHost: 'https://rest.kr-01.braze.com' },
        { id: 'b2', type: 'braze-content-block', secret: 's', restHost: 'https://rest.kr-01.braze.com' },
        { id: 'n', type: 'notion', secret: 's', dataSourceId: 'd', carries },
        { id: 'm', type: 'notion', secret: 's', dataSourceId: 'd', carries: ['weekly-review'] },
        { id: 'k', type: 'csv', table: 'keywords' },
        { id: 't', type: 'teams', secret: 's', carries },
      ]),
    ).toEqual(['braze', 'notion']);
  });
});
