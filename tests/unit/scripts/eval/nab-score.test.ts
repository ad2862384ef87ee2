import { describe, expect, it } from 'vitest';
import { nabScore } from '../../../../scripts/eval/nab-score.ts';

const windows = [
  [2000, 2100],
  [3000, 3100],
] as const;
const score = (alerts: readonly number[]) => nabScore([{ rows: 5000, windows, alerts }]);

describe('nabScore', () => {
  it('is 0 for silence and 100 for an alert on the first row of each window', () => {
    expect(score([])).toBe(0);
    expect(score([2000, 3000])).toBeCloseTo(100, 10);
  });

  it('counts the first alert of a window alone, and an earlier one more', () => {
    expect(score([2000, 2001, 3000])).toBe(score([2000, 3000]));
    expect(score([2090, 3000])).toBeLessThan(score([2050, 3000]));
  });

  it('charges each alert outside, less just after a window, and none while it learns', () => {
    expect(score([1500, 2000, 3000])).toBeCloseTo(100 - 2.75, 10);
    expect(score([2000, 2110, 3000])).toBeGreaterThan(score([2000, 2900, 3000]));
    expect(score([700, 2000, 3000])).toBe(score([2000, 3000]));
  });
});
