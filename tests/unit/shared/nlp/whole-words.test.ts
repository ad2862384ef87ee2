import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wholeWords } from '../../../../shared/nlp/whole-words.ts';

const shown = (text: string, part: string): string => {
  const start = text.indexOf(part);
  const span = wholeWords(text, { start, end: start + part.length });
  return text.slice(span.start, span.end);
};

describe('wholeWords', () => {
  it('completes words that were cut at either end', () => {
    expect(shown('간편인증이 전혀 안 됩니다.', '인증이 전혀 안 됩')).toBe('간편인증이 전혀 안 됩니다');
  });

  it('stops at punctuation and leaves out white space at the ends', () => {
    expect(shown('왜요? 수수료, 비싸요', ' 수수료')).toBe('수수료');
  });

  it('always holds what it was given but white space, and stays inside the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(), fc.nat(), (text, a, b) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b)].map((offset) => Math.min(offset, text.length));
        const given = { start: start ?? 0, end: end ?? 0 };
        const span = wholeWords(text, given);
        expect(span.start).toBeGreaterThanOrEqual(0);
        expect(span.end).toBeLessThanOrEqual(text.length);
        expect(text.slice(span.start, span.end)).toContain(text.slice(given.start, given.end).trim());
      }),
    );
  });
});
