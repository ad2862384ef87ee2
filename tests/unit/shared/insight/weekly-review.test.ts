import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type WeeklyReview, WeeklyReviewSchema } from '../../../../shared/domain/insight.ts';
import { SentMessageSchema } from '../../../../shared/domain/sent-message.ts';
import { contributionOf } from '../../../../shared/insight/contribution.ts';
import {
  buildWeeklyReview,
  evidenceKeys,
  type WeeklyReviewInput,
} from '../../../../shared/insight/weekly-review.ts';
import type { CopyRules } from '../../../../shared/nlp/nlp-settings.ts';
import { bucketsOf, daysLater, makeDocument, type Voice } from './contribution-factory.ts';

const legal = {
  severity: 'error' as const,
  reason: { ko: '법', en: 'law' },
  instead: { ko: '표시', en: 'label' },
  legalSource: 'test',
};
const copyRules: CopyRules = {
  version: '1',
  phrases: [
    {
      id: 'rush',
      any: ['지금 안 찾으면'],
      severity: 'warning',
      reason: { ko: '조급하게 만듭니다', en: 'rushes' },
      instead: { ko: '기한을 날짜로', en: 'give the date' },
    },
  ],
  adLabel: { label: '(광고)', skipWhen: [], ...legal },
  optOut: { any: ['무료수신거부'], ...legal },
  night: { from: '21:00', until: '08:00', ...legal },
};

/** Monday 00 h of 2026-W46 in Seoul. */
const MONDAY = '2026-11-08T15:00:00.000Z';

function weekOf(week: number, voices: readonly Partial<Voice>[]): Voice[] {
  return voices.map((voice, index) => ({
    id: `${week}-${index}`,
    at: daysLater(MONDAY, week * 7 + (index % 7) + 0.4),
    text: `잘 쓰고 있어요 ${index}번째 후기입니다`,
    ...voice,
  }));
}

const fill = (count: number, voice: (index: number) => Partial<Voice>) =>
  Array.from({ length: count }, (_, i) => voice(i));
const praise = (count: number) => fill(count, (index) => ({ terms: ['편리', '환급', `칭찬${index % 9}`] }));

const TRUST_TEXTS = [
  '이 문자 진짜 맞나요',
  '사칭 문자 같아서 무서워요',
  '링크를 눌러도 되는 건지 모르겠네요',
  '보이스피싱 아닌가요 정말',
];
const trust = (count: number) =>
  fill(count, (index) => {
    const text = `${TRUST_TEXTS[index % 4]} ${'가나다라마바사아자차카타파하'[index % 14]}`;
    return {
      text,
      code: 'trust',
      evidence: text.slice(0, 5),
      stage: 'awareness' as const,
      terms: ['문자', ['링크', '사칭', '진짜', '정말'][index % 4] ?? ''],
      customerId: `C${index % 3}`,
    };
  });
const price = (count: number) =>
  fill(count, (index) => ({
    text: `수수료가 너무 비싸요 ${index}`,
    code: 'price',
    evidence: '수수료',
    stage: 'purchase' as const,
    terms: ['수수료'],
  }));

function review(voices: readonly Voice[], overrides: Partial<WeeklyReviewInput> = {}): WeeklyReview {
  const documents = voices.map(makeDocument);
  const contributions = documents.map((document) => contributionOf(document, undefined));
  const ofWeek = contributions.filter(({ day }) => day >= '2026-11-09' && day <= '2026-11-15');
  const byKey = new Map(documents.map((document) => [document.record.documentKey, document]));
  return buildWeeklyReview({
    week: '2026-W46',
    timeZone: 'Asia/Seoul',
    brand: '돌려받기',
    generatedAt: '2026-11-16T00:00:00.000Z',
    taxonomy: { version: '1', codes: [], stages: [] },
    copyRules,
    buckets: bucketsOf(contributions),
    contributions: ofWeek,
    documents: new Map(
      evidenceKeys(ofWeek).flatMap((key) => {
        const document = byKey.get(key);
        return document === undefined ? [] : [[key, document] as const];
      }),
    ),
    messages: [],
    funnel: [],
    ...overrides,
  });
}

