import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LinkResult } from '../../../../shared/domain/link.ts';
import type { LinkDecision } from '../../../../shared/domain/link-decision.ts';
import { applyReview, evidencePattern, learntConfidence } from '../../../../shared/linking/apply-review.ts';

const CANDIDATE: LinkResult = {
  customerId: 'C1',
  status: 'candidate',
  confidence: 0.55,
  evidence: [
    { kind: 'nickname', weight: 2 },
    { kind: 'device', weight: 3 },
  ],
};
const decided = (customerId: string, verdict: LinkDecision['verdict'], minute = 0): LinkDecision => ({
  customerId,
  verdict,
  by: 'u1',
  at: `2026-11-20T00:${String(minute).padStart(2, '0')}:00.000Z`,
  pattern: 'device+nickname',
});

describe('a link after review', () => {
  it('is the confirmed customer, whatever the linker finds now', () => {
    for (const found of [CANDIDATE, { ...CANDIDATE, customerId: 'C2', status: 'linked' as const }]) {
      expect(applyReview(found, [decided('C1', 'confirmed')], {})).toMatchObject({
        customerId: 'C1',
        status: 'linked',
        decidedAt: '2026-11-20T00:00:00.000Z',
      });
    }
  });

  it('never names a rejected customer again, but may name another', () => {
    const rejected = [decided('C1', 'rejected')];
    expect(applyReview(CANDIDATE, rejected, {})).toMatchObject({ customerId: null, status: 'unlinked' });
    const other = { ...CANDIDATE, customerId: 'C2' };
    expect(applyReview(other, rejected, {})).toEqual(other);
  });

  it('follows the latest decision', () => {
    const changed = [decided('C1', 'confirmed', 1), decided('C1', 'rejected', 2)];
    expect(applyReview(CANDIDATE, changed, {}).status).toBe('unlinked');
    const back = [decided('C1', 'rejected', 1), decided('C1', 'confirmed', 2)];
    expect(applyReview(CANDIDATE, back, {}).status).toBe('linked');
  });
});

describe('what is learnt from review', () => {
  const pattern = evidencePattern(CANDIDATE.evidence);

  it('goes by the kinds of evidence, in any order', () => {
    expect(pattern).toBe('device+nickname');
    expect(evidencePattern([...CANDIDATE.evidence].reverse())).toBe(pattern);
  });

  it('moves hardly with a few verdicts and follows many', () => {
    expect(learntConfidence(0.5, { confirmed: 0, rejected: 2 })).toBeGreaterThan(0.45);
    expect(learntConfidence(0.5, { confirmed: 20, rejected: 180 })).toBeLessThan(0.15);
    expect(learntConfidence(0.5, { confirmed: 180, rejected: 20 })).toBeGreaterThan(0.85);
  });

  it('takes away suggestions that are hardly ever right, after enough verdicts', () => {
    expect(applyReview(CANDIDATE, [], { [pattern]: { confirmed: 0, rejected: 4 } }).status).toBe('candidate');
    expect(applyReview(CANDIDATE, [], { [pattern]: { confirmed: 1, rejected: 30 } }).status).toBe('unlinked');
  });

  it('makes no link and touches none, however many verdicts', () => {
    fc.assert(
      fc.property(fc.nat(5_000), fc.nat(5_000), (confirmed, rejected) => {
        const experience = { [pattern]: { confirmed, rejected } };
        expect(applyReview(CANDIDATE, [], experience).status).not.toBe('linked');
        expect(applyReview(CANDIDATE, [], experience).confidence).toBeLessThanOrEqual(0.95);
        const linked = { ...CANDIDATE, status: 'linked' as const, confidence: 0.99 };
        expect(applyReview(linked, [], experience)).toEqual(linked);
      }),
    );
  });
});
