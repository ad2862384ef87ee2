import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexRows, packRows, quantise, unpackRows } from '../../../../shared/nlp/sparse-rows.ts';

const LABELS = 3;
const weight = fc.integer({ min: -50_000, max: 50_000 }).map((thousandths) => thousandths / 1_000);
/** Features with a row of weights each, in any order. */
const weighted = fc.uniqueArray(
  fc.tuple(
    fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    fc.array(weight, { minLength: LABELS, maxLength: LABELS }),
  ),
  { selector: ([feature]) => feature, maxLength: 30 },
);
const BIAS = Float32Array.of(0.5, -1.25, 3);

const quantised = (given: readonly [number, number[]][]) =>
  quantise(
    Uint32Array.from(given, ([feature]) => feature),
    Float32Array.from(given.flatMap(([, weights]) => weights)),
    BIAS,
  );

describe('weights as bytes', () => {
  it('differ from the weights by at most half the scale of their label', () => {
    fc.assert(
      fc.property(weighted, (given) => {
        const rows = quantised(given);
        const index = indexRows(rows);
        for (const [feature, weights] of given) {
          const row = index.rowOf(feature);
          for (const [label, real] of weights.entries()) {
            const scale = rows.scales[label] ?? Number.NaN;
            const largest = Math.max(...given.map(([, each]) => Math.abs(each[label] ?? 0)));
            expect(scale).toBeCloseTo(largest / 127, 5);
            const read = (rows.bytes[row * LABELS + label] ?? Number.NaN) * scale;
            expect(Math.abs(read - real)).toBeLessThanOrEqual(scale * 0.5001);
          }
        }
        expect(rows.bias).toEqual(BIAS);
      }),
    );
  });

  it('stand in the order of their features, in whichever order they came', () => {
    fc.assert(
      fc.property(weighted, (given) => {
        const rows = quantised(given);
        expect([...rows.features]).toEqual(given.map(([feature]) => feature).sort((a, b) => a - b));
        expect(quantised([...given].reverse())).toEqual(rows);
      }),
    );
  });

  it('come back from a file', () => {
    fc.assert(
      fc.property(weighted, (given) => {
        const rows = quantised(given);
        expect(unpackRows('letters', packRows('letters', rows))).toEqual(rows);
      }),
    );
  });

  it.each([
    ['stand under another name', () => ({})],
    ['lack their scales', () => ({ 'words.scales': undefined })],
    ['have a scale too few', () => ({ 'words.scales': new Float32Array(LABELS - 1) })],
    ['have half a row', () => ({ 'words.bytes': new Int8Array(LABELS * 2 - 1) })],
    ['have no label', () => ({ 'words.bias': new Float32Array(0), 'words.scales': new Float32Array(0) })],
    ['have more rows than features', () => ({ 'words.bytes': new Int8Array(LABELS * 9) })],
    ['have another kind of bytes', () => ({ 'words.bytes': new Uint8Array(LABELS * 2) })],
  ])('are none where they %s', (problem, change) => {
    const arrays = packRows(
      'words',
      quantised([
        [5, [1, 2, 3]],
        [700, [-1, -2, -3]],
      ]),
    );
    expect(unpackRows('words', arrays)).not.toBeNull();
    const name = problem === 'stand under another name' ? 'letters' : 'words';
    expect(unpackRows(name, { ...arrays, ...change() })).toBeNull();
  });
});

describe('the index of the rows', () => {
  it('finds every feature and no other', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { maxLength: 200 }),
        fc.array(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { maxLength: 50 }),
        (features, others) => {
          const index = indexRows(
            quantise(Uint32Array.from(features), new Float32Array(features.length), Float32Array.of(0)),
          );
          const inOrder = [...features].sort((a, b) => a - b);
          for (const feature of features) expect(index.rowOf(feature)).toBe(inOrder.indexOf(feature));
          for (const other of others.filter((each) => !features.includes(each)))
            expect(index.rowOf(other)).toBe(-1);
        },
      ),
    );
  });

  it('finds features that all want the same slot', () => {
    // Their products with the multiplier of the table differ in the low bits only.
    const inverse = 0x0e8b2f51;
    const features = Uint32Array.from({ length: 600 }, (_, index) => Math.imul(index, inverse) >>> 0);
    const index = indexRows(quantise(features, new Float32Array(600), Float32Array.of(0)));
    const inOrder = features.slice().sort();
    for (const [row, feature] of inOrder.entries()) expect(index.rowOf(feature)).toBe(row);
    expect(index.rowOf(Math.imul(601, inverse) >>> 0)).toBe(-1);
  });
});
