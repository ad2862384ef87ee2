import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { itemOf, lineOf, type StoredItem } from '../../../../scripts/backup/item-lines.ts';

const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.string().map((S) => ({ S })),
    fc.integer().map((n) => ({ N: String(n) })),
    fc.boolean().map((BOOL) => ({ BOOL })),
    fc.constant({ NULL: true }),
    fc.uint8Array({ maxLength: 20 }).map((bytes) => ({ B: Buffer.from(bytes) })),
    fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 3 }).map((SS) => ({ SS })),
    fc.array(tie('any'), { maxLength: 3 }).map((L) => ({ L })),
    fc.dictionary(fc.string({ minLength: 1 }), tie('any'), { maxKeys: 3 }).map((M) => ({ M })),
  ),
})).any;
const item = fc.dictionary(fc.constantFrom('pk', 'sk', 'body', 'link'), value, { minKeys: 1 });

describe('a line of a backup', () => {
  it('brings back every item that a table can hold, bytes and sets too', () => {
    fc.assert(
      fc.property(item, (made) => {
        const stored = { ...made } as StoredItem;
        expect({ ...itemOf(lineOf(stored), 'here') }).toEqual(stored);
      }),
    );
  });

  it('is the same for the same item in whatever order its names come', () => {
    expect(lineOf({ b: { S: '1' }, a: { M: { y: { S: '2' }, x: { S: '3' } } } })).toBe(
      lineOf({ a: { M: { x: { S: '3' }, y: { S: '2' } } }, b: { S: '1' } }),
    );
  });

  it('says where a line is that cannot be read', () => {
    expect(() => itemOf('{"pk":', 'documents/00001.ndjson:7')).toThrow(
      /documents\/00001\.ndjson:7 is not an item/,
    );
  });
});
