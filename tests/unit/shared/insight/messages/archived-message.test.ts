import { describe, expect, it } from 'vitest';
import { ArchivedMessageSchema } from '../../../../../shared/domain/message-archive.ts';
import { SentMessageSchema } from '../../../../../shared/domain/sent-message.ts';
import { archiveEffects } from '../../../../../shared/insight/messages/archive-effects.ts';
import { archivedMessage, tellingChannels } from '../../../../../shared/insight/messages/archived-message.ts';
import { simulateArchive } from './message-simulation.ts';

const message = (more: object) =>
  SentMessageSchema.parse({
    messageId: 'm',
    campaign: 'c',
    sentAt: '2026-11-09T10:00',
    channel: 'LMS',
    text: '지금 신청하면 환급금을 받아요',
    sent: 1_000,
    delivered: 800,
    ...more,
  });

describe('a message of the archive', () => {
  it('has its time in UTC, its tone, and rates of those that were delivered', () => {
    const sent = message({ clicked: 80 });
    const shown = archivedMessage(sent, { timeZone: 'Asia/Seoul', tells: tellingChannels([sent]) });
    expect(ArchivedMessageSchema.parse(shown)).toMatchObject({
      sentAt: '2026-11-09T01:00:00.000Z',
      tone: 'urgent',
      topics: ['refund'],
      results: { delivered: { rate: { value: 0.8 } }, clicked: { count: 80, rate: { value: 0.1 } } },
    });
  });

  it('has no rate of what its channel has never told, but 0 % of what it tells of others', () => {
    const [quiet, other] = [message({}), message({ messageId: 'n', clicked: 8 })];
    const shown = archivedMessage(quiet, {
      timeZone: 'Asia/Seoul',
      tells: tellingChannels([quiet, other, message({ channel: '푸시', opened: 5 })]),
    });
    expect(shown.results.opened.rate).toBeNull();
    expect(shown.results.clicked.rate).toMatchObject({ value: 0, low: 0 });
  });
});

describe('archiveEffects', () => {
  it('tells each word once, and only of outcomes that the archive knows', () => {
    const { effects, messages } = simulateArchive(4, 120);
    const words = [...effects.keys()];
    const found = archiveEffects([...words, ...words, '없는말'], messages);
    const clicked = found.filter(({ outcome, kind }) => outcome === 'click' && kind === 'word');
    expect(clicked.map(({ name }) => name).sort()).toEqual(words.sort());
    expect(found.some(({ outcome }) => outcome === 'leaving')).toBe(false);
  });
});