const story = [
  ...[-4, -3, -2, -1].flatMap((week) => weekOf(week, [...praise(70), ...trust(5), ...price(25)])),
  ...weekOf(0, [...praise(70), ...trust(28), ...price(5)]),
];

describe('buildWeeklyReview', () => {
  const built = review(story);

  it('fits its schema, and counts what was said', () => {
    expect(WeeklyReviewSchema.parse(built)).toEqual(built);
    expect(built).toMatchObject({ from: '2026-11-09', to: '2026-11-15', documents: 103, customers: 3 });
    expect(built.daily).toHaveLength(35);
    expect(built.weeks.map(({ documents }) => documents)).toEqual([100, 100, 100, 100, 103]);
  });

  it('finds what rose and what fell, and nothing else', () => {
    const told = built.codes.filter(({ change }) => change !== 'too-few' && change.significant);
    expect(told.map(({ code }) => code).sort()).toEqual(['price', 'trust']);
    const trustPoint = built.points[0];
    expect(trustPoint).toMatchObject({ id: 'trust.awareness', documents: 28, customers: 3, status: 'known' });
    expect(trustPoint?.change).toMatchObject({ significant: true });
  });

  it('claims no change between weeks of the same mixture', () => {
    const same = [-4, -3, -2, -1, 0].flatMap((week) =>
      weekOf(week, [...praise(60), ...trust(12), ...price(12)]),
    );
    const changes = [...review(same).codes, ...review(same).points].map(({ change }) => change);
    expect(changes.every((change) => change === 'too-few' || !change.significant)).toBe(true);
  });

  it('does not depend on the order of its lists', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(story, { minLength: story.length }), (shuffled) => {
        expect(review(shuffled)).toEqual(built);
      }),
      { numRuns: 3 },
    );
  });

  it('quotes no text twice, keeps quotes short, and marks the evidence', () => {
    const repeated = weekOf(0, [
      ...trust(6),
      ...fill(20, () => ({
        text: '이 문자 진짜 맞나요?!',
        code: 'trust',
        evidence: '진짜',
        stage: 'awareness' as const,
      })),
    ]);
    const quotes = review(repeated).points.flatMap(({ evidence }) => evidence);
    const bare = quotes.map(({ text }) => text.replace(/[^\p{L}\p{N}]/gu, ''));
    expect(new Set(bare).size).toBe(bare.length);
    expect(bare.filter((text) => text === '이문자진짜맞나요')).toHaveLength(1);
    for (const { text, highlights } of quotes) {
      expect(text.length).toBeLessThanOrEqual(162);
      expect(highlights.length).toBeGreaterThan(0);
    }
  });

  it('calls a point new only against earlier weeks, and back after quiet ones', () => {
    const fresh = review([...weekOf(-1, praise(50)), ...weekOf(0, [...praise(40), ...trust(8)])]);
    expect(fresh.points[0]?.status).toBe('new');
    const back = review([
      ...weekOf(-4, [...praise(40), ...trust(8)]),
      ...weekOf(-3, praise(40)),
      ...weekOf(-2, praise(40)),
      ...weekOf(-1, praise(40)),
      ...weekOf(0, [...praise(40), ...trust(8)]),
    ]);
    expect(back.points[0]?.status).toBe('back');
    expect(review(weekOf(0, trust(8))).points[0]?.status).toBe('known');
  });

  it('does not compare with weeks that another analysis version has read', () => {
    const old = weekOf(-1, [...praise(60), ...trust(20)]).map((voice) => ({ ...voice, version: 'v0' }));
    const built = review([...old, ...weekOf(0, [...praise(60), ...trust(20)])]);
    expect(built.change).toBe('too-few');
    expect(built.codes.every(({ change }) => change === 'too-few')).toBe(true);
    expect(built.caveats.map(({ code }) => code)).toContain('other-analysis-before');
  });

  it('says what its data cannot tell', () => {
    const dayOnly = weekOf(0, praise(4)).map((voice) => ({ ...voice, at: '2026-11-10' }));
    const codes = review([
      ...dayOnly,
      ...weekOf(0, trust(6)).map((voice) => ({ ...voice, id: `t${voice.id}` })),
    ]).caveats;
    expect(codes.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['small-week', 'short-baseline', 'day-precision', 'no-messages', 'no-funnel']),
    );
    expect(codes.find(({ code }) => code === 'day-precision')?.detail).toEqual({ documents: 4, share: 0.4 });
  });

  it('is whole for a week without any document', () => {
    const empty = review([]);
    expect(WeeklyReviewSchema.parse(empty)).toEqual(empty);
    expect(empty).toMatchObject({ documents: 0, points: [], change: 'too-few', negativeShareBefore: null });
  });

  it('keeps unknown funnel stages apart from empty ones', () => {
    const stages = review(story, {
      funnel: [
        { date: '2026-11-09', stage: 'signup', entered: 10, completed: 4 },
        { date: '2026-11-10', stage: 'signup', entered: 5, completed: 5 },
        { date: '2026-11-16', stage: 'signup', entered: 900, completed: 900 },
      ],
    }).stages;
    expect(stages.find(({ stage }) => stage === 'signup')).toMatchObject({ entered: 15, completed: 9 });
    expect(stages.find(({ stage }) => stage === 'churn')).toMatchObject({ entered: null, completed: null });
  });

  it('makes one incident of one outage, in the hours in which it was', () => {
    const quiet = [-4, -3, -2, -1, 0].flatMap((week) => weekOf(week, [...praise(60), ...price(10)]));
    const outage = fill(30, (index) => ({
      id: `out-${index}`,
      at: `2026-11-11T${11 + (index % 3)}:${String(index).padStart(2, '0')}:00.000Z`,
      text: `본인인증이 계속 실패해요 ${index}`,
      code: 'auth',
      evidence: '실패',
      stage: 'verification' as const,
      terms: ['본인인증'],
    }));
    const [incident, ...more] = review([...quiet, ...(outage as Voice[])]).incidents;
    expect(more).toEqual([]);
    expect(incident).toMatchObject({
      series: 'code:auth',
      startedAt: '2026-11-11T11:00:00.000Z',
      endedAt: '2026-11-11T14:00:00.000Z',
      status: 'resolved',
    });
    expect(incident?.codes[0]).toMatchObject({ code: 'auth', documents: 30 });
    expect(incident?.evidence.length).toBeGreaterThan(0);
  });

  it('suggests the customers’ own words, says whether our messages have them, and promises nothing', () => {
    const message = SentMessageSchema.parse({
      messageId: 'm1',
      campaign: '환급 안내',
      sentAt: '2026-11-10T01:00:00Z',
      channel: 'LMS',
      text: '수수료 안내드립니다. 지금 안 찾으면 사라져요',
      hasImage: false,
      sent: 100,
      delivered: 90,
      clicked: 3,
    });
    const built = review(story, { messages: [message] });
    const words = built.keywords.find(({ pointId }) => pointId === 'trust.awareness');
    expect(words).toMatchObject({ phrase: '사칭 문자', said: 7, gap: true, lift: null, angle: 'reassure' });
    expect(built.keywords.find(({ pointId }) => pointId === 'price.purchase')?.gap).toBe(false);
    for (const { drafts } of built.keywords) {
      expect(drafts.join(' ')).not.toMatch(/\d/);
    }
    expect(built.avoid).toMatchObject([
      { term: '지금 안 찾으면', reason: '조급하게 만듭니다', messages: 1, instead: '기한을 날짜로' },
    ]);
    expect(built.campaigns[0]).toMatchObject({ campaign: '환급 안내', windowDays: 6 });
  });
});

describe('evidenceKeys', () => {
  it('stays bounded and the same, however many documents there are', () => {
    const many = fill(6_000, (index) => ({ code: 'trust', id: `m${index}` }));
    const contributions = weekOf(0, many).map((voice) => contributionOf(makeDocument(voice), undefined));
    const keys = evidenceKeys(contributions);
    expect(keys.length).toBeLessThan(500);
    expect(evidenceKeys([...contributions].reverse())).toEqual(keys);
  });
});
