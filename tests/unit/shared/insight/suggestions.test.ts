import { describe, expect, it } from 'vitest';
import { SentMessageSchema } from '../../../../shared/domain/sent-message.ts';
import { contributionOf } from '../../../../shared/insight/contribution.ts';
import { groupByPoint, hesitationPoints } from '../../../../shared/insight/points.ts';
import { noQuotesYet } from '../../../../shared/insight/quotes.ts';
import { reviewWindow } from '../../../../shared/insight/review-window.ts';
import { keywordSuggestions, suggestibleTerms } from '../../../../shared/insight/suggestions.ts';
import { loadSettings } from '../../../../shared/runtime/settings.ts';
import { bucketsOf, makeDocument, type Voice } from './contribution-factory.ts';

const { copyRules } = await loadSettings(new URL('../../../../shared/settings/', import.meta.url));
const message = (messageId: string, text: string) =>
  SentMessageSchema.parse({
    messageId,
    campaign: messageId,
    sentAt: '2026-11-10',
    channel: 'LMS',
    text,
    hasImage: false,
    stage: 'purchase',
    sent: 5_000,
    delivered: 5_000,
    clicked: 250,
  });
const voices = (count: number, voice: Partial<Voice>, day = '2026-11-11') =>
  Array.from({ length: count }, (_, index) =>
    makeDocument({
      id: `${day}${voice.text}${index}`,
      at: day,
      text: '글',
      ...voice,
      ...(voice.text === undefined ? {} : { text: `${voice.text} ${index}` }),
    }),
  );
const praise = voices(60, { text: '편리해요', terms: ['편리'] });
const fees = (count: number, day?: string) =>
  voices(
    count,
    { text: '수수료가 비싸요', code: 'price', evidence: '수수료', stage: 'purchase', terms: ['수수료'] },
    day,
  );
const doubts = (text: string, terms: string[]) =>
  voices(8, { text, code: 'trust', evidence: text.slice(0, 4), stage: 'awareness', terms });

function suggest(
  documents: ReturnType<typeof makeDocument>[],
  more: { messages?: ReturnType<typeof message>[]; brand?: string } = {},
) {
  const all = documents.map((document) => contributionOf(document, undefined));
  const contributions = all.filter(({ day }) => day >= '2026-11-09');
  const groups = groupByPoint(contributions);
  const window = reviewWindow('2026-W46', bucketsOf(all));
  const byKey = new Map(documents.map((document) => [document.record.documentKey, document]));
  const points = hesitationPoints({
    groups,
    changes: groups.map(() => ({ change: 'too-few' as const, slices: [] })),
    window,
    contributions,
    documents: byKey,
    quoted: noQuotesYet(),
    funnel: [],
    trackings: [],
    until: '2026-11-15T15:00:00.000Z',
  });
  const { messages = [], brand = '돌려받기' } = more;
  return keywordSuggestions({ points, groups, documents: byKey, messages, copyRules, brand, window });
}

describe('keywordSuggestions', () => {
  it('says how many say a phrase, how it moves, whether we say it, and what test would tell', () => {
    const weeksBefore = [...fees(3, '2026-10-21'), ...voices(60, { text: '좋아요' }, '2026-10-21')];
    const [fee] = suggest([...praise, ...fees(20), ...weeksBefore], {
      messages: [message('a', '환급 조회'), message('b', '환급 안내'), message('c', '월세 공제')],
    });
    expect(fee).toMatchObject({
      phrase: '수수료',
      said: 20,
      pointId: 'price.purchase',
      gap: true,
      lift: null,
    });
    expect(fee?.change).toMatchObject({ significant: true });
    expect(fee?.test).toMatchObject({ metric: 'click', baseline: 0.05, perVariant: 31_234 });
    expect(fee?.evidence.length).toBeGreaterThan(0);
  });

  it('does not suggest words of ours to those who doubt our messages', () => {
    const said = [...praise, ...doubts('미수령금 문자 사칭 같아요', ['미수령금', '사칭'])];
    const phrases = (messages: ReturnType<typeof message>[]) =>
      suggest(said, { messages }).map(({ phrase }) => phrase);
    expect(phrases([])).toContain('미수령금');
    expect(phrases([message('a', '미수령금이 있습니다')])).toEqual(['사칭']);
  });

  it('uses the facts of its own brand alone', () => {
    const own = suggest([...praise, ...fees(20)])[0]?.drafts.join(' ');
    expect(own).toContain('15%');
    const other = suggest([...praise, ...fees(20)], { brand: '다른 은행' })[0]?.drafts.join(' ');
    expect(other).not.toMatch(/\d/);
    expect(other).toContain('〔비용 기준〕');
  });

  it('offers a feature of ours that content customers name, where enough do, and does not say that they praise it', () => {
    const looked = (count: number) => voices(count, { text: '예상 금액 조회가 편해요', terms: ['조회'] });
    expect(suggest([...praise, ...fees(20), ...looked(4)])[0]?.praised).toBeUndefined();
    const [fee] = suggest([...praise, ...fees(20), ...looked(6)]);
    expect(fee?.praised).toEqual({ feature: '예상 환급액 조회', documents: 6 });
    expect(fee?.drafts.at(-1)).toBe(
      '고객님들이 이야기해 주신 예상 환급액 조회를 먼저 써 보세요. 신청하기 전에 돌려받을 금액과 수수료를 함께 보여드려요.',
    );
  });

  it('does not count those for a feature who hesitate at it, content as they are', () => {
    const content = (text: string) =>
      voices(6, { text, sentiment: 'positive', code: 'performance', evidence: '느려요', terms: ['조회'] });
    const offered = (text: string) => suggest([...praise, ...fees(20), ...content(text)])[0]?.praised;
    expect(offered('앱은 좋아요. 예상 금액 조회가 느려요')).toBeUndefined();
    expect(offered('예상 금액 조회가 편해요. 로딩은 느려요')).toMatchObject({ documents: 6 });
  });

  it('puts no name of a competitor into a draft', () => {
    const compared = voices(9, {
      text: '옆은행이 나아요',
      code: 'alternative',
      evidence: '옆은행',
      stage: 'churn',
      terms: ['옆은행'],
    });
    const found = suggest([...praise, ...compared]);
    expect(found[0]).toMatchObject({ phrase: '옆은행', angle: 'social-proof' });
    expect(found[0]?.drafts.join(' ')).not.toContain('옆은행');
  });
});

describe('suggestibleTerms', () => {
  it('are the terms of the top points that enough voices say for a phrase', () => {
    const said = [...fees(3), ...praise, ...voices(2, { code: 'price', stage: 'purchase', terms: ['두번'] })];
    expect([...suggestibleTerms(said.map((one) => contributionOf(one, undefined)))]).toEqual(['수수료']);
  });
});
