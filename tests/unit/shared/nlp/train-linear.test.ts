import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { featuresOf } from '../../../../shared/nlp/text-features.ts';
import {
  type FeatureRows,
  featureRows,
  keepPlaces,
  type LinearTask,
  linearValues,
  shuffled,
  textsPerPlace,
  trainLinear,
} from '../../../../shared/nlp/train-linear.ts';

function rowsOf(width: number, lists: readonly (readonly number[])[]): FeatureRows {
  const starts = [0];
  for (const list of lists) starts.push((starts.at(-1) ?? 0) + list.length);
  return {
    width,
    places: Uint32Array.from(lists.flat()),
    starts: Uint32Array.from(starts),
    sizes: Uint32Array.from(lists, (list) => list.length),
  };
}

/** Forty texts: place 0 says the one thing, place 1 the other, places 2–6 are chatter; the second label is in place 2. */
const LISTS = Array.from({ length: 40 }, (_, row) => [row % 2, 2 + (row % 5), 7 + (row % 3)]);
const ROWS = rowsOf(10, LISTS);
const FIRST = LISTS.map(([place]) => place === 0);
const SECOND = LISTS.map((list) => list.includes(2));
const task = (change: Partial<LinearTask> = {}): LinearTask => ({
  rows: ROWS,
  labels: [FIRST],
  rowWeights: LISTS.map(() => 1),
  cost: 1,
  epochs: 10,
  ...change,
});

const values = (model: ReturnType<typeof trainLinear>, label = 0, rows = ROWS): number[] =>
  Array.from(rows.sizes, (_, row) => linearValues(rows, row, model)[label] ?? Number.NaN);

describe('trainLinear', () => {
  it('learns what separates the rows', () => {
    const model = trainLinear(task());
    expect(values(model).map((value) => value > 0)).toEqual(FIRST);
    // What says nothing of the label weighs little beside what decides it.
    const [yes = 0, no = 0, ...rest] = model.weights;
    expect(yes).toBeGreaterThan(0);
    expect(no).toBeLessThan(0);
    for (const weight of rest) expect(Math.abs(weight)).toBeLessThan(Math.min(yes, -no) / 3);
  });

  it('learns several labels at once as if each were alone', () => {
    const both = trainLinear(task({ labels: [FIRST, SECOND] }));
    for (const [label, truth] of [FIRST, SECOND].entries()) {
      const alone = trainLinear(task({ labels: [truth] }));
      expect(both.bias[label]).toBeCloseTo(alone.bias[0] ?? Number.NaN, 5);
      for (const [place, weight] of alone.weights.entries())
        expect(both.weights[place * 2 + label]).toBeCloseTo(weight, 5);
      expect(values(both, label).map((value) => value > 0)).toEqual(truth);
    }
  });

  it('learns only what is not known beforehand', () => {
    const plain = trainLinear(task());
    const known = trainLinear(task({ offsets: FIRST.map((yes) => (yes ? 6 : -6)) }));
    const size = (model: typeof plain) => model.weights.reduce((sum, weight) => sum + Math.abs(weight), 0);
    expect(size(known)).toBeLessThan(size(plain) / 10);
  });

  it('corrects what is known wrongly', () => {
    const offsets = LISTS.map(() => 1.5);
    const model = trainLinear(task({ offsets, cost: 10 }));
    expect(values(model).map((value, row) => value + (offsets[row] ?? 0) > 0)).toEqual(FIRST);
    expect(model.weights[1]).toBeLessThan(-(model.weights[0] ?? 0));
  });

  it('leaves out rows of weight 0, whatever they say', () => {
    const rowWeights = LISTS.map((_, row) => (row % 4 === 0 ? 0 : 1));
    const turned = FIRST.map((yes, row) => (rowWeights[row] === 0 ? !yes : yes));
    expect(trainLinear(task({ rowWeights, labels: [turned] }))).toEqual(trainLinear(task({ rowWeights })));
    expect(trainLinear(task({ labels: [turned] }))).not.toEqual(trainLinear(task()));
  });

  it('believes the rows that count more where rows disagree', () => {
    const rows = rowsOf(
      2,
      LISTS.map((_, row) => [row < 20 ? 0 : 1]),
    );
    const labels = [LISTS.map((_, row) => row % 2 === 0)];
    const rowWeights = LISTS.map((_, row) => ((row % 2 === 0) === row < 20 ? 5 : 1));
    const found = values(trainLinear({ ...task({ labels, rowWeights }), rows }), 0, rows);
    expect(found.map((value) => value > 0)).toEqual(LISTS.map((_, row) => row < 20));
  });

  it('gives the same weights twice', () => {
    const labels = [FIRST, SECOND];
    expect(trainLinear(task({ labels }))).toEqual(trainLinear(task({ labels })));
  });
});

describe('the features of many texts', () => {
  it('are those of each text, row by row, with their number', () => {
    const texts = ['앱이 느려요', '', '환급이 빨라요'];
    const rows = featureRows(texts);
    for (const [row, text] of texts.entries()) {
      const features = featuresOf(text);
      expect(rows.places.slice(rows.starts[row], rows.starts[row + 1])).toEqual(features);
      expect(rows.sizes[row]).toBe(features.length);
    }
    expect(rows.places.every((place) => place < rows.width)).toBe(true);
  });

  const anyLists = fc.array(fc.uniqueArray(fc.nat(19), { maxLength: 8 }), { minLength: 1, maxLength: 8 });

  it('are counted by text', () => {
    fc.assert(
      fc.property(anyLists, (lists) => {
        const counts = textsPerPlace(rowsOf(20, lists));
        expect([...counts]).toEqual(
          Array.from({ length: 20 }, (_, place) => lists.filter((list) => list.includes(place)).length),
        );
      }),
    );
  });

  it('keep only the given places, under the numbers of their order, and their sizes', () => {
    fc.assert(
      fc.property(anyLists, fc.uniqueArray(fc.nat(19), { maxLength: 20 }), (lists, kept) => {
        const rows = rowsOf(20, lists);
        const fewer = keepPlaces(rows, Uint32Array.from(kept));
        expect(fewer.width).toBe(kept.length);
        expect(fewer.sizes).toEqual(rows.sizes);
        for (const [row, list] of lists.entries()) {
          const places = [...fewer.places.slice(fewer.starts[row], fewer.starts[row + 1])];
          expect(places.map((place) => kept[place])).toEqual(list.filter((place) => kept.includes(place)));
        }
      }),
    );
  });
});

describe('shuffled', () => {
  it('gives every row once, in an order that is the same each time and another one each epoch', () => {
    expect([...shuffled(1_000, 3)].sort((a, b) => a - b)).toEqual([...Array(1_000).keys()]);
    expect(shuffled(1_000, 3)).toEqual(shuffled(1_000, 3));
    expect(shuffled(1_000, 3)).not.toEqual(shuffled(1_000, 4));
    expect([...shuffled(1_000, 0)]).not.toEqual([...Array(1_000).keys()]);
  });
});
