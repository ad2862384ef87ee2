import { describe, expect, it } from 'vitest';
import { dropNameOf } from '../../../scripts/drop-name.ts';

describe('dropNameOf', () => {
  it.each([
    ['/data/kbank-reviews.ndjson', 'kbank-reviews'],
    ['cs/문의 내역 (11월).csv', '문의-내역-11월'],
    ['reviews.ndjson.gz', 'reviews'],
    ['../..', 'drop'],
    ['a/b c/..csv', 'drop'],
  ])('%s → %s', (file, name) => {
    expect(dropNameOf(file)).toBe(name);
  });
});
