import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ModelArray,
  packModel,
  packSorted,
  unpackModel,
  unpackSorted,
} from '../../../../shared/nlp/model-file.ts';

const NO_MODEL = expect.objectContaining({ code: 'settings.invalid', kind: 'config' });

const array: fc.Arbitrary<ModelArray> = fc.oneof(
  fc.int8Array({ maxLength: 9 }),
  fc.uint8Array({ maxLength: 9 }),
  fc.uint32Array({ maxLength: 9 }),
  fc.float32Array({ maxLength: 9 }),
);
const name = fc.stringMatching(/^[a-z]{1,4}\.[a-z]{1,4}$/);
const parts = fc.record({
  header: fc.dictionary(fc.stringMatching(/^[b-z]{1,6}$/), fc.oneof(fc.string(), fc.integer(), fc.boolean())),
  arrays: fc.dictionary(name, array, { maxKeys: 5 }),
});

const MODEL = {
  header: { kind: 'test', note: '모델' },
  arrays: {
    bytes: Int8Array.of(-128, 0, 127),
    weights: Float32Array.of(1.5, -2),
    features: Uint32Array.of(7),
  },
};

/** A file of its own header and data, as a program gone wrong could write it. */
function fileOf(header: string, data: Uint8Array = new Uint8Array(64)): Uint8Array {
  const head = new TextEncoder().encode(header);
  const bytes = new Uint8Array(((8 + head.length + 3) & ~3) + data.length);
  bytes.set(packModel(MODEL).subarray(0, 4));
  new DataView(bytes.buffer).setUint32(4, head.length, true);
  bytes.set(head, 8);
  bytes.set(data, bytes.length - data.length);
  return bytes;
}

describe('the file of a model', () => {
  it('gives back header and arrays as they were', () => {
    fc.assert(
      fc.property(parts, (model) => {
        const unpacked = unpackModel(packModel(model));
        expect(unpacked.header).toEqual({ ...model.header });
        expect(unpacked.arrays).toEqual({ ...model.arrays });
      }),
    );
  });

  it('gives back what stands in the middle of a larger block of memory', () => {
    const block = Float32Array.of(1, 2, 3, 4);
    const { arrays } = unpackModel(packModel({ header: {}, arrays: { part: block.subarray(1, 3) } }));
    expect(arrays.part).toEqual(Float32Array.of(2, 3));
  });

  it('has the same bytes for the same model', () => {
    expect(packModel(MODEL)).toEqual(packModel(structuredClone(MODEL)));
  });

  it.each([0, 1, 2, 3])('is read from a Buffer that begins %i bytes into its memory', (offset) => {
    const bytes = packModel(MODEL);
    const memory = new ArrayBuffer(bytes.length + offset + 5);
    const buffer = Buffer.from(memory, offset, bytes.length);
    buffer.set(bytes);
    expect(unpackModel(buffer)).toEqual(MODEL);
  });

  it('is refused where it is cut off anywhere', () => {
    const bytes = packModel({ header: MODEL.header, arrays: { last: Uint32Array.of(1, 2) } });
    for (let length = 0; length < bytes.length; length += 1)
      expect(() => unpackModel(bytes.subarray(0, length)), `${length} bytes`).toThrow(NO_MODEL);
  });

  it.each([
    ['another file', new TextEncoder().encode('{"weights": [1, 2, 3]}')],
    ['a header that is no JSON', fileOf('{"arrays": [')],
    ['a header that is no object', fileOf('null')],
    ['an entry that is no object', fileOf('{"arrays":[null]}')],
    ['an unknown type', fileOf('{"arrays":[{"name":"a","type":"int64","at":0,"length":1}]}')],
    ['a type of all objects', fileOf('{"arrays":[{"name":"a","type":"toString","at":0,"length":1}]}')],
    ['an array without place', fileOf('{"arrays":[{"name":"a","type":"int8","length":1}]}')],
    ['an array before the file', fileOf('{"arrays":[{"name":"a","type":"uint32","at":-400,"length":1}]}')],
    ['an array between two places', fileOf('{"arrays":[{"name":"a","type":"uint32","at":2,"length":1}]}')],
    ['an array of less than nothing', fileOf('{"arrays":[{"name":"a","type":"int8","at":0,"length":-1}]}')],
    ['an array beyond the end', fileOf('{"arrays":[{"name":"a","type":"uint32","at":0,"length":17}]}')],
  ])('is refused where it is %s', (_, bytes) => {
    expect(() => unpackModel(bytes)).toThrow(NO_MODEL);
  });

  it('gives parts or is refused, whichever byte is wrong', () => {
    const bytes = packModel(MODEL);
    let refused = 0;
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const broken = bytes.slice();
        broken[at] = (broken[at] ?? 0) ^ change;
        try {
          unpackModel(broken);
        } catch (error) {
          expect(error).toEqual(NO_MODEL);
          refused += 1;
        }
      }),
      { numRuns: 1_000 },
    );
    expect(refused).toBeGreaterThan(100);
  });
});

describe('sorted numbers', () => {
  const sorted = fc
    .array(fc.oneof(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.nat(300)), { maxLength: 40 })
    .map((numbers) => Uint32Array.from(numbers).sort());

  it('come back, up to the largest', () => {
    fc.assert(
      fc.property(sorted, (numbers) => {
        expect(unpackSorted(packSorted(numbers), numbers.length)).toEqual(numbers);
      }),
    );
    const ends = Uint32Array.of(0, 0, 127, 128, 2 ** 31, 2 ** 32 - 1, 2 ** 32 - 1);
    expect(unpackSorted(packSorted(ends), ends.length)).toEqual(ends);
  });

  it('take a byte each where they stand close together', () => {
    expect(packSorted(Uint32Array.from({ length: 100 }, (_, index) => index * 127))).toHaveLength(100);
  });
});
