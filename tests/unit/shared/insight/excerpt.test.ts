import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerptOf } from '../../../../shared/insight/excerpt.ts';

describe('excerptOf', () => {
  it('keeps a short text whole and closes up its white space', () => {
    const text = '앱이  자꾸\n튕겨요';
    const start = text.indexOf('튕겨요');
    const excerpt = excerptOf(text, [{ start, end: start + 3 }], 160);
    expect(excerpt.text).toBe('앱이 자꾸 튕겨요');
    expect(excerpt.text.slice(excerpt.highlights[0]?.start, excerpt.highlights[0]?.end)).toBe('튕겨요');
  });

  it('shows whole sentences around the evidence of a long text', () => {
    const text = `${'처음에는 잘 썼습니다. '.repeat(20)}그런데 본인인증이 안 됩니다. ${'고쳐 주세요. '.repeat(20)}`;
    const start = text.indexOf('본인인증');
    const { text: shown, highlights } = excerptOf(text, [{ start, end: start + 4 }], 80);
    expect(shown).toContain('그런데 본인인증이 안 됩니다.');
    expect(shown.startsWith('…')).toBe(true);
    expect(shown.endsWith('…')).toBe(true);
    expect(shown.slice(highlights[0]?.start, highlights[0]?.end)).toBe('본인인증이');
  });

  it('never grows, cuts a character in two or marks what is not there', () => {
    const piece = fc.constantFrom('가', '나 ', '. ', '😀', '\n', 'ab', '…');
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 120 }),
        fc.nat(200),
        fc.nat(30),
        fc.integer({ min: 20, max: 90 }),
        (parts, from, length, max) => {
          const text = parts.join('');
          const { text: shown, highlights } = excerptOf(text, [{ start: from, end: from + length }], max);
          expect(shown.length).toBeLessThanOrEqual(max + 2);
          expect(shown.isWellFormed()).toBe(true);
          for (const { start, end } of highlights) {
            expect(start).toBeLessThan(end);
            expect(end).toBeLessThanOrEqual(shown.length);
          }
        },
      ),
    );
  });
});
