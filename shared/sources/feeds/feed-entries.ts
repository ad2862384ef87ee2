import { type CheerioAPI, load } from 'cheerio';
import type { AnyNode, Element } from 'domhandler';
import type { ItemProblem } from '../contract.ts';
import { canonicalLink, linkId } from '../text/canonical-link.ts';
import { feedTime } from '../text/feed-time.ts';
import { fitText } from '../text/fit-text.ts';
import { markupText, plainText, type Signature, tidy } from './feed-text.ts';

const MAX_ID_UNITS = 500;
const MAX_TITLE_UNITS = 2_000;
const MAX_NAME_UNITS = 200;
const MAX_LINK_UNITS = 2_000;
const MAX_EMAIL_UNITS = 320;
const MAX_ADDRESS_UNITS = 1_000;
const EMAIL = /[^\s@<>()]+@[^\s@<>()]+/;

/** An entry of a feed, whatever its format. */
export interface FeedEntry {
  /** The feed's own id; a hash where that is an address, which may hold the account of its author. */
  readonly id: string;
  readonly title?: string | undefined;
  readonly text: string;
  readonly truncated: boolean;
  /** ISO 8601; without an offset in the business zone. */
  readonly publishedAt?: string | undefined;
  /** ISO 8601; Atom only. */
  readonly updatedAt?: string | undefined;
  readonly author?: { readonly displayName?: string; readonly email?: string } | undefined;
  /** Absolute, http or https. */
  readonly link?: string | undefined;
}

export interface Feed {
  /** In the order of the feed. */
  readonly entries: readonly FeedEntry[];
  readonly problems: readonly ItemProblem[];
  /** How many entries there are beyond the limit. */
  readonly leftOut: number;
}

/** The children of an entry by their name; letter case does not matter. */
type Fields = (name: string) => Element | undefined;

/**
 * The entries of an RSS 2.0, RSS 1.0 or Atom feed. Declarations of types and entities are not read, so that a feed can
 * neither fetch nor grow. Null where the text is no feed, or one that was cut off.
 * @param limit the most entries that are read
 * @see RFC 4287, https://www.rssboard.org/rss-specification, https://web.resource.org/rss/1.0/spec
 */
export function readFeed(xml: string, limit: number): Feed | null {
  const $ = load(xml, { xml: true });
  const root = elementsOf($.root().contents().toArray())[0];
  if (root === undefined || !xml.includes(`</${root.name}`)) return null;
  const [, prefix = '', format] = /^([\w-]+:)?(rss|rdf|feed)$/i.exec(root.name) ?? [];
  if (format === undefined) return null;
  const isAtom = format.toLowerCase() === 'feed';
  const children = elementsOf(root.children);
  const items = isAtom
    ? named(children, `${prefix}entry`)
    : named(
        [...children, ...named(children, 'channel').flatMap((channel) => elementsOf(channel.children))],
        'item',
      );

  const entries: FeedEntry[] = [];
  const problems: ItemProblem[] = [];
  for (const item of items.slice(0, limit)) {
    const read = isAtom ? readAtom($, item, prefix) : readRss($, item);
    if ('problem' in read) problems.push(read.problem);
    else entries.push(read);
  }
  return { entries, problems, leftOut: Math.max(0, items.length - limit) };
}

type Read = FeedEntry | { readonly problem: ItemProblem };

function readRss($: CheerioAPI, item: Element): Read {
  const fields = fieldsOf(item);
  const guid = textAt(fields('guid'));
  const isPermanent = fields('guid')?.attribs.isPermaLink !== 'false';
  const author = authorOf(textAt(fields('dc:creator')), textAt(fields('author')));
  return entryOf($, {
    id: guid ?? item.attribs['rdf:about'],
    title: fields('title'),
    bodies: [fields('content:encoded'), fields('description')],
    times: [textAt(fields('pubDate')), textAt(fields('dc:date'))],
    author,
    signature: { name: author?.displayName },
    link: textAt(fields('link')) ?? (isPermanent ? guid : undefined),
  });
}

function readAtom($: CheerioAPI, entry: Element, prefix: string): Read {
  const fields = fieldsOf(entry, prefix);
  const person = fieldsOf(fields('author'), prefix);
  const author = authorOf(textAt(person('name')), textAt(person('email')));
  return entryOf($, {
    id: textAt(fields('id')),
    title: fields('title'),
    bodies: [fields('content'), fields('summary')],
    times: [textAt(fields('published'))],
    updated: textAt(fields('updated')),
    author,
    signature: { name: author?.displayName, uri: textAt(person('uri')) },
    link: fields('link')?.attribs.href,
  });
}

