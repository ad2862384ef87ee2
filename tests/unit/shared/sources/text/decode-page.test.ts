import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCp949 } from '../../../../../shared/sources/text/cp949.ts';
import { decodePage } from '../../../../../shared/sources/text/decode-page.ts';

/** `가나다` and `똠방각하` as old boards send them; the second begins with a syllable that KS X 1001 lacks. */
const GANADA = [0xb0, 0xa1, 0xb3, 0xaa, 0xb4, 0xd9];
const DDOMBANG = [0x8c, 0x63, 0xb9, 0xe6, 0xb0, 0xa2, 0xc7, 0xcf];
const ascii = (text: string) => [...Buffer.from(text, 'latin1')];
const bytes = (...parts: (string | number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? ascii(part) : part)));
const META = '<meta http-equiv="Content-Type" content="text/html; charset=euc-kr" />';

describe('decodePage', () => {
  it.each([
    ['the header says so', bytes(GANADA), 'text/html; charset=EUC-KR', '가나다', 'cp949'],
    ['the header says so in quotes', bytes(GANADA), 'text/html;charset="ks_c_5601-1987"', '가나다', 'cp949'],
    ['only the meta says so', bytes(META, GANADA), null, `${META}가나다`, 'cp949'],
    ['nobody says anything', bytes(DDOMBANG), 'text/html', '똠방각하', 'cp949'],
    ['the header lies', bytes(DDOMBANG), 'text/html; charset=utf-8', '똠방각하', 'cp949'],
    ['the header names something unknown', bytes(GANADA), 'text/html; charset=korean-x', '가나다', 'cp949'],
  ])('reads CP949 where %s', (_, page, contentType, text, charset) => {
    expect(decodePage(page, contentType)).toEqual({ text, charset });
  });

  it.each([
    ['nobody says anything', null, ''],
    ['the header says euc-kr', 'text/html; charset=euc-kr', ''],
    ['the meta says euc-kr', 'text/html', META],
    ['both say euc-kr', 'text/html; charset=MS949', META],
  ])('reads UTF-8 where %s', (_, contentType, head) => {
    const text = `${head}값이 환급돼요 뷁`;
    expect(decodePage(Buffer.from(text), contentType)).toEqual({ text, charset: 'utf-8' });
  });

  it('reads a declared charset of another language, and UTF-8 with a byte order mark', () => {
    expect(decodePage(bytes([0x93, 0xfa, 0x96, 0x7b]), 'text/html; charset=shift_jis').text).toBe('日本');
    expect(decodePage(bytes([0xef, 0xbb, 0xbf], 'abc'), 'text/html; charset=euc-kr').text).toBe('abc');
  });

  it('takes the reading with the fewest errors where none is clean', () => {
    expect(decodePage(bytes(GANADA, [0xff], GANADA), null)).toEqual({
      text: '가나다\uFFFD가나다',
      charset: 'cp949',
    });
    const cut = Buffer.from('가나다라마바사').subarray(0, -1);
    expect(decodePage(cut, null).text).toContain('가나다라마바');
  });

  it('keeps pages of plain ASCII and empty ones', () => {
    expect(decodePage(bytes('<p>hi</p>'), null).text).toBe('<p>hi</p>');
    expect(decodePage(new Uint8Array(), null).text).toBe('');
  });

  it('reads any UTF-8 with Hangul as it is, whatever is declared', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom(null, 'text/html; charset=euc-kr'),
        (text, contentType) => {
          const page = `안녕${text.toWellFormed()}`;
          expect(decodePage(Buffer.from(page), contentType).text).toBe(page);
        },
      ),
    );
  });

  it('reads anything', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (page) => {
        expect(typeof decodePage(page, null).text).toBe('string');
      }),
    );
  });
});

describe('decodeCp949', () => {
  it.each([
    [[0x81, 0x41], '갂'],
    [[0x81, 0x5a], '갴'],
    [[0x81, 0x61], '갵'],
    [[0xa0, 0xfe], '좤'],
    [[0xc6, 0x52], '힣'],
    [[0x8c, 0x63], '똠'],
    [[0x94, 0xee], '뷁'],
    [[0xb0, 0xa1], '가'],
    [[0xc8, 0xfe], '힝'],
    [[0xca, 0xa1], '伽'],
    [[0xa1, 0xa1], '\u3000'],
    [[0xa2, 0xe6], '€'],
    [[0xc9, 0xa1], '\uFFFD\uFFFD'],
  ])('%j is %s', (code, character) => {
    expect(decodeCp949(Uint8Array.from(code))).toBe(character);
  });

  it('knows every one of the 11,172 syllables once, in the order of Unicode where KS X 1001 lacks them', () => {
    const found = new Set<string>();
    let previous = '';
    for (let lead = 0x81; lead <= 0xc8; lead += 1) {
      for (let trail = 0x41; trail <= 0xfe; trail += 1) {
        const character = decodeCp949(Uint8Array.of(lead, trail));
        if (!/^[가-힣]$/.test(character)) continue;
        expect(found.has(character)).toBe(false);
        found.add(character);
        if (trail < 0xa1 || lead <= 0xa0) {
          expect(character > previous).toBe(true);
          previous = character;
        }
      }
    }
    expect(found.size).toBe(11_172);
  });

  it('replaces what is no character and keeps the ASCII behind it', () => {
    expect(decodeCp949(bytes('a', [0xff], 'b'))).toBe('a\uFFFDb');
    expect(decodeCp949(bytes([0xb0]))).toBe('\uFFFD');
    expect(decodeCp949(bytes([0x81], '<p>'))).toBe('\uFFFD<p>');
  });
});
