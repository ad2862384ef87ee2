import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AggregateSchema } from '../../../../shared/domain/aggregate.ts';
import type { Contribution } from '../../../../shared/domain/contribution.ts';
import {
  addContribution,
  aggregateOf,
  cellAt,
  emptyAggregate,
  mergeAggregates,
} from '../../../../shared/insight/aggregate.ts';
import { makeContribution } from './contribution-factory.ts';

const word = fc.constantFrom('인증', '수수료', 'constructor', '__proto__', 'toString');
const contribution: fc.Arbitrary<Contribution> = fc
  .record({
    source: fc.constantFrom('app-review', 'community', 'ticket', 'survey'),
    sentiment: fc.constantFrom('negative', 'neutral', 'positive'),
    rating: fc.option(
      fc.integer({ min: 1_000, max: 5_000 }).map((value) => value / 1_000),
      { nil: undefined },
    ),
    codes: fc.uniqueArray(fc.constantFrom('trust', 'price', 'auth'), { maxLength: 3 }),
    stage: fc.constantFrom('awareness', 'usage'),
    terms: fc.array(word, { maxLength: 4 }),
    segment: fc.option(word, { nil: undefined }),
    appVersion: fc.option(word, { nil: undefined }),
    arrivalSlot: fc.option(fc.constantFrom('2026-11-10T01:00:00.000Z', '2026-11-10T01:05:00.000Z'), {
      nil: undefined,
    }),
  })
  .map((fields) => makeContribution(fields as Partial<Contribution>));
const documents = fc.array(contribution, { maxLength: 12 });

describe('aggregate', () => {
  it('merges in any grouping to the same counts', () => {
    fc.assert(
      fc.property(documents, documents, documents, (x, y, z) => {
        const [a, b, c] = [aggregateOf(x), aggregateOf(y), aggregateOf(z)];
        expect(mergeAggregates(mergeAggregates(a, b), c)).toEqual(mergeAggregates(a, mergeAggregates(b, c)));
      }),
    );
  });

  it('merges in any order to the same counts, and the empty aggregate changes nothing', () => {
    fc.assert(
      fc.property(documents, documents, (x, y) => {
        const [a, b] = [aggregateOf(x), aggregateOf(y)];
        expect(mergeAggregates(a, b)).toEqual(mergeAggregates(b, a));
        expect(mergeAggregates(a, emptyAggregate())).toEqual(a);
      }),
    );
  });

  it('adds a document as merging it alone would, whatever the order of documents', () => {
    fc.assert(
      fc.property(documents, contribution, (rest, one) => {
        const merged = mergeAggregates(aggregateOf(rest), aggregateOf([one]));
        expect(addContribution(aggregateOf(rest), one)).toEqual(merged);
        expect(aggregateOf([one, ...[...rest].reverse()])).toEqual(merged);
      }),
    );
  });

  it('leaves both arguments of a merge as they were', () => {
    const a = aggregateOf([makeContribution({ terms: ['인증'] })]);
    const before = structuredClone(a);
    const merged = mergeAggregates(a, a);
    addContribution(merged, makeContribution({ terms: ['인증'] }));
    expect(a).toEqual(before);
  });

  it('counts a document once per code and term, and splits it by sentiment', () => {
    const counted = aggregateOf([
      makeContribution({
        codes: ['auth', 'error'],
        stage: 'verification',
        sentiment: 'negative',
        terms: ['인증', '인증'],
      }),
      makeContribution({ codes: ['auth'], stage: 'verification', sentiment: 'neutral', rating: 4 }),
    ]);
    expect(cellAt(counted, 'point', 'auth/verification')).toMatchObject({
      documents: 2,
      negative: 1,
      neutral: 1,
    });
    expect(cellAt(counted, 'term', '인증').documents).toBe(1);
    expect(cellAt(counted, 'total', 'all')).toMatchObject({ documents: 2, rated: 1, ratingSum: 4 });
    expect(cellAt(counted, 'code', 'price').documents).toBe(0);
  });

  it('survives words that are names of object properties, and still fits its schema', () => {
    const counted = aggregateOf([makeContribution({ terms: ['__proto__', 'constructor'] })]);
    expect(AggregateSchema.parse(JSON.parse(JSON.stringify(counted)))).toEqual(counted);
    expect(cellAt(counted, 'term', '__proto__').documents).toBe(1);
    expect(cellAt(emptyAggregate(), 'term', 'constructor').documents).toBe(0);
  });
});
