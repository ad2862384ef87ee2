import { describe, expect, it } from 'vitest';
import { plannedTest, sampleSizePerVariant } from '../../../../../shared/insight/messages/planned-test.ts';
import { simulateArchive } from './message-simulation.ts';

describe('an A/B test', () => {
  it('needs as many people as the tables of Fleiss, Levin and Paik say', () => {
    // Table A.4 without continuity correction: 0.25 against 0.40; and 5 % against 5.5 %.
    expect(sampleSizePerVariant(0.25, 0.6)).toBe(152);
    expect(sampleSizePerVariant(0.05, 0.1)).toBe(31_234);
  });

  it('needs fewer for a larger effect and for a higher rate', () => {
    expect(sampleSizePerVariant(0.05, 0.2)).toBeLessThan(sampleSizePerVariant(0.05, 0.1));
    expect(sampleSizePerVariant(0.1, 0.1)).toBeLessThan(sampleSizePerVariant(0.05, 0.1));
  });

  it('starts from what such messages usually bring, and from nothing where there are none', () => {
    const { messages } = simulateArchive(4, 40);
    const staged = messages.map((message, index) =>
      index < 10
        ? { ...message, stage: 'purchase' as const, clicked: Math.round(message.delivered * 0.2) }
        : message,
    );
    expect(plannedTest('purchase', staged)?.baseline).toBeCloseTo(0.2, 2);
    expect(plannedTest('signup', staged)?.baseline).toBeLessThan(0.1);
    expect(plannedTest('signup', [])).toBeNull();
  });
});
