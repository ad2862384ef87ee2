import { type CheerioAPI, load } from 'cheerio';

/** Any elements of a page. */
export type Selection = ReturnType<ReturnType<CheerioAPI['root']>['contents']>;
type PageNode = Selection[number];

const ELEMENT_NODE = 1;
const TEXT_NODE = 3;

/** As browsers do; selectors of deeper pages would exhaust the stack. */
const MAX_DEPTH = 512;

/** What is no part of what somebody wrote. */
const SILENT: ReadonlySet<string> = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'iframe',
  'button',
  'select',
  'textarea',
  'svg',
  'head',
]);
const BLOCKS: ReadonlySet<string> = new Set(
  'address article aside blockquote dd div dl dt figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tr ul'.split(
    ' ',
  ),
);
/** Parts of one line that do not touch each other on the screen. */
const CELLS: ReadonlySet<string> = new Set(['td', 'th', 'dd']);

/** Elements that need no end tag: left open, they do not nest. */
const UNCLOSED =
  /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr|p|li|dt|dd|td|th|tr|option|thead|tbody|tfoot)$/i;
/** The parser takes quadratic time over open elements, so what nests like this is not even parsed. */
const MAX_OPEN = 4_096;

/** A page to look into; null where its elements nest deeper than any page of people does. */
export function parsePage(html: string): CheerioAPI | null {
  if (nestsEndlessly(html)) return null;
  const $ = load(html);
  let level: readonly PageNode[] = $.root().contents().toArray();
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return null;
    level = level.flatMap((node) => ('children' in node ? node.children : []));
  }
  return $;
}

function nestsEndlessly(html: string): boolean {
  let open = 0;
  for (const [, end, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    if (UNCLOSED.test(name)) continue;
    open = Math.max(0, open + (end === '/' ? -1 : 1));
    if (open > MAX_OPEN) return true;
  }
  return false;
}

/**
 * The visible words of an element: lines for `<br>` and blocks, spaces for cells, none of scripts, forms and frames.
 * Spaces are single, empty lines at most one in a row.
 */
export function htmlText(element: Selection): string {
  const parts: string[] = [];
  for (const node of element.get()) collect(node, parts);
  return parts
    .join('')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
    .normalize('NFC');
}

/** The same as one line. */
export function htmlLine(element: Selection): string {
  return htmlText(element).replace(/\s+/g, ' ');
}

/** The words of a picture that stands for a name. */
export function pictureText($: CheerioAPI, element: Selection): string {
  const pictures = element.find('img[alt]').addBack('img[alt]').toArray();
  return (
    pictures
      .map((picture) => ($(picture).attr('alt') ?? '').trim())
      .find((alt) => alt !== '')
      ?.normalize('NFC') ?? ''
  );
}

/** Not recursive: a page may nest deeper than the stack. */
function collect(root: PageNode, parts: string[]): void {
  const stack: (PageNode | string)[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (typeof node === 'string') parts.push(node);
    else if (node.nodeType === TEXT_NODE && 'data' in node) parts.push(node.data.replace(/\s+/g, ' '));
    else if (node.nodeType === ELEMENT_NODE && 'name' in node && 'children' in node) {
      const name = node.name.toLowerCase();
      if (SILENT.has(name)) continue;
      if (name === 'br') {
        parts.push('\n');
        continue;
      }
      const edge = BLOCKS.has(name) ? '\n' : CELLS.has(name) ? ' ' : '';
      stack.push(edge);
      for (let at = node.children.length - 1; at >= 0; at -= 1) {
        const child = node.children[at];
        if (child !== undefined) stack.push(child);
      }
      parts.push(edge);
    }
  }
}
