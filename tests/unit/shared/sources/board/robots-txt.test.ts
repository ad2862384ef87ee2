import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRobotsTxt } from '../../../../../shared/sources/board/robots-txt.ts';
import { forbidsStoring } from '../../../../../shared/sources/board/storing-directives.ts';

const US = 'voc-collector';
const allows = (text: string, path: string) => parseRobotsTxt(text, US).allows(path);
const rules = (...lines: string[]) => ['User-agent: *', ...lines].join('\n');

describe('the rules of a robots.txt', () => {
  it.each([
    ['nothing is written', '', '/a', true],
    ['all is forbidden', rules('Disallow: /'), '/a', false],
    ['an empty rule forbids nothing', rules('Disallow:'), '/a', true],
    ['a rule is the beginning of a path', rules('Disallow: /a'), '/abc', false],
    ['the case of a path counts', rules('Disallow: /A'), '/a', true],
    ['the longest rule wins', rules('Disallow: /a', 'Allow: /a/b'), '/a/b/c', true],
    ['the longest rule wins in any order', rules('Allow: /a/b', 'Disallow: /a'), '/a/b/c', true],
    ['the longer one forbids', rules('Allow: /a', 'Disallow: /a/b'), '/a/b/c', false],
    ['Allow wins a tie', rules('Disallow: /page', 'Allow: /page'), '/page', true],
    ['a star stands for anything', rules('Disallow: /*.php'), '/a/b.php?x=1', false],
    ['a star stands for nothing, too', rules('Disallow: /a*b'), '/ab', false],
    ['a dollar is the end', rules('Disallow: /*.php$'), '/a.php?x=1', true],
    ['a dollar is the end of it', rules('Disallow: /*.php$'), '/a.php', false],
    ['the end must not overlap the beginning', rules('Disallow: /aba*aba$'), '/aba', true],
    ['only the front page', rules('Allow: /$', 'Disallow: /'), '/', true],
    ['only the front page, not another', rules('Allow: /$', 'Disallow: /'), '/a', false],
    ['a query belongs to the path', rules('Disallow: /*?no='), '/view?no=1', false],
    ['robots.txt itself is always allowed', rules('Disallow: /'), '/robots.txt', true],
    [
      'Hangul and its octets are the same',
      rules('Disallow: /게시판'),
      '/%EA%B2%8C%EC%8B%9C%ED%8C%90/1',
      false,
    ],
    ['octets in lower case, too', rules('Disallow: /%ea%b2%8c'), '/%EA%B2%8C', false],
    ['unreserved octets are their characters', rules('Disallow: /%7Ejoe'), '/~joe', false],
    ['reserved octets are not', rules('Disallow: /a%2Fb'), '/a/b', true],
    ['a comment ends a line', rules('Disallow: /a # not for robots'), '/a', false],
    ['rules before any group rule nothing', 'Disallow: /\nUser-agent: other\nDisallow: /', '/a', true],
    ['other lines do not matter', rules('Sitemap: /s.xml', 'Nonsense', 'Disallow: /a'), '/a', false],
    ['any line ends', 'User-agent: *\r\nDisallow: /a\rAllow: /a/b', '/a/c', false],
    ['a byte order mark', '\uFEFFUser-agent: *\nDisallow: /', '/a', false],
    ['names in any case', 'USER-AGENT: *\nDISALLOW: /', '/a', false],
  ])('%s', (_, text, path, expected) => {
    expect(allows(text, path)).toBe(expected);
  });

  it.each([
    [
      'its own group before that for all',
      `User-agent: *\nDisallow: /\n\nUser-agent: ${US}\nDisallow: /a`,
      '/b',
      true,
    ],
    [
      'its own group, not the one for all',
      `User-agent: ${US}\nDisallow: /a\n\nUser-agent: *\nDisallow: /b`,
      '/b',
      true,
    ],
    ['a name in any case with a version', 'User-agent: VOC-Collector/2.0\nDisallow: /', '/a', false],
    [
      'several groups of one name together',
      `User-agent: ${US}\nDisallow: /a\n\nUser-agent: ${US}\nDisallow: /b`,
      '/b',
      false,
    ],
    ['several names of one group', `User-agent: x\nUser-agent: ${US}\nDisallow: /`, '/a', false],
    [
      'no name that only begins like it',
      'User-agent: vocal\nDisallow: /\n\nUser-agent: *\nAllow: /',
      '/a',
      true,
    ],
    ['a family of names', 'User-agent: voc\nDisallow: /', '/a', false],
    ['the longest of its names', `User-agent: voc\nDisallow: /\n\nUser-agent: ${US}\nAllow: /`, '/a', true],
    ['not the groups of others', 'User-agent: Googlebot\nDisallow: /', '/a', true],
    ['a group for all with a name for it', 'User-agent: *\nUser-agent: x\nDisallow: /', '/a', false],
  ])('takes %s', (_, text, path, expected) => {
    expect(allows(text, path)).toBe(expected);
  });

  it('tells the Crawl-delay of its group', () => {
    expect(parseRobotsTxt('User-agent: *\nCrawl-delay: 2.5\n', US).crawlDelaySeconds).toBe(2.5);
    expect(parseRobotsTxt('User-agent: other\nCrawl-delay: 9\n', US).crawlDelaySeconds).toBeUndefined();
    expect(parseRobotsTxt('User-agent: *\nCrawl-delay: soon\n', US).crawlDelaySeconds).toBeUndefined();
  });

  it('matches as a pattern of a star and an end would, for any rule and path', () => {
    const part = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*'), maxLength: 8 });
    fc.assert(
      fc.property(
        part,
        fc.boolean(),
        fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 10 }),
        (pattern, end, path) => {
          const rule = `/${pattern}${end ? '$' : ''}`;
          const expression = new RegExp(`^/${pattern.replaceAll('*', '.*')}${end ? '$' : ''}`);
          expect(allows(rules(`Disallow: ${rule}`), `/${path}`)).toBe(!expression.test(`/${path}`));
        },
      ),
    );
  });

  it('reads anything, and a rule of many stars at once', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, path) => {
        expect(typeof allows(text, path)).toBe('boolean');
      }),
    );
    const started = performance.now();
    allows(rules(`Disallow: /${'*a'.repeat(2_000)}$`), `/${'a'.repeat(5_000)}b`);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe('what a page says about keeping it', () => {
  it.each([
    ['noindex', true],
    ['NOINDEX, nofollow', true],
    ['index, follow, noarchive', true],
    ['none', true],
    ['all', false],
    ['nofollow, nosnippet', false],
    ['NOODP', false],
    ['', false],
    ['googlebot: noindex', false],
    ['voc-collector: noindex', true],
    ['*: noarchive', true],
    // The header may have been joined of two: the stricter reading.
    ['googlebot: nofollow, noindex', true],
    ['unavailable_after: 25 Jun 2030 15:00:00 GMT', false],
    ['max-snippet: 20, noarchive', true],
  ])('%s → forbids storing: %s', (directives, expected) => {
    expect(forbidsStoring(directives, US)).toBe(expected);
  });

  it('allows where nothing is said', () => {
    expect(forbidsStoring(null, US)).toBe(false);
    expect(forbidsStoring(undefined, US)).toBe(false);
  });
});
