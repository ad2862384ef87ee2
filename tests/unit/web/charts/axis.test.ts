import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisTicks, labelledPlaces } from '../../../../web/src/charts/axis.ts';

describe('the ticks of an axis', () => {
  it('are round, begin at nothing and reach the highest value', () => {
    expect(axisTicks(0)).toEqual([0, 1]);
    expect(axisTicks(3)).toEqual([0, 1, 2, 3]);
    expect(axisTicks(37)).toEqual([0, 10, 20, 30, 40]);
    expect(axisTicks(180)).toEqual([0, 50, 100, 150, 200]);
  });

  it('are two to six for any count', () => {
    fc.assert(
      fc.property(fc.nat(5_000_000), (most) => {
        const ticks = axisTicks(most);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(6);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(most);
        expect(ticks.every(Number.isInteger)).toBe(true);
      }),
    );
  });
});

describe('the labelled places of an axis', () => {
  it('are all of a few, and otherwise even with both ends', () => {
    expect(labelledPlaces(3, 5)).toEqual([0, 1, 2]);
    expect(labelledPlaces(35, 5)).toEqual([0, 9, 17, 26, 34]);
  });
});
