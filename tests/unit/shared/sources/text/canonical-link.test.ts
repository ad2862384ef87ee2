import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalLink, isUnder, linkId } from '../../../../../shared/sources/text/canonical-link.ts';

describe('canonicalLink', () => {
  it.each([
    ['http becomes https', 'http://cafe.naver.com/sample_moms/12', 'https://cafe.naver.com/sample_moms/12'],
    ['a blog on a phone', 'https://m.blog.naver.com/sample/22', 'https://blog.naver.com/sample/22'],
    ['a NAVER café on a phone', 'https://m.cafe.naver.com/sample/3', 'https://cafe.naver.com/sample/3'],
    [
      '지식iN on a phone',
      'https://m.kin.naver.com/qna/detail.naver?docId=3',
      'https://kin.naver.com/qna/detail.naver?docId=3',
    ],
    ['a Daum café on a phone', 'http://m.cafe.daum.net/sample/Abc1/9', 'https://cafe.daum.net/sample/Abc1/9'],
    ['capitals of the host', 'HTTPS://Cafe.Naver.com/Sample/1', 'https://cafe.naver.com/Sample/1'],
    ['a default port', 'http://example.com:80/a', 'https://example.com/a'],
    ['a fragment', 'https://example.com/a#comment-3', 'https://example.com/a'],
    ['an account', 'https://name:secret@example.com/a', 'https://example.com/a'],
    ['a slash at the end', 'https://example.com/a//', 'https://example.com/a'],
    ['spaces around it', '  https://example.com/a ', 'https://example.com/a'],
    [
      'tracking parameters; the others in order',
      'https://example.com/a?z=1&utm_source=x&UTM_Medium=y&fbclid=1&NaPm=ct&n_keyword=k&b=2',
      'https://example.com/a?b=2&z=1',
    ],
    ['nothing but tracking parameters', 'https://example.com/a?utm_source=x', 'https://example.com/a'],
    ['a lone question mark', 'https://example.com/a?', 'https://example.com/a'],
  ])('gives one spelling for %s', (_, link, canonical) => {
    expect(canonicalLink(link)).toBe(canonical);
  });

  it.each([
    '',
    ' ',
    'cafe.naver.com/a',
    'ftp://example.com/a',
    'javascript:alert(1)',
    'mailto:a@b.kr',
    'https://',
    '\ud800',
  ])('gives nothing for %j, which is no web address', (link) => {
    expect(canonicalLink(link)).toBeUndefined();
  });

  it('never throws, and changes nothing the second time', () => {
    const host = fc.constantFrom(
      'm.blog.naver.com',
      'cafe.naver.com',
      'm.cafe.daum.net:80',
      '한글.kr',
      'a@b.kr',
      'x:443',
    );
    const part = fc.string({ unit: 'binary', maxLength: 12 });
    const link = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc
        .tuple(fc.constantFrom('http', 'https', 'HTTP'), host, part, fc.array(part), part)
        .map(([scheme, name, path, query, hash]) => `${scheme}://${name}/${path}?${query.join('&')}#${hash}`),
    );
    fc.assert(
      fc.property(link, (text) => {
        const once = canonicalLink(text);
        if (once === undefined) return;
        expect(once).toMatch(/^https:\/\//);
        expect(canonicalLink(once)).toBe(once);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('linkId', () => {
  it('is short, the same for the same link, and tells nothing of it', () => {
    const id = linkId('https://blog.naver.com/sample/22');
    expect(id).toMatch(/^[\w-]{24}$/);
    expect(linkId('https://blog.naver.com/sample/22')).toBe(id);
    expect(linkId('https://blog.naver.com/sample/23')).not.toBe(id);
  });
});

describe('isUnder', () => {
  it.each([
    ['https://blog.naver.com/ours/1', 'https://blog.naver.com/ours', true],
    ['https://blog.naver.com/ours', 'https://blog.naver.com/ours', true],
    ['https://blog.naver.com/ours?no=1', 'https://blog.naver.com/ours', true],
    ['https://blog.naver.com/oursfans/1', 'https://blog.naver.com/ours', false],
    ['https://blog.example.com/a', 'https://blog.example.com/', true],
    ['https://other.blog.example.com/a', 'https://blog.example.com/', false],
  ])('%s under %s: %s', (link, place, expected) => {
    expect(isUnder(link, place)).toBe(expected);
  });
});
