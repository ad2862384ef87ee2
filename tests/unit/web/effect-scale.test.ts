import { describe, expect, it } from 'vitest';
import { judgementOf, placeOf, reachOf } from '../../../web/src/charts/effect-scale.ts';

const lift = (value: number, low: number, high: number) => ({ lift: { value, low, high } });

describe('the scale of effects', () => {
  it('has 1 in the middle, and a doubling as far from it as a halving', () => {
    expect(placeOf(1, 4)).toBe(0.5);
    expect(placeOf(2, 4) - 0.5).toBeCloseTo(0.5 - placeOf(0.5, 4));
  });

  it('reaches as far as the widest interval, within limits, and holds what lies beyond at its end', () => {
    expect(reachOf([lift(1.05, 0.9, 1.1)])).toBe(1.5);
    expect(reachOf([lift(1.2, 1.1, 2.5)])).toBe(2.5);
    expect(reachOf([lift(0.2, 0, 0.5)])).toBe(4);
    expect(placeOf(9, 4)).toBe(1);
    expect(placeOf(0, 4)).toBe(0);
  });

  it('judges only what stands beyond chance; fewer people leaving is better', () => {
    expect(judgementOf({ value: 1.2, low: 0.9, high: 1.5 }, 'click')).toBe('unclear');
    expect(judgementOf({ value: 1.2, low: 1.1, high: 1.5 }, 'click')).toBe('better');
    expect(judgementOf({ value: 1.2, low: 1.1, high: 1.5 }, 'leaving')).toBe('worse');
    expect(judgementOf({ value: 0.8, low: 0.7, high: 0.9 }, 'leaving')).toBe('better');
  });
});
