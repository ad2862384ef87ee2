import { describe, expect, it } from 'vitest';
import { itemSize } from '../../../../scripts/cost/item-size.ts';

describe('the size of an item', () => {
  it('counts names and texts in UTF-8', () => {
    expect(itemSize({ pk: { S: 'abc' }, 말: { S: '환급' } })).toBe(2 + 3 + 3 + 6);
  });

  it('counts numbers by their significant digits, bytes decoded, and one byte for true and null', () => {
    expect(itemSize({ n: { N: '12300' } })).toBe(1 + 2 + 1);
    expect(itemSize({ n: { N: '-0.25' } })).toBe(1 + 1 + 1 + 1);
    expect(itemSize({ b: { B: Buffer.from('abcd').toString('base64') } })).toBe(1 + 4);
    expect(itemSize({ b: { B: new Uint8Array(300) } })).toBe(301);
    expect(itemSize({ t: { BOOL: true }, u: { NULL: true } })).toBe(4);
  });

  it('counts three bytes for a list or a map and one for each thing in it', () => {
    expect(itemSize({ l: { L: [{ S: 'ab' }, { S: 'c' }] } })).toBe(1 + 3 + 2 + 3);
    expect(itemSize({ m: { M: { k: { S: 'v' } } } })).toBe(1 + 3 + 1 + 1 + 1);
  });
});
