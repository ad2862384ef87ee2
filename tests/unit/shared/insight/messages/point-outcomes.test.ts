import { describe, expect, it } from 'vitest';
import { SentMessageSchema } from '../../../../../shared/domain/sent-message.ts';
import type { SuggestionRecord } from '../../../../../shared/domain/suggestion-record.ts';
import { addContribution, emptyAggregate } from '../../../../../shared/insight/aggregate.ts';
import { pointMessages } from '../../../../../shared/insight/messages/point-messages.ts';
import { outcomeDays, pointOutcomes } from '../../../../../shared/insight/messages/point-outcomes.ts';
import { makeContribution } from '../contribution-factory.ts';

const TEXT = '비용은 돌려받은 금액의 15%이고, 결제 전 화면에서 미리 볼 수 있어요.';
const RECORD: SuggestionRecord = {
  suggestion: {
    id: 'a5d2ce3756e58cb0',
    pointId: 'price.purchase',
    segment: 'all',
    stage: 'purchase',
    phrase: '수수료',
    said: 22,
    gap: false,
    lift: null,
    angle: 'concrete-number',
    drafts: [TEXT],
  },
  week: '2026-W43',
  state: 'accepted',
  text: TEXT,
  history: [],
  revision: 1,
};

function sent(messageId: string, text: string, more: object = {}) {
  return SentMessageSchema.parse({
    messageId,
    campaign: 'fees',
    sentAt: '2026-10-26T10:00:00+09:00',
    channel: '알림톡',
    segment: '신청 중단',
    stage: 'purchase',
    text,
    hasImage: false,
    sent: 20_000,
    delivered: 20_000,
    clicked: 1_000,
    converted: 200,
    ...more,
  });
}

/** Of 30 voices a day, so many about the fee; fewer from 26 October on. */
function dayAggregate(day: string) {
  const aggregate = emptyAggregate();
  for (let index = 0; index < 30; index += 1) {
    const isFee = index < (day < '2026-10-26' ? 6 : 2);
    addContribution(
      aggregate,
      makeContribution({ day, bucket: day, stage: 'purchase', codes: isFee ? ['price'] : [] }),
    );
  }
  return aggregate;
}

const AT = { timeZone: 'Asia/Seoul', lastDay: '2026-11-15' };

describe('what came back of accepted words', () => {
  const archive = [
    sent('new', `{이름}님, ${TEXT}`),
    sent('old', '수수료 안내드립니다', { variant: 'B' }),
    sent('push', '수수료 안내드립니다', { channel: '푸시' }),
  ];

  it('stands at its point, with the words, the messages that tried them and their fair control', () => {
    const [outcome] = pointOutcomes([RECORD], archive, dayAggregate, AT).get('price.purchase') ?? [];
    expect(outcome).toMatchObject({
      text: TEXT,
      tried: [{ messageId: 'new', campaign: 'fees' }],
      // Another channel differs in more than its words.
      control: [{ messageId: 'old', variant: 'B' }],
      doubt: { days: 21, verdict: 'better' },
    });
  });

  it('needs the four weeks around the first sending, up to the last whole day', () => {
    const days = outcomeDays([RECORD], archive, AT);
    expect([days[0], days.at(-1), days.length]).toEqual(['2026-09-28', '2026-11-15', 49]);
  });

  it('is told for twelve weeks, and not before it was sent', () => {
    for (const lastDay of ['2026-10-25', '2027-02-01']) {
      expect(outcomeDays([RECORD], archive, { ...AT, lastDay })).toEqual([]);
      expect(pointOutcomes([RECORD], archive, dayAggregate, { ...AT, lastDay }).size).toBe(0);
    }
  });
});

describe('our messages of a point', () => {
  const until = '2026-11-15T15:00:00.000Z';
  const point = { code: 'price', stage: 'purchase' as const };

  it('are those of its stage that speak of what answers its reason, the newest first, before the week ends', () => {
    const messages = [
      sent('fee', '수수료를 먼저 보여 드려요'),
      sent('newer', '이용료는 얼마일까요', { sentAt: '2026-11-02T10:00:00+09:00' }),
      sent('future', '수수료 안내', { sentAt: '2026-11-16T10:00:00+09:00' }),
      sent('other stage', '수수료 안내', { stage: 'awareness' }),
      sent('other topic', '후기를 읽어 보세요'),
    ];
    const found = pointMessages(point, messages, { timeZone: 'Asia/Seoul', until });
    expect(found.map(({ messageId }) => messageId)).toEqual(['newer', 'fee']);
  });

  it('are none for a reason that no topic of ours answers', () => {
    const messages = [sent('fee', '수수료를 먼저 보여 드려요')];
    for (const code of ['feature', 'constructor'])
      expect(pointMessages({ ...point, code }, messages, { timeZone: 'Asia/Seoul', until })).toEqual([]);
  });
});
