import * as cheerio from 'cheerio';
import { htmlText } from './html-text.ts';

/** Longer than any message; keeps what the parser is given within bounds. */
const MAX_BODY_UNITS = 500_000;
/** The tags of a message. A customer's `a < b` or `<환급>` is none of them. */
const TAG =
  /<\/?(?:a|b|blockquote|br|code|div|em|h[1-6]|i|img|li|ol|p|pre|span|strong|table|u|ul)(?:\s[^<>]*)?\/?>/i;

/** The words of a message, which may be HTML or plain text: `<br>` and blocks as line breaks, entities decoded. */
export function messageText(body: string): string {
  const given = body.slice(0, MAX_BODY_UNITS);
  if (TAG.test(given)) return htmlText(parse(given).contents());
  const text = given.includes('&') ? parse(given.replaceAll('<', '&lt;')).text() : given;
  return text.replace(/\r\n?/g, '\n').normalize('NFC').trim();
}

/** Not the parser of the HTML standard: that one takes time by the square of the depth, and senders choose the depth. */
function parse(html: string) {
  return cheerio.load(html, { xml: { xmlMode: false, decodeEntities: true } }, false).root();
}
