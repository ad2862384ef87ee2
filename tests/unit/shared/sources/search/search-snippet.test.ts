import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { snippetFilter, snippetText } from '../../../../../shared/sources/search/search-snippet.ts';

describe('snippetText', () => {
  it.each([
    [
      'marked words',
      '<b>환급도우미</b> 문자 받았는데 <B>눌러도</B> 되나요?',
      '환급도우미 문자 받았는데 눌러도 되나요?',
    ],
    [
      'entities',
      '수수료 &lt;10만원&gt; &amp; &quot;환급&quot; &#39;무료&#39;',
      `수수료 <10만원> & "환급" '무료'`,
    ],
    ['an entity of an entity, once', '&amp;lt;b&amp;gt;', '&lt;b&gt;'],
    ['a tag that the customer wrote', '&lt;b&gt;굵게&lt;/b&gt;', '<b>굵게</b>'],
    [
      'angle brackets that are no markup',
      '수수료<5% 이고 <이벤트> <i>중</i>',
      '수수료<5% 이고 <이벤트> <i>중</i>',
    ],
    ['decomposed Hangul', '환급'.normalize('NFD'), '환급'],
    ['nothing', '<b></b> ', ''],
  ])('reads %s', (_, marked, text) => {
    expect(snippetText(marked)).toBe(text);
  });

  it('gives back any text that was escaped', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
        expect(snippetText(escaped)).toBe(text.normalize('NFC').trim());
      }),
    );
  });
});

describe('snippetFilter', () => {
  it('leaves out what lies under an excluded place, however the place is written', () => {
    const isLeftOut = snippetFilter({
      exclude: ['m.blog.naver.com/ours/', 'http://cafe.naver.com/ads'],
      mustContain: [],
    });
    expect(isLeftOut('https://blog.naver.com/ours/1', '')).toBe(true);
    expect(isLeftOut('https://cafe.naver.com/ads/7', '')).toBe(true);
    expect(isLeftOut('https://cafe.naver.com/adsfree/7', '')).toBe(false);
  });

  it('leaves out what has none of the words; spaces and capitals do not matter', () => {
    const isLeftOut = snippetFilter({ exclude: [], mustContain: ['환급 도우미', 'Refund'] });
    const link = 'https://example.com/a';
    expect(isLeftOut(link, '환급도 우미 써 봤어요')).toBe(false);
    expect(isLeftOut(link, 'REFUND app')).toBe(false);
    expect(isLeftOut(link, '집안일 도우미 구해요')).toBe(true);
  });
});
