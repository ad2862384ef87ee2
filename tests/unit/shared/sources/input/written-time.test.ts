import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writtenTime } from '../../../../../shared/sources/input/written-time.ts';

describe('writtenTime', () => {
  it.each([
    ['2026. 11. 2.', '2026-11-02'],
    ['2026.11.02', '2026-11-02'],
    ['2026/11/2', '2026-11-02'],
    ['2026-11-2', '2026-11-02'],
    ['2026년 11월 2일', '2026-11-02'],
    ['20261102', '2026-11-02'],
    ['2026. 11. 2. 오후 3:20', '2026-11-02T15:20:00'],
    ['2026. 11. 2. 오전 12:05', '2026-11-02T00:05:00'],
    ['2026-11-02 오후 12:05:09', '2026-11-02T12:05:09'],
    ['2026/11/02 9:30', '2026-11-02T09:30:00'],
    ['2026-11-02 3:20 PM', '2026-11-02T15:20:00'],
    ['46328', '2026-11-02'],
    ['46328.5', '2026-11-02T12:00:00'],
    ['46328.396527777775', '2026-11-02T09:31:00'],
  ])('reads %s as %s', (written, iso) => {
    expect(writtenTime(written)).toBe(iso);
  });

  it.each([
    '2026-11-02T09:30:00+09:00',
    '2026-11-02T00:30:00Z',
    '어제쯤',
    '12345678901',
    '11/02/2026',
    '',
    '29999',
  ])('leaves %j to those who know better', (text) => {
    expect(writtenTime(text)).toBe(text);
  });

  it('is stable: what it has read it reads the same again', () => {
    const parts = fc.constantFrom(
      '2026',
      '11',
      '2',
      '. ',
      '/',
      '-',
      '년 ',
      '월 ',
      '일',
      ' 오후 ',
      '3:20',
      'PM',
      '46328',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 8 }), (texts) => {
        const once = writtenTime(texts.join(''));
        expect(writtenTime(once)).toBe(once);
      }),
      { numRuns: 1_000 },
    );
  });
});
