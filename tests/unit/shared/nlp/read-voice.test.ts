import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createVoiceReader, FEWEST_LETTERS, FEWEST_WORDS } from '../../../../shared/nlp/read-voice.ts';
import { FEATURE_BITS } from '../../../../shared/nlp/text-features.ts';
import type { VoiceModel } from '../../../../shared/nlp/voice-model.ts';
import { COLUMN, makeRows, makeVoiceModel, perColumn } from './voice-model-factory.ts';

/** Features of the tiny model, and one that it does not know. */
const CHEAP = 1;
const DEAR = 2;
const CHATTER = 3;
const UNKNOWN = 999;
const GRAM = 70;

const words = makeRows({
  [CHEAP]: perColumn({ price: -8, positive: 4, usage: 6 }),
  [DEAR]: perColumn({ price: 8, negative: 4, churn: 6 }),
  [CHATTER]: perColumn({ price: 2 }),
});
const CLAUSES = [
  { start: 0, end: 10 },
  { start: 10, end: 20 },
];

/** Reads features with the offsets at which they stand. */
function read(
  features: readonly (readonly [feature: number, offset: number])[],
  change: Partial<VoiceModel> = {},
  grams: readonly number[] = [],
) {
  return createVoiceReader(makeVoiceModel({ words, ...change }))({
    words: {
      hashes: Uint32Array.from(features, ([feature]) => feature),
      offsets: Uint32Array.from(features, ([, offset]) => offset),
    },
    clauses: CLAUSES,
    grams: Uint32Array.from(grams),
  });
}
const WHOLE = { blend: { words: 1, clause: 0, letters: 0 } };
const CLAUSE = { blend: { words: 0, clause: 1, letters: 0 } };
const LETTERS = { blend: { words: 0, clause: 0, letters: 1 } };

describe('the value of a label', () => {
  it('is the sum of its words in the whole text, by the root of their number', () => {
    const root = Math.sqrt(FEWEST_WORDS);
    expect(
      read(
        [
          [DEAR, 0],
          [CHATTER, 4],
        ],
        WHOLE,
      ).labels[COLUMN.price],
    ).toBeCloseTo(10 / root);
    expect(
      read(
        [
          [DEAR, 0],
          [CHEAP, 14],
        ],
        WHOLE,
      ).labels[COLUMN.price],
    ).toBeCloseTo(0);
  });

  it('is that of the strongest clause', () => {
    const root = Math.sqrt(FEWEST_WORDS);
    const both = read(
      [
        [CHEAP, 0],
        [DEAR, 14],
        [CHATTER, 16],
      ],
      CLAUSE,
    );
    expect(both.labels[COLUMN.price]).toBeCloseTo(10 / root);
    expect(both.labels[COLUMN.positive]).toBeCloseTo(4 / root);
    expect(both.labels[COLUMN.negative]).toBeCloseTo(4 / root);
  });

  it('is that of its letters', () => {
    const letters = makeRows({ [GRAM]: perColumn({ error: 12 }) }, perColumn({ error: 0.5 }));
    const { labels } = read([], { ...LETTERS, letters }, [GRAM, UNKNOWN]);
    expect(labels[COLUMN.error]).toBeCloseTo(0.5 + 12 / Math.sqrt(FEWEST_LETTERS));
  });

  it('blends the three', () => {
    const letters = makeRows({ [GRAM]: perColumn({ price: 12 }) });
    const features = [
      [CHEAP, 0],
      [DEAR, 14],
    ] as const;
    const one = (change: Partial<VoiceModel>) =>
      read(features, { letters, ...change }, [GRAM]).labels[COLUMN.price] ?? Number.NaN;
    const blend = { words: 0.2, clause: 0.5, letters: 0.3 };
    expect(one({ blend })).toBeCloseTo(0.2 * one(WHOLE) + 0.5 * one(CLAUSE) + 0.3 * one(LETTERS));
    expect(new Set([one(WHOLE), one(CLAUSE), one(LETTERS)]).size).toBe(3);
  });

  it('of a stage is what the whole text says, whichever clause says most', () => {
    const { labels } = read(
      [
        [CHEAP, 0],
        [DEAR, 14],
      ],
      CLAUSE,
    );
    expect(labels[COLUMN.usage]).toBeCloseTo(6 / Math.sqrt(FEWEST_WORDS));
    expect(read([[CHEAP, 0]], CLAUSE).labels[COLUMN.churn]).toBeCloseTo(0);
  });

  it('does not change with words that the model does not know', () => {
    const known = read([[DEAR, 0]]);
    const more = read([
      [DEAR, 0],
      [UNKNOWN, 2],
      [UNKNOWN + 1, 14],
    ]);
    expect(more.labels).toEqual(known.labels);
  });

  it('is divided by the number of words where there are more than a few', () => {
    const many = makeRows(
      Object.fromEntries(Array.from({ length: 16 }, (_, index) => [100 + index, perColumn({ price: 1 })])),
    );
    const features = Array.from({ length: 16 }, (_, index) => [100 + index, 0] as const);
    expect(read(features, { ...WHOLE, words: many }).labels[COLUMN.price]).toBeCloseTo(16 / 4);
  });

  it('of an empty text is what the model takes for granted', () => {
    const reader = createVoiceReader(makeVoiceModel({ words: makeRows({}, perColumn({ usage: 2 })) }));
    const nothing = { hashes: new Uint32Array(0), offsets: new Uint32Array(0) };
    const { labels, polarity, strongestWords } = reader({
      words: nothing,
      clauses: [],
      grams: new Uint32Array(0),
    });
    expect(labels[COLUMN.usage]).toBeCloseTo(2 * 0.75);
    expect(polarity).toBe(0);
    expect(strongestWords(COLUMN.price)).toEqual([]);
  });
});

