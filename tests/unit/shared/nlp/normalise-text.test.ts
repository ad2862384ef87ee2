import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseText } from '../../../../shared/nlp/normalise-text.ts';

describe('normaliseText', () => {
  it.each([
    ['an ordinary text', '앱이 느려요. 1,000원 환급!', '앱이 느려요. 1,000원 환급!'],
    ['loose letters', '환급금이 없어요'.normalize('NFD'), '환급금이 없어요'],
    ['a loose final consonant', '가\u11a8', '각'],
    ['zero-width characters', '로그\u200b인\u200d이 \ufeff안\u2060돼요', '로그인이 안돼요'],
    ['a soft hyphen', '로그\u00ad인', '로그인'],
    ['control characters', '로그인\u0000실패\u0007\u0085', '로그인 실패  '],
    ['line breaks and tabs', '로그인\n실패\t\r\n', '로그인\n실패\t\r\n'],
    ['line separators of Unicode', '로그인\u2028실패', '로그인 실패'],
    ['entities', '수수료 &lt; 3% &amp; 환급 &quot;0원&quot;&nbsp;&hellip;', '수수료 < 3% & 환급 "0원" …'],
    ['numbered entities', '&#44032;&#xB098;', '가나'],
    ['an entity that stands for a control character', '가&#10;나', '가 나'],
    ['an entity that stands for a zero-width character', '가&#8203;나&#xfeff;', '가나'],
    ['an entity that stands for half a character', '가&#55357;나', '가 나'],
    ['an entity that nobody knows', 'R&foo;D &#;', 'R&foo;D &#;'],
    ['tags', '<b class="x">정말</b> 편해요', '정말 편해요'],
    ['tags that end a line', '하나<br>둘<BR/>셋<p>넷</p>', '하나\n둘\n셋\n넷\n'],
    ['what is no tag', '3 < 5 > 4, <3 하트', '3 < 5 > 4, <3 하트'],
    ['drawn-out vowels', '너어어무 조오오오아요', '너무 조아요'],
    ['a vowel that is said twice', '너어 그어', '너어 그어'],
    ['drawn-out vowels of another sound', '가어어 나오오', '가어어 나오오'],
    ['laughter and tears', 'ㅋㅋㅋㅋㅋ ㅠㅠㅠㅠ', 'ㅋㅋ ㅠㅠ'],
    ['a cry', '아아아아악!!!!!!', '아아악!!'],
    ['numbers', '1000000원, 010-0000-0000', '1000000원, 010-0000-0000'],
    ['wide spaces', '로그인     실패', '로그인  실패'],
    ['emoji', '좋아요 😀😀😀😀 👍🏽 ❤️', '좋아요 😀😀😀😀 👍🏽 ❤️'],
    ['half an emoji', '좋아요\ud83d', '좋아요\ud83d'],
    ['nothing', '', ''],
  ])('reads %s: %j as %j', (_, original, expected) => {
    expect(normaliseText(original).text).toBe(expected);
  });

  it('leads back to where a word stands in the text as it came', () => {
    const junk = fc.constantFrom(
      ' ',
      '\u200b ',
      '<br>',
      '&nbsp;',
      '&#44;',
      '<i>',
      '\u0000',
      ' ㅋㅋㅋㅋ ',
      ' &lt; ',
      '😀',
    );
    const word = fc.constantFrom('로그인', '환급금', '않아요', 'login', '닭볶음탕');
    fc.assert(
      fc.property(fc.array(fc.tuple(junk, word, fc.boolean()), { minLength: 1, maxLength: 6 }), (parts) => {
        const written = parts.map(([before, each, loose]) => [before, loose ? each.normalize('NFD') : each]);
        const original = written.flat().join('');
        const { text, toOriginal } = normaliseText(original);
        let read = 0;
        let at = 0;
        for (const [index, [, each]] of parts.entries()) {
          read = text.indexOf(each, read);
          const spelt = written[index]?.[1] ?? '';
          at = original.indexOf(spelt, at);
          expect(toOriginal(read)).toBe(at);
          read += each.length;
          at += spelt.length;
          // The end of a word is the beginning of what comes next.
          const end = toOriginal(read);
          expect(original.slice(at, end).replace(/[\u200b]|<i>/gu, '')).toBe('');
        }
      }),
    );
  });

  const piece = fc.oneof(
    fc.constantFrom(
      '너',
      '어',
      '어어',
      'ㅋ',
      'ㅋㅋ',
      'ᄀ',
      'ᅡ',
      'ᆨ',
      '\u0301',
      '&lt;',
      '<b>',
      '</b>',
      '&#8203;',
    ),
    fc.constantFrom('\ud83d', '\ude00', '\u200b', '\u0000', ' ', '가', '&', ';', '<', '>'),
    fc.string({ unit: 'binary', maxLength: 4 }),
    fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
  );
  const anyText = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));

  it('gives offsets inside the text, in order, of any string', () => {
    fc.assert(
      fc.property(anyText, (original) => {
        const { text, toOriginal } = normaliseText(original);
        let before = 0;
        for (let offset = 0; offset <= text.length; offset += 1) {
          const found = toOriginal(offset);
          expect(found).toBeGreaterThanOrEqual(before);
          expect(found).toBeLessThanOrEqual(original.length);
          before = found;
        }
        expect(toOriginal(text.length)).toBe(original.length);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves nothing invisible and no third letter of a kind, of any string', () => {
    fc.assert(
      fc.property(anyText, (original) => {
        const { text } = normaliseText(original);
        expect(text).not.toMatch(/(?![\t\n\r])\p{Cc}|[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]/u);
        expect(text).not.toMatch(/([가-힣ㅋa-zA-Z])\1\1/u);
      }),
      { numRuns: 500 },
    );
  });

  it('finds nothing left to do in what it has read, markup aside', () => {
    fc.assert(
      fc.property(
        // "&amp;lt;" stands for "&lt;": what was written as text must not become markup.
        anyText.map((text) => text.replace(/[&<>]/gu, '')),
        (original) => {
          const { text } = normaliseText(original);
          expect(normaliseText(text).text).toBe(text);
        },
      ),
      { numRuns: 500 },
    );
  });
});