interface Parts {
  readonly id: string | undefined;
  readonly title: Element | undefined;
  /** The fullest first. */
  readonly bodies: readonly (Element | undefined)[];
  readonly times: readonly (string | undefined)[];
  readonly updated?: string | undefined;
  readonly author: FeedEntry['author'];
  readonly signature: Signature;
  readonly link: string | undefined;
}

function entryOf($: CheerioAPI, parts: Parts): Read {
  const title = wordsOf($, parts.title);
  const body =
    parts.bodies.map((element) => wordsOf($, element, parts.signature)).find((words) => words !== '') ?? '';
  const link = webAddress(parts.link);
  const time = parts.times.find((value) => value !== undefined);
  const id =
    idOf(parts.id ?? canonicalLink(link ?? '')) ??
    (title === '' ? undefined : linkId(`${title}\n${time ?? ''}`));
  if (id === undefined) {
    return {
      problem: { field: 'id', message: 'The entry of the feed has neither an id nor a link nor a title.' },
    };
  }
  if (title === '' && body === '') {
    return {
      problem: { id, field: 'text', message: 'The entry of the feed has neither a title nor a text.' },
    };
  }
  return {
    id,
    ...(title === '' || body === '' ? {} : { title: fitText(title, MAX_TITLE_UNITS).text }),
    ...fitText(body === '' ? title : body),
    publishedAt: parts.times.map((value) => feedTime(value ?? '')).find((value) => value !== undefined),
    updatedAt: feedTime(parts.updated ?? ''),
    author: parts.author,
    link: link !== undefined && link.length <= MAX_LINK_UNITS ? link : undefined,
  };
}

function webAddress(link: string | undefined): string | undefined {
  const url = URL.parse(link ?? '');
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.href : undefined;
}

function idOf(id: string | undefined): string | undefined {
  return id === undefined || (id.length <= MAX_ID_UNITS && !id.includes('://')) ? id : linkId(id);
}

/** RSS wants an e-mail address as author, Atom has both; many give a name for it. */
function authorOf(name: string | undefined, address: string | undefined): FeedEntry['author'] {
  if (address === undefined && name?.includes('@')) return authorOf(undefined, name);
  // Short, so that the patterns need no time on what is no address.
  const given = fitText(address ?? '', MAX_ADDRESS_UNITS).text;
  const email = EMAIL.exec(given)?.[0];
  const displayName = name ?? given.replace(email ?? '', '').replace(/^[\s(<>)]+|[\s(<>)]+$/g, '');
  if (displayName === '' && email === undefined) return undefined;
  return {
    ...(displayName === '' ? {} : { displayName: fitText(displayName, MAX_NAME_UNITS).text }),
    ...(email === undefined || email.length > MAX_EMAIL_UNITS ? {} : { email }),
  };
}

/** XHTML is a tree already; everything else is text that may hold HTML. */
function wordsOf($: CheerioAPI, element: Element | undefined, signature?: Signature): string {
  if (element === undefined) return '';
  if (elementsOf(element.children).length > 0) return markupText($(element), signature);
  return plainText(rawText(element), signature);
}

function textAt(element: Element | undefined): string | undefined {
  return element === undefined ? undefined : tidy(rawText(element)) || undefined;
}

/** The text directly in an element, with its line breaks. */
function rawText(element: Element): string {
  return element.children
    .flatMap((child) => (child.type === 'cdata' ? child.children : [child]))
    .map((child) => (child.type === 'text' ? child.data : ''))
    .join('');
}

/** The first child of each name; of Atom links the one that leads to the entry. */
function fieldsOf(parent: Element | undefined, prefix = ''): Fields {
  const children = elementsOf(parent?.children ?? []).filter(
    ({ attribs }) => attribs.rel === undefined || attribs.rel === 'alternate',
  );
  return (name) => named(children, prefix + name)[0];
}

function named(elements: readonly Element[], name: string): Element[] {
  return elements.filter((element) => element.name.toLowerCase() === name.toLowerCase());
}

function elementsOf(nodes: readonly AnyNode[]): Element[] {
  return nodes.filter((node) => 'attribs' in node);
}
