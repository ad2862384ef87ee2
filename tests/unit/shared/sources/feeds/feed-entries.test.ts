import { describe, expect, it } from 'vitest';
import { MAX_TEXT_UNITS } from '../../../../../shared/domain/input-document.ts';
import { decodeFeed } from '../../../../../shared/sources/feeds/decode-feed.ts';
import { readFeed } from '../../../../../shared/sources/feeds/feed-entries.ts';
import { plainText } from '../../../../../shared/sources/feeds/feed-text.ts';
import { linkId } from '../../../../../shared/sources/text/canonical-link.ts';
import { feedTime } from '../../../../../shared/sources/text/feed-time.ts';

const rss2 = (items: string) =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:content="c" xmlns:dc="d"><channel><title>게시판</title>${items}</channel></rss>`;
const atom = (entries: string) =>
  `<feed xmlns="http://www.w3.org/2005/Atom"><title>게시판</title>${entries}</feed>`;
const read = (xml: string, limit = 1_000) => {
  const feed = readFeed(xml, limit);
  if (feed === null) throw new Error('not a feed');
  return feed;
};
const only = (xml: string) => read(xml).entries[0];

describe('readFeed', () => {
  it('reads an item of RSS 2.0', () => {
    const feed = read(
      rss2(`<item>
        <title>수수료가 &lt;b&gt;궁금&lt;/b&gt;해요</title>
        <link>https://board.example/read?no=7&amp;utm_source=rss</link>
        <guid isPermaLink="false">post-7</guid>
        <pubDate>Mon, 02 Nov 2026 09:15:07 +0900</pubDate>
        <dc:creator>구름과자</dc:creator>
        <description>&lt;p&gt;결제 직전에&lt;/p&gt;&lt;p&gt;알았어요&lt;br/&gt;환급은요?&lt;/p&gt;</description>
      </item>`),
    );
    expect(feed).toEqual({
      problems: [],
      leftOut: 0,
      entries: [
        {
          id: 'post-7',
          title: '수수료가 궁금해요',
          text: '결제 직전에\n\n알았어요\n환급은요?',
          truncated: false,
          publishedAt: '2026-11-02T09:15:07+09:00',
          updatedAt: undefined,
          author: { displayName: '구름과자' },
          link: 'https://board.example/read?no=7&utm_source=rss',
        },
      ],
    });
  });

  it('reads an item of RSS 1.0, where the items lie beside the channel', () => {
    const entry = only(
      `<rdf:RDF xmlns:rdf="r" xmlns="http://purl.org/rss/1.0/" xmlns:dc="d"><channel rdf:about="x"/>
       <item rdf:about="item-3"><title>환급 후기</title><link>https://board.example/3</link>
       <description>이틀 걸렸어요</description><dc:date>2026-11-02T09:15+09:00</dc:date></item></rdf:RDF>`,
    );
    expect(entry).toMatchObject({
      id: 'item-3',
      title: '환급 후기',
      text: '이틀 걸렸어요',
      publishedAt: '2026-11-02T09:15:00+09:00',
      link: 'https://board.example/3',
    });
  });

  it('reads an entry of Atom, whatever prefix its names have', () => {
    const xml = atom(
      `<entry><id>tag:board.example,2026:7</id><title>본인인증</title>
       <link rel="edit" href="https://board.example/edit/7"/><link href="https://board.example/7"/>
       <author><name>구름과자</name><email>cloud@example.com</email></author>
       <published>2026-11-02T00:15:07Z</published><updated>2026-11-02T01:00:00Z</updated>
       <summary>짧게</summary><content>계속 멈춰요</content></entry>`,
    );
    const expected = {
      id: 'tag:board.example,2026:7',
      title: '본인인증',
      text: '계속 멈춰요',
      truncated: false,
      publishedAt: '2026-11-02T00:15:07Z',
      updatedAt: '2026-11-02T01:00:00Z',
      author: { displayName: '구름과자', email: 'cloud@example.com' },
      link: 'https://board.example/7',
    };
    expect(only(xml)).toEqual(expected);
    const prefixed = xml.replace(/<(\/?)(\w)/g, '<$1a:$2');
    expect(only(prefixed)).toEqual(only(xml));
  });

  it.each([
    ['text', '<content type="text">수수료 a &lt; b</content>', '수수료 a < b'],
    ['html', '<content type="html">&lt;p&gt;첫째&lt;/p&gt;&lt;p&gt;둘째&lt;/p&gt;</content>', '첫째\n\n둘째'],
    [
      'html in CDATA',
      '<content type="html"><![CDATA[첫째<br>둘째 &amp; 셋째]]></content>',
      '첫째\n둘째 & 셋째',
    ],
    [
      'html encoded twice',
      '<content type="html">&amp;lt;p&amp;gt;첫째&amp;lt;/p&amp;gt;&amp;nbsp;둘째</content>',
      '첫째\n둘째',
    ],
    [
      'xhtml',
      '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">첫째<br/>둘째 <b>셋째</b><script>x()</script></div></content>',
      '첫째\n둘째 셋째',
    ],
    ['summary only', '<summary>요약만</summary>', '요약만'],
  ])('reads Atom content of type %s', (_, content, text) => {
    expect(only(atom(`<entry><id>1</id><title>제목</title>${content}</entry>`))?.text).toBe(text);
  });

  it('prefers content:encoded, and is not misled by names of other kinds', () => {
    const entry = only(
      rss2(`<item xmlns:media="m"><guid>1</guid><media:title>사진</media:title><title>제목</title>
        <media:content><media:description>설명</media:description></media:content>
        <description>짧게</description><content:encoded><![CDATA[<p>길게</p>]]></content:encoded></item>`),
    );
    expect(entry).toMatchObject({ title: '제목', text: '길게' });
  });

  it('takes the title as the text where there is no other', () => {
    const entry = only(rss2('<item><guid>1</guid><title>로그인이 안 돼요</title><description/></item>'));
    expect(entry?.text).toBe('로그인이 안 돼요');
    expect(entry?.title).toBeUndefined();
  });

  it('gives an id by guid, else by link, else by title and date, and hides addresses, which may hold accounts', () => {
    const id = (fields: string) => only(rss2(`<item><title>제목</title>${fields}</item>`))?.id;
    expect(id('<guid>abc</guid>')).toBe('abc');
    expect(id('<guid>https://blog.example/some_one/7</guid>')).toBe(
      linkId('https://blog.example/some_one/7'),
    );
    expect(id('<link>https://blog.example/7?utm_source=a</link>')).toBe(
      id('<link>https://blog.example/7</link>'),
    );
    expect(id('<pubDate>a</pubDate>')).not.toBe(id('<pubDate>b</pubDate>'));
    expect(id(`<guid>${'가'.repeat(501)}</guid>`)).toHaveLength(24);
  });

  it('keeps what an author is called apart from the text, also where the board signs with a link', () => {
    const entry = only(
      atom(`<entry><id>1</id><author><name>/u/cloud</name><uri>https://board.example/u/cloud</uri></author>
        <content type="html">&lt;p&gt;환급 됐어요&lt;/p&gt; by &lt;a href="https://board.example/u/cloud"&gt;cloud&lt;/a&gt;
        &lt;a href="/x"&gt;/u/cloud&lt;/a&gt;</content></entry>`),
    );
    expect(entry?.text).toBe('환급 됐어요\nby');
    expect(entry?.author).toEqual({ displayName: '/u/cloud' });
  });

  it.each([
    [
      '<author>cloud@example.com (구름과자)</author>',
      { displayName: '구름과자', email: 'cloud@example.com' },
    ],
    ['<author>cloud@example.com</author>', { email: 'cloud@example.com' }],
    ['<author>구름과자</author>', { displayName: '구름과자' }],
    ['<dc:creator>cloud@example.com</dc:creator>', { email: 'cloud@example.com' }],
    ['<author></author>', undefined],
  ])('reads the author %s', (author, expected) => {
    expect(only(rss2(`<item><guid>1</guid><title>제목</title>${author}</item>`))?.author).toEqual(expected);
  });

  it('tells of entries that say nothing, and reads the others', () => {
    const feed = read(rss2('<item/><item><guid>2</guid></item><item><guid>3</guid><title>셋</title></item>'));
    expect(feed.entries.map(({ id }) => id)).toEqual(['3']);
    expect(feed.problems).toEqual([
      { field: 'id', message: expect.any(String) },
      { id: '2', field: 'text', message: expect.any(String) },
    ]);
  });

  it('gives null for what is no feed or not a whole one', () => {
    for (const text of [
      '',
      '<html><body>점검 중</body></html>',
      '{}',
      rss2('<item/>').slice(0, -7),
      '<rss',
    ]) {
      expect(readFeed(text, 10)).toBeNull();
    }
  });

  it('reads neither entities of a DTD nor more entries than asked', () => {
    const bomb = `<!DOCTYPE rss [<!ENTITY a "웃음"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>${rss2(
      '<item><guid>1</guid><title>&b;&f;!</title></item><item/><item/>',
    )}`;
    const feed = read(bomb, 1);
    expect(feed.entries[0]?.text).not.toMatch(/웃음|root/);
    expect(feed).toMatchObject({ problems: [], leftOut: 2 });
  });

  it('lives through depth, and cuts a long text at the end of a character', () => {
    const deep = '<b>'.repeat(50_000);
    expect(
      only(rss2(`<item><guid>1</guid><description><![CDATA[${deep}깊다]]></description></item>`))?.text,
    ).toBe('깊다');
    expect(only(rss2(`<item><guid>1</guid><title>제목</title>${'<x>'.repeat(50_000)}</item>`))?.text).toBe(
      '제목',
    );
    const name = 'a'.repeat(2_000_000);
    expect(
      only(rss2(`<item><guid>1</guid><title>제목</title><author>${name}</author></item>`))?.author,
    ).toEqual({
      displayName: 'a'.repeat(200),
    });
    const long = only(rss2(`<item><guid>1</guid><title>${'😀'.repeat(MAX_TEXT_UNITS)}</title></item>`));
    expect(long).toMatchObject({ truncated: true });
    expect(long?.text.length).toBe(MAX_TEXT_UNITS);
    expect(long?.text.isWellFormed()).toBe(true);
  });
});

describe('plainText', () => {
  it.each([
    ['수수료가 3% 이하 <환급>', '수수료가 3% 이하 <환급>'],
    ['x < y > z', 'x < y > z'],
    ['a&amp;amp;b', 'a&b'],
    ['첫 줄\r\n둘째 줄', '첫 줄\n둘째 줄'],
    ['\u0000\u001b한글\ufeff', '한글'],
    ['&#44032;&#xD800;', '가\ufffd'],
    ['<td>가</td><td>나</td>', '가 나'],
  ])('reads %j as %j', (value, text) => {
    expect(plainText(value)).toBe(text);
  });
});

describe('feedTime', () => {
  it.each([
    ['Mon, 02 Nov 2026 09:15:07 +0900', '2026-11-02T09:15:07+09:00'],
    ['Mon, 2 Nov 26 09:15 KST', '2026-11-02T09:15:00+09:00'],
    ['02 Nov 99 09:15:07 GMT', '1999-11-02T09:15:07Z'],
    ['월, 02 Nov 2026 09:15:07 GMT+9', '2026-11-02T09:15:07+09:00'],
    ['Mon, 02 Nov 2026 09:15:07', '2026-11-02T09:15:07'],
    ['Mon, 02 November 2026 09:15:07 PST', '2026-11-02T09:15:07-08:00'],
    ['2026-11-02T09:15:07.123Z', '2026-11-02T09:15:07.123Z'],
    ['2026-11-02 09:15', '2026-11-02T09:15:00'],
    ['2026.11.02 9:15:07', '2026-11-02T09:15:07'],
    ['2026-11-02', '2026-11-02'],
    ['Mon, 02 Nov 2026 09:15:07 XYZ', undefined],
    ['Mon, 32 Nov 2026 09:15:07 GMT', undefined],
    ['Mon, 02 Foo 2026 09:15:07 GMT', undefined],
    ['2026-11-02T25:00:00Z', undefined],
    ['어제', undefined],
    ['', undefined],
  ])('reads %j as %j', (value, time) => {
    expect(feedTime(value)).toBe(time);
  });
});

describe('decodeFeed', () => {
  const korean = Buffer.from([0xc8, 0xaf, 0xb1, 0xde]); // 환급 in EUC-KR
  const xml = (declaration: string, bytes: Uint8Array) => Buffer.concat([Buffer.from(declaration), bytes]);

  it('believes the HTTP charset, then the XML declaration, then strict UTF-8, then euc-kr', () => {
    const latin1 = Buffer.from([0x63, 0x61, 0x66, 0xe9]);
    expect(decodeFeed(korean, 'text/xml; charset=EUC-KR')).toBe('환급');
    expect(decodeFeed(xml('<?xml version="1.0" encoding="euc-kr"?>', korean), 'text/xml')).toContain('환급');
    expect(decodeFeed(xml('<?xml version="1.0" encoding="ISO-8859-1"?>', latin1), null)).toContain('café');
    expect(decodeFeed(Buffer.from('환급'), null)).toBe('환급');
    expect(decodeFeed(korean, null)).toBe('환급');
  });

  it('does not believe a charset that is unknown or does not fit', () => {
    expect(decodeFeed(korean, 'text/xml; charset=nonsense')).toBe('환급');
    expect(decodeFeed(korean, 'text/xml; charset=utf-8')).toBe('환급');
    expect(
      decodeFeed(Buffer.from([0xef, 0xbb, 0xbf, ...Buffer.from('환급')]), 'text/xml; charset=euc-kr'),
    ).toBe('환급');
  });
});
