import { describe, expect, it } from 'vitest';
import { byPriority, pointPriority } from '../../../../shared/insight/point-priority.ts';

const point = (documents: number, share: number) => ({
  documents,
  share: { value: share, low: 0, high: 1 },
  change: 'too-few' as const,
  negativeShare: 1,
  dropOff: { entered: 100, completed: 50, rate: 0.5 },
});

describe('the priority of a point', () => {
  it('adds up what each part says, each to its most', () => {
    const change = { ratio: 5, low: 3, high: 8, significant: true };
    expect(pointPriority({ ...point(60, 0.3), change })).toEqual({
      score: 90,
      parts: { share: 35, negative: 20, rise: 25, dropOff: 10 },
    });
  });

  it('does not let one displeased voice stand before a dozen', () => {
    const one = pointPriority(point(1, 0.005));
    expect(one.parts).toMatchObject({ negative: 2, dropOff: 1 });
    expect(pointPriority({ ...point(12, 0.06), negativeShare: 0.6 }).score).toBeGreaterThan(one.score);
  });

  it('does not count a rise that may be chance', () => {
    const change = { ratio: 5, low: 0.9, high: 28, significant: false };
    expect(pointPriority({ ...point(60, 0.3), change }).parts.rise).toBe(0);
  });

  it('puts what matters most first, and points of old reviews as they stood behind it', () => {
    const named = (id: string, documents: number) => ({
      id,
      priority: pointPriority(point(documents, 0.01)),
    });
    const old = [{ id: 'b' }, { id: 'a' }].map(({ id }) => ({ id, priority: undefined }));
    expect(byPriority([...old, named('few', 2), named('many', 9)]).map(({ id }) => id)).toEqual([
      'many',
      'few',
      'b',
      'a',
    ]);
  });
});
