import { load } from 'cheerio';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Brief } from '../../../../shared/delivery/brief.ts';
import { html, safeUrl } from '../../../../shared/delivery/html.ts';
import { mailOf } from '../../../../shared/delivery/mail-text.ts';
import { NOTION_LIMITS, notionBlocks, notionTitle } from '../../../../shared/delivery/notion-blocks.ts';
import { withoutLiquid } from '../../../../shared/delivery/sinks/braze-content-block.ts';
import { escapeSlack } from '../../../../shared/delivery/slack-message.ts';
import { teamsMessage } from '../../../../shared/delivery/teams-card.ts';
import { toCsv } from '../../../../shared/delivery/to-csv.ts';
import { objectsIn } from '../../../infra/synthesized-stack.ts';

/** What people write who mean harm, in one or another of the places that we write to, and anything else. */
const hostile = fc.constantFrom(
  '=HYPERLINK("https://evil.example","환급")',
  "\t=cmd|' /C calc'!A0",
  '\r\n=1+1',
  '\u00a0@SUM(1)',
  '＋1',
  '"x";=1',
  '<script>alert(1)</script>',
  '</style><svg/onload=alert(1)>',
  '"onmouseover="alert(1)',
  '&#60;img src=x onerror=alert(1)&#62;',
  '<!channel> <@U012345> <https://evil.example|환급 신청>',
  '*굵게* _기울임_ ~취소~ `코드` ```칸```',
  '[여기](https://evil.example)',
  '<at>everyone</at>',
  '{{campaign.api_id}}',
  '{% connected_content https://evil.example %}',
  '{{{{ x }}}}',
  'javascript:alert(1)',
  '제목\r\nBcc: evil@example.com',
  '\u202e역순\u0000',
);
const text = fc
  .array(
    fc.oneof(
      hostile,
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom('{', '%', '<', '&', '='),
    ),
    {
      maxLength: 5,
    },
  )
  .map((parts) => parts.join(''));
const url = fc.oneof(hostile, fc.constantFrom('', 'https://voc.example.com/a?b=1&c="2"'), fc.webUrl());
const brief: fc.Arbitrary<Brief> = fc.record({
  title: text,
  sections: fc.array(
    fc.record({
      heading: text,
      lines: fc.array(text, { maxLength: 3 }),
      quotes: fc.array(text, { maxLength: 3 }),
    }),
    { maxLength: 4 },
  ),
  url,
  open: fc.constant('열기'),
});
const textsOf = ({ title, sections }: Brief) => [
  title,
  ...sections.flatMap(({ heading, lines, quotes }) => [heading, ...lines, ...quotes]),
];

