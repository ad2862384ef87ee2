import { describe, expect, it } from 'vitest';
import type { KeywordSuggestion } from '../../../../../shared/domain/insight.ts';
import { SentMessageSchema } from '../../../../../shared/domain/sent-message.ts';
import { SuggestionOutcomeSchema } from '../../../../../shared/domain/suggestion-outcome.ts';
import { SuggestionRecordSchema } from '../../../../../shared/domain/suggestion-record.ts';
import { addContribution, emptyAggregate } from '../../../../../shared/insight/aggregate.ts';
import { contributionOf } from '../../../../../shared/insight/contribution.ts';
import { rateDifference } from '../../../../../shared/insight/messages/rate-difference.ts';
import {
  acceptedText,
  decide,
  decidedSince,
  drafted,
  newSuggestionRecord,
} from '../../../../../shared/insight/messages/suggestion-decisions.ts';
import { suggestionOutcome } from '../../../../../shared/insight/messages/suggestion-outcome.ts';
import { makeDocument } from '../contribution-factory.ts';

const TEXT = '비용은 돌려받은 금액의 15%이고, 결제 전 화면에서 미리 볼 수 있어요.';
const suggestion: KeywordSuggestion = {
  id: 'a5d2ce3756e58cb0',
  pointId: 'price.purchase',
  segment: 'all',
  stage: 'purchase',
  phrase: '수수료',
  said: 22,
  gap: false,
  lift: null,
  angle: 'concrete-number',
  test: { metric: 'click', baseline: 0.05, minimumEffect: 0.1, perVariant: 31_234 },
  drafts: [TEXT, '비용은 〔비용 기준〕이에요.'],
  evidence: [],
};
const first = newSuggestionRecord(suggestion, '2026-W43');
const by = (who: string, minute: number) => ({
  by: who,
  at: `2026-10-26T01:${String(minute).padStart(2, '0')}:00.000Z`,
});
const accepted = decide(first, { decision: 'accepted', text: TEXT }, by('marketer', 1));

describe('a decision on a suggestion', () => {
  it('keeps who decided what and when; the last one counts', () => {
    const edited = decide(accepted, { decision: 'edited', text: '수수료는 15%예요.' }, by('lead', 2));
    const rejected = decide(edited, { decision: 'rejected', note: '지금은 아님' }, by('lead', 3));
    expect([accepted, edited, rejected].map(({ state, text }) => [state, text])).toEqual([
      ['accepted', TEXT],
      ['edited', '수수료는 15%예요.'],
      ['rejected', undefined],
    ]);
    expect(rejected.history).toHaveLength(3);
    expect(rejected.history[2]).toEqual({ decision: 'rejected', note: '지금은 아님', ...by('lead', 3) });
    expect(rejected.revision).toBe(3);
    expect(SuggestionRecordSchema.parse(rejected)).toEqual(rejected);
  });

  it('calls a text edited that is none of the drafts, and changes nothing when it comes again', () => {
    expect(decide(first, { decision: 'accepted', text: '내 문안' }, by('m', 1)).state).toBe('edited');
    expect(decide(accepted, { decision: 'accepted', text: TEXT }, by('m', 9))).toBe(accepted);
  });

  it('refuses a text with a place that nobody has filled in, and a draft of nothing', () => {
    expect(() =>
      decide(first, { decision: 'accepted', text: suggestion.drafts[1] ?? '' }, by('m', 1)),
    ).toThrow('〔 〕');
    expect(() => acceptedText(first)).toThrow('Accept one first');
  });

  it('notes once where its draft was made, also where somebody has rejected it meanwhile', () => {
    const made = { tool: 'notion', reference: 'p1', url: 'https://www.notion.so/p1' } as const;
    const noted = drafted(accepted, made, by('copy-notion', 4));
    expect(noted.history[1]).toEqual({
      drafted: 'notion',
      reference: 'p1',
      url: 'https://www.notion.so/p1',
      ...by('copy-notion', 4),
    });
    expect(SuggestionRecordSchema.parse(noted)).toEqual(noted);
    expect(drafted(noted, made, by('copy-notion', 9))).toBe(noted);
    const rejected = decide(accepted, { decision: 'rejected' }, by('lead', 3));
    expect(drafted(rejected, made, by('copy-notion', 4))).toMatchObject({ state: 'rejected', revision: 3 });
  });

  it('is no conflict with a draft that was made since it was read, but with a decision', () => {
    const noted = drafted(accepted, { tool: 'csv', reference: 'exports/x/d1.csv' }, by('x', 4));
    expect(decidedSince(noted, accepted.revision)).toBe(false);
    expect(decidedSince(noted, first.revision)).toBe(true);
    expect(decidedSince(decide(noted, { decision: 'rejected' }, by('lead', 5)), noted.revision)).toBe(true);
  });
});

