import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBudget, type Reservation } from '../../../../../shared/nlp/generative/budget.ts';

const prices = (maxUsdPerRun: number) => ({
  maxUsdPerRun,
  usdPer1kInputTokens: 1,
  usdPer1kOutputTokens: 4,
});
/** At most 4 × 3 bytes + 256 = 268 tokens in and 100 out: 0.668 US dollars. */
const PROMPT = { system: '규칙', user: '글자', maxOutputTokens: 100 };

describe('the budget of a run', () => {
  it('counts what an answer used by the price of a thousand tokens', () => {
    const budget = createBudget(prices(1));
    budget.reserve(PROMPT)?.settle({ inputTokens: 200, outputTokens: 50 });
    expect(budget.spentUsd()).toBeCloseTo(0.4, 10);
  });

  it('allows no question that could pass the cap, however little the last one used', () => {
    const budget = createBudget(prices(1));
    const first = budget.reserve(PROMPT);
    expect(first).not.toBeNull();
    expect(budget.reserve(PROMPT)).toBeNull();
    first?.settle({ inputTokens: 10, outputTokens: 1 });
    expect(budget.reserve(PROMPT)).not.toBeNull();
    expect(createBudget(prices(0.667)).reserve(PROMPT)).toBeNull();
    expect(createBudget(prices(0.669)).reserve(PROMPT)).not.toBeNull();
  });

  it('counts a question without an answer in full, one that was refused not at all, and each only once', () => {
    const budget = createBudget(prices(10));
    budget.reserve(PROMPT)?.settle('nothing');
    expect(budget.spentUsd()).toBe(0);
    const reservation = budget.reserve(PROMPT);
    reservation?.settle('unknown');
    reservation?.settle('unknown');
    expect(budget.spentUsd()).toBeCloseTo(0.668, 10);
  });

  it('is never passed, in whatever order questions begin and end', () => {
    const tokens = fc.record({ inputTokens: fc.nat(268), outputTokens: fc.nat(100) });
    const end = fc.oneof(tokens, fc.constantFrom('unknown' as const, 'nothing' as const));
    fc.assert(
      fc.property(
        fc.array(fc.option(end, { nil: 'begin' as const })),
        fc.double({ min: 0, max: 5, noNaN: true }),
        (steps, cap) => {
          const budget = createBudget(prices(cap));
          const open: Reservation[] = [];
          for (const step of steps) {
            if (step !== 'begin') open.shift()?.settle(step);
            else {
              const reservation = budget.reserve(PROMPT);
              if (reservation !== null) open.push(reservation);
            }
          }
          for (const reservation of open) reservation.settle('unknown');
          expect(budget.spentUsd()).toBeLessThanOrEqual(cap + 1e-9);
        },
      ),
    );
  });
});
