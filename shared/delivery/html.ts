/** Markup that may go into a page as it is. Only {@link html} and {@link trusted} make it. */
export interface Html {
  readonly markup: string;
}

type Part = string | number | Html | readonly Html[] | undefined;

/**
 * A template tag that escapes every text put into it, so that customers' words stay words. Markup and lists of markup
 * go in as they are; `undefined` is nothing.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let markup = strings[0] ?? '';
  for (const [index, part] of parts.entries()) markup += toMarkup(part) + (strings[index + 1] ?? '');
  return { markup };
}

/** Marks markup that our own code has made; never for text from outside. */
export function trusted(markup: string): Html {
  return { markup };
}

/** Text as it may stand in element content and in quoted attribute values. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** An address that a page may link to; anything but http and https is none. */
export function safeUrl(url: string | undefined): string | undefined {
  return url !== undefined && /^https?:\/\/[^\s]+$/i.test(url) ? url : undefined;
}

function toMarkup(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  if ('markup' in part) return part.markup;
  return part.map((one) => one.markup).join('');
}
