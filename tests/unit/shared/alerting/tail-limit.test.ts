import { describe, expect, it } from 'vitest';
import { TailLimit } from '../../../../shared/alerting/tail-limit.ts';

const OPTIONS = { floor: 4, apart: 12, every: 10_000, memory: 10_000 };

/** A run of surprises with the given peak every `distance` intervals. */
function limitAfter(peaks: readonly number[], distance = 100): number {
  const tail = new TailLimit(OPTIONS);
  for (const [run, peak] of peaks.entries()) {
    tail.see((run + 1) * distance, peak - 0.5);
    tail.see((run + 1) * distance + 3, peak);
  }
  tail.see((peaks.length + 1) * distance, 3);
  return tail.limit;
}

describe('TailLimit', () => {
  it('stays at its floor where surprises are as rare and small as the model says', () => {
    expect(limitAfter(Array.from({ length: 30 }, () => 2.8))).toBe(4);
  });

  it('rises where bursts are common', () => {
    expect(limitAfter(Array.from({ length: 30 }, () => 5))).toBeGreaterThan(6);
  });

  it('rises little for one outbreak, however great', () => {
    const quiet = Array.from({ length: 30 }, () => 2.8);
    expect(limitAfter([...quiet, 40])).toBe(limitAfter([...quiet, 8]));
    expect(limitAfter([...quiet, 40])).toBeLessThan(4.5);
  });

  it('counts the surprises of one run once', () => {
    const tail = new TailLimit(OPTIONS);
    for (let index = 0; index < 500; index++) tail.see(index, 5);
    expect(tail.limit).toBe(4);
  });
});
