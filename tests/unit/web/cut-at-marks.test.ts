import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutAtMarks } from '../../../web/src/cut-at-marks.ts';

describe('cutAtMarks', () => {
  it('marks the evidence and leaves the rest', () => {
    expect(cutAtMarks('수수료가 왜 붙나요', [{ start: 0, end: 3, note: '비용' }])).toEqual([
      { text: '수수료', mark: { start: 0, end: 3, note: '비용' } },
      { text: '가 왜 붙나요', mark: null },
    ]);
  });

  it('gives a character that two marks hold to the first of them', () => {
    const pieces = cutAtMarks('abcdef', [
      { start: 2, end: 5, note: 'second' },
      { start: 0, end: 3, note: 'first' },
    ]);
    expect(pieces.map((piece) => [piece.text, piece.mark?.note])).toEqual([
      ['abc', 'first'],
      ['de', 'second'],
      ['f', undefined],
    ]);
  });

  it('loses and doubles no character, whatever the marks', () => {
    const mark = fc.record({ start: fc.nat(40), end: fc.nat(40) });
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), fc.array(mark, { maxLength: 6 }), (text, marks) => {
        const pieces = cutAtMarks(text, marks);
        expect(pieces.map((piece) => piece.text).join('')).toBe(text);
        expect(pieces.every((piece) => piece.text !== '')).toBe(true);
      }),
    );
  });
});
