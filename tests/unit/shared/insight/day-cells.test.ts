import { expect, it } from 'vitest';
import type { Aggregate, Cell } from '../../../../shared/domain/aggregate.ts';
import { dayCells } from '../../../../shared/insight/day-cells.ts';

const cell = (documents: number): Cell => ({
  documents,
  negative: documents,
  neutral: 0,
  positive: 0,
  rated: 0,
  ratingSum: 0,
});

it('adds up what lists are narrowed by, and leaves words and arrivals out', () => {
  const hour = (documents: number): Aggregate => ({
    cells: { total: { all: cell(documents) }, code: { price: cell(1) }, term: { 수수료: cell(documents) } },
    arrivals: { '2026-11-10T00:00:00.000Z': { all: { documents, negative: 0 } } },
  });
  expect(dayCells([hour(2), hour(3)])).toEqual({
    cells: { total: { all: cell(5) }, code: { price: cell(2) } },
    arrivals: {},
  });
});
