import { describe, expect, it } from 'vitest';
import type { WeeklyReview } from '../../../../shared/domain/insight.ts';
import { quotedDocuments, withdrawQuotes } from '../../../../shared/insight/withdraw-quotes.ts';

const quote = (documentKey: string) => ({ documentKey, id: documentKey, text: '말', highlights: [] });
const review = {
  week: '2026-W46',
  points: [{ id: 'price.usage', documents: 7, evidence: [quote('a'), quote('b')] }],
  keywords: [{ id: 'k', evidence: [quote('b')] }],
  incidents: [{ id: 'i', evidence: [quote('c')] }],
  laterSection: { rows: [{ quotes: [quote('b'), quote('d')] }] },
} as unknown as WeeklyReview;

describe('withdrawQuotes', () => {
  it('finds every quoted document, also in sections that it does not know', () => {
    expect(quotedDocuments(review)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('takes the quotes of documents that are gone out of every section and leaves the counts', () => {
    const left = withdrawQuotes(review, new Set(['b']));
    expect(quotedDocuments(left)).toEqual(['a', 'c', 'd']);
    expect(left.points[0]).toMatchObject({ documents: 7, evidence: [{ documentKey: 'a' }] });
  });

  it('is the same object where nothing that it quotes is gone', () => {
    expect(withdrawQuotes(review, new Set(['z']))).toBe(review);
  });
});
