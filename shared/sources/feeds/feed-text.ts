import { type Cheerio, load } from 'cheerio';
import type { AnyNode } from 'domhandler';
import { htmlText } from '../text/html-text.ts';

/** A link to the author inside the text, as some boards sign their entries: not the author's words. */
export interface Signature {
  readonly name?: string | undefined;
  readonly uri?: string | undefined;
}

/** Entity-encoded once or twice is usual; once more is damage. */
const MAX_PASSES = 3;
/** A tag that feeds really hold, or an entity. A customer's `a < b` or `<환급>` is neither. */
const MARKUP =
  /<\/?(?:a|abbr|article|b|big|blockquote|br|caption|center|cite|code|dd|del|div|dl|dt|em|figcaption|figure|font|h[1-6]|hr|i|iframe|img|ins|li|ol|p|pre|q|s|script|section|small|span|strike|strong|style|sub|sup|table|tbody|td|th|thead|time|tr|tt|u|ul|video)(?:[\s/][^<>]*)?>|&(?:[a-z]{2,8}|#\d{1,7}|#x[\da-f]{1,6});/i;

/** The words of a field that may hold HTML, encoded or not. Line breaks of `<br>` and blocks stay. */
export function plainText(value: string, signature: Signature = {}): string {
  let text = value;
  for (let pass = 0; pass < MAX_PASSES && MARKUP.test(text); pass += 1) {
    text = markupText(load(text, { xml: { xmlMode: false } }).root(), signature);
  }
  return tidy(text);
}

/** The words inside a parsed element. */
export function markupText(element: Cheerio<AnyNode>, { name, uri }: Signature = {}): string {
  element
    .find('a')
    .filter((_, link) => {
      const [only, ...others] = link.children;
      const label = others.length === 0 && only?.type === 'text' ? only.data.trim() : undefined;
      return (uri !== undefined && link.attribs.href === uri) || (name !== undefined && label === name);
    })
    .remove();
  return tidy(htmlText(element.contents()));
}

/** One spelling of the same words: NFC, no control characters, no runs of spaces and empty lines. */
export function tidy(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]|\uFEFF/gu, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