describe('rateDifference', () => {
  it('gives the interval of Newcombe’s table II, case (a): 56/70 against 48/80', () => {
    const { difference } = rateDifference({ events: 48, of: 80 }, { events: 56, of: 70 }, 'more');
    expect(difference.value).toBeCloseTo(0.2, 4);
    expect(difference.low).toBeCloseTo(0.0524, 4);
    expect(difference.high).toBeCloseTo(0.3339, 4);
  });

  it('says which direction is better, and when nobody can tell', () => {
    const rate = (events: number, of = 1_000) => ({ events, of });
    expect(rateDifference(rate(50), rate(90), 'more').verdict).toBe('better');
    expect(rateDifference(rate(50), rate(90), 'less').verdict).toBe('worse');
    expect(rateDifference(rate(50), rate(52), 'less').verdict).toBe('no-clear-difference');
    expect(rateDifference(rate(4), rate(1), 'less').verdict).toBe('too-few');
  });
});

describe('suggestionOutcome', () => {
  const sent = (messageId: string, text: string, clicked: number, more: object = {}) =>
    SentMessageSchema.parse({
      messageId,
      campaign: 'fees',
      sentAt: '2026-10-26T10:00:00+09:00',
      channel: '알림톡',
      text,
      hasImage: false,
      sent: 20_000,
      delivered: 20_000,
      clicked,
      converted: Math.round(clicked / 5),
      ...more,
    });
  /** Voices per day: of 30, so many about the fee; fewer from 26 October on. */
  const dayAggregate = (day: string) => {
    const about = day < '2026-10-26' ? 6 : 2;
    const aggregate = emptyAggregate();
    for (let index = 0; index < 30; index += 1) {
      const code = index < about ? { code: 'price', stage: 'purchase' as const } : {};
      addContribution(
        aggregate,
        contributionOf(makeDocument({ id: `${day}${index}`, at: day, text: '글', ...code }), undefined),
      );
    }
    return aggregate;
  };
  const at = { timeZone: 'Asia/Seoul', lastDay: '2026-11-08' };

  it('writes on the point whether the new words did better, and whether the doubt fell', () => {
    const archive = [
      sent(
        'new',
        '(광고) [돌려받기] 비용은 돌려받은 금액의 15%이고 결제 전 화면에서 미리 볼 수 있어요! 무료수신거부 080-000-0000',
        1_200,
      ),
      sent('old', '수수료 안내드립니다', 900),
      sent('other', '연말정산 미리 준비하세요', 700, { campaign: 'tax' }),
    ];
    const outcome = suggestionOutcome(accepted, archive, dayAggregate, at);
    expect(SuggestionOutcomeSchema.parse(outcome)).toEqual(outcome);
    expect(outcome).toMatchObject({
      messageIds: ['new'],
      controlIds: ['old'],
      click: { verdict: 'better' },
      doubt: { days: 14, before: { events: 84, of: 420 }, after: { events: 28, of: 420 }, verdict: 'better' },
    });
    expect(outcome?.doubt.difference.high).toBeLessThan(0);
  });

  it('knows a message by the ID that it carries, whatever its words; and one of another suggestion is not it', () => {
    const tagged = sent('tagged', '전혀 다른 말', 1_000, { suggestionId: suggestion.id });
    const foreign = sent('foreign', TEXT, 1_000, { suggestionId: 'another' });
    expect(suggestionOutcome(accepted, [tagged], dayAggregate, at)?.messageIds).toEqual(['tagged']);
    expect(suggestionOutcome(accepted, [tagged], dayAggregate, at)?.click).toBeUndefined();
    expect(suggestionOutcome(accepted, [foreign], dayAggregate, at)).toBeUndefined();
  });

  it('compares no clicks where a message has more of them than deliveries', () => {
    const archive = [sent('new', TEXT, 1_200), sent('old', '수수료 안내', 900, { clicked: 20_500 })];
    const outcome = suggestionOutcome(accepted, archive, dayAggregate, at);
    expect(outcome?.click).toBeUndefined();
    expect(outcome?.conversion).toMatchObject({ verdict: 'better' });
    expect(SuggestionOutcomeSchema.parse(JSON.parse(JSON.stringify(outcome)))).toEqual(outcome);
  });

  it('claims nothing where nothing changed, nor on the first day', () => {
    const archive = [sent('new', TEXT, 1_000)];
    const flat = () => dayAggregate('2026-10-01');
    expect(suggestionOutcome(accepted, archive, flat, at)?.doubt.verdict).toBe('no-clear-difference');
    expect(
      suggestionOutcome(accepted, archive, dayAggregate, { ...at, lastDay: '2026-10-26' })?.doubt,
    ).toMatchObject({
      days: 1,
      verdict: 'too-few',
    });
  });
});