describe('a CSV file', () => {
  it('has as many cells as were put in, none of which a spreadsheet runs, and loses no sign', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text, fc.integer()), { minLength: 1, maxLength: 5 }), (rows) => {
        const read: string[][] = parse(toCsv(rows), { bom: true, relax_column_count: false });
        expect(read).toHaveLength(rows.length);
        for (const [index, [first, second, number]] of rows.entries()) {
          const cells = read[index] ?? [];
          expect(cells[2]).toBe(String(number));
          for (const [cell, given] of [
            [cells[0] ?? '', first],
            [cells[1] ?? '', second],
          ] as const) {
            expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]/u);
            expect([given, `'${given}`]).toContain(cell);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('markup', () => {
  const shape = (markup: string) => {
    const page = load(markup);
    return page('*')
      .map(
        (_, element) => `${page(element).prop('tagName')}[${Object.keys(page(element).attr() ?? {}).join()}]`,
      )
      .get();
  };
  const empty = shape(html`<p title="${''}">${''}</p><ul>${[html`<li>${''}</li>`]}</ul>`.markup);

  it('has the elements and attributes that we wrote, whatever stands in them, and says it as it was written', () => {
    fc.assert(
      fc.property(text, text, text, (title, words, item) => {
        const markup = html`<p title="${title}">${words}</p><ul>${[html`<li>${item}</li>`]}</ul>`.markup;
        expect(shape(markup)).toEqual(empty);
        const page = load(markup);
        // A parser drops or replaces what HTML has no sign for.
        const plain = (value: string | undefined) =>
          value?.replace(/\r\n?/g, '\n').replaceAll('\u0000', '').replaceAll('\ufffd', '');
        expect(plain(page('p').attr('title'))).toBe(plain(title));
        expect(plain(page('li').text())).toBe(plain(item));
      }),
      { numRuns: 500 },
    );
  });

  it('leads to http addresses alone', () => {
    fc.assert(
      fc.property(url, (address) => {
        const safe = safeUrl(address);
        if (safe !== undefined) expect(new URL(safe).protocol).toMatch(/^https?:$/);
      }),
    );
  });
});

describe('a mail', () => {
  it('has a subject of one line, and in its page the elements of the same mail with harmless words', () => {
    const count = (mail: string) => load(mail)('*').length;
    fc.assert(
      fc.property(brief, (one) => {
        const mail = mailOf(one, 'ko');
        const harmless: Brief = {
          ...one,
          title: 'a',
          sections: one.sections.map(({ lines, quotes }) => ({
            heading: 'a',
            lines: lines.map(() => 'a'),
            quotes: quotes.map(() => 'a'),
          })),
        };
        expect(mail.subject).not.toMatch(/[\r\n]/);
        expect(count(mail.html)).toBe(count(mailOf(harmless, 'ko').html));
        const links = load(mail.html)('[href], [src]').toArray();
        expect(links.length).toBe(safeUrl(one.url) === undefined ? 0 : 1);
      }),
      { numRuns: 200 },
    );
  });
});

describe('mrkdwn of Slack', () => {
  it('keeps no sign that pings, links or formats, and only those signs change', () => {
    fc.assert(
      fc.property(text, (words) => {
        const escaped = escapeSlack(words);
        expect(escaped).not.toMatch(/[<>*_~`]|&(?!(?:amp|lt|gt);)/);
        const back = escaped.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
        expect(back.length).toBe(words.length);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a Teams card', () => {
  it('says words in text runs alone, which know no markup, and has no action but our own link', () => {
    fc.assert(
      fc.property(brief, (one) => {
        const objects = [...objectsIn(teamsMessage(one))];
        const types = new Set(objects.flatMap(({ type }) => (typeof type === 'string' ? [type] : [])));
        for (const type of types)
          expect(['message', 'AdaptiveCard', 'RichTextBlock', 'TextRun', 'Action.OpenUrl']).toContain(type);
        const actions = objects.filter(({ type }) => type === 'Action.OpenUrl');
        expect(actions.map((action) => action.url)).toEqual(
          [safeUrl(one.url)].filter((link) => link !== undefined),
        );
        expect(objects.filter((object) => 'selectAction' in object)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a Notion page', () => {
  it('says words as content alone, and links to nothing but our own address', () => {
    fc.assert(
      fc.property(brief, (one) => {
        const rich = [...objectsIn([...notionBlocks(one), ...notionTitle(one)])].filter(
          ({ type }) => type === 'text',
        );
        const said = rich.map(({ text: part }) => part as { content: string; link?: { url: string } });
        const known = [...textsOf(one), one.open].map((words) => words.slice(0, NOTION_LIMITS.text));
        for (const { content, link } of said) {
          expect(known.some((words) => words === content || content.endsWith('…'))).toBe(true);
          if (link !== undefined) expect(link.url).toBe(safeUrl(one.url));
        }
        for (const one of rich) expect(Object.keys(one).sort()).toEqual(['text', 'type']);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a draft in Braze', () => {
  const OWN = "{{ '{' }}";

  it('runs no Liquid but our own, and reads as it was written', () => {
    fc.assert(
      fc.property(text, (words) => {
        const safe = withoutLiquid(words);
        expect(safe.replaceAll(OWN, '\u0001')).not.toMatch(/\{[{%]/);
        expect(safe.replaceAll(OWN, '{')).toBe(words);
      }),
      { numRuns: 500 },
    );
  });
});
