import { describe, expect, it } from 'vitest';
import { type SentMessage, SentMessageSchema } from '../../../../shared/domain/sent-message.ts';
import { carries, messageLift } from '../../../../shared/insight/message-lift.ts';

const message = (index: number, text: string, clicked: number, channel = '알림톡'): SentMessage =>
  SentMessageSchema.parse({
    messageId: `m${index}`,
    campaign: 'c',
    sentAt: '2026-11-10',
    channel,
    text,
    hasImage: false,
    sent: 10_000,
    delivered: 10_000,
    clicked,
  });

describe('messageLift', () => {
  const withPhrase = [500, 520, 480, 510, 530].map((clicked, index) =>
    message(index, '수수료 를 미리 안내', clicked),
  );
  const without = [240, 260, 250, 255, 245].map((clicked, index) =>
    message(10 + index, '환급 안내', clicked),
  );

  it('compares click rates of messages, with an interval', () => {
    const lift = messageLift('수수료를', [...withPhrase, ...without]);
    expect(lift?.value).toBeCloseTo(2.03, 1);
    expect(lift?.low).toBeGreaterThan(1.8);
    expect(lift?.high).toBeLessThan(2.3);
  });

  it('is null with too few messages on either side, or only on another channel', () => {
    expect(messageLift('수수료', [...withPhrase.slice(1), ...without])).toBeNull();
    expect(messageLift('수수료', withPhrase)).toBeNull();
    const elsewhere = without.map((one) => ({ ...one, channel: 'LMS' }));
    expect(messageLift('수수료', [...withPhrase, ...elsewhere])).toBeNull();
  });

  it('reads phrases without regard to spaces', () => {
    expect(carries('본인 인증이 안 될 때', '본인인증')).toBe(true);
    expect(carries('환급 안내', '수수료')).toBe(false);
  });
});