describe('the pole of a text', () => {
  it('divides by all grams, known or not', () => {
    const polarity = makeRows({ [GRAM]: [6, 4] }, [0.5, -1]);
    const values = read([], { polarity }, [GRAM, UNKNOWN, UNKNOWN + 1, UNKNOWN + 2]);
    expect(values.polarity).toBeCloseTo(0.5 + 6 / 2);
    expect(values.service).toBeCloseTo(1 / (1 + Math.exp(-(-1 + 4 / 2))));
  });
});

describe('the letters of any text', () => {
  const gram = fc.oneof(fc.integer({ min: 0, max: 2 ** FEATURE_BITS - 1 }), fc.nat(40));
  const byte = fc.integer({ min: -127, max: 127 });
  const weights = (count: number) =>
    fc.uniqueArray(fc.tuple(gram, fc.array(byte, { minLength: count, maxLength: count })), {
      selector: ([feature]) => feature,
      maxLength: 60,
    });

  it('are worth what the rows of their grams say, each row for itself', () => {
    fc.assert(
      fc.property(
        weights(2),
        weights(2),
        fc.uniqueArray(gram, { maxLength: 60 }),
        (poles, errors, others) => {
          const letters = makeRows(
            Object.fromEntries(
              errors.map(([feature, [error = 0, price = 0]]) => [feature, perColumn({ error, price })]),
            ),
          );
          const polarity = makeRows(Object.fromEntries(poles), [0, 0]);
          const grams = [
            ...new Set([...poles.slice(1), ...errors.slice(1)].map(([feature]) => feature).concat(others)),
          ];
          const sum = (rows: readonly (readonly [number, number[]])[], label: number) =>
            rows.reduce(
              (total, [feature, row]) => total + (grams.includes(feature) ? (row[label] ?? 0) : 0),
              0,
            );
          const values = read([], { ...LETTERS, letters, polarity }, grams);
          const known = Math.max(
            FEWEST_LETTERS,
            errors.filter(([feature]) => grams.includes(feature)).length,
          );
          expect(values.labels[COLUMN.error]).toBeCloseTo(sum(errors, 0) / Math.sqrt(known), 3);
          expect(values.labels[COLUMN.price]).toBeCloseTo(sum(errors, 1) / Math.sqrt(known), 3);
          const all = Math.sqrt(Math.max(1, grams.length));
          expect(values.polarity).toBeCloseTo(sum(poles, 0) / all, 3);
          expect(values.service).toBeCloseTo(1 / (1 + Math.exp(-sum(poles, 1) / all)), 3);
        },
      ),
    );
  });
});

describe('the strongest words', () => {
  it('are up to two of the clause that says most for a label, strongest first', () => {
    const { strongestWords } = read([
      [CHATTER, 2],
      [CHATTER + 900, 3],
      [CHATTER, 12],
      [DEAR, 16],
    ]);
    expect(strongestWords(COLUMN.price)).toEqual([16, 12]);
  });

  it('leave out what speaks against the label', () => {
    const { strongestWords } = read(
      [
        [DEAR, 12],
        [CHEAP, 16],
      ],
      CLAUSE,
    );
    expect(strongestWords(COLUMN.negative)).toEqual([12]);
    expect(strongestWords(COLUMN.error)).toEqual([]);
  });
});
