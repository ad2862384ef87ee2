import { describe, expect, it } from 'vitest';
import { messageLift } from '../../../../shared/insight/message-lift.ts';
import { carries } from '../../../../shared/insight/messages/carries.ts';
import { simulateArchive } from './messages/message-simulation.ts';

describe('messageLift', () => {
  it('says how many times as many clicks a word brought, in Korean spacing of any kind', () => {
    const { messages } = simulateArchive(5, 160);
    const better = messages.map((message, index) =>
      index % 4 === 0
        ? { ...message, text: `${message.text} 미리 보기`, clicked: Math.round(1.5 * message.clicked) }
        : message,
    );
    const lift = messageLift('미리보기', better);
    expect(lift?.low).toBeGreaterThan(1.15);
    expect(lift?.high).toBeLessThan(1.8);
    expect(messageLift('없는말', better)).toBeNull();
  });

  it('reads phrases without regard to spaces', () => {
    expect(carries('본인 인증이 안 될 때', '본인인증')).toBe(true);
    expect(carries('환급 안내', '수수료')).toBe(false);
  });
});
