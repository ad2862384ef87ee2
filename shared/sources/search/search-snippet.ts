import * as cheerio from 'cheerio';
import type * as z from 'zod';
import { readItem } from '../access/read-json.ts';
import type { ItemProblem } from '../contract.ts';
import { canonicalLink, isUnder, linkId } from '../text/canonical-link.ts';
import { fitText } from '../text/fit-text.ts';
import type { Search, SearchHit } from './search-walk.ts';

const MAX_TITLE_UNITS = 2_000;
const MAX_LINK_UNITS = 2_000;
const MAX_PLACE_UNITS = 200;

/** A passage of a post, as a search shows it. */
export interface Snippet {
  readonly link: string;
  /** With `<b>` and entities. */
  readonly title: string;
  /** With `<b>` and entities. */
  readonly passage: string;
  /** The café, with entities. A blog's name is often that of its owner and stays out. */
  readonly place?: string | undefined;
  /** What the source says of the time: `publishedAt` or `date`, or neither. */
  readonly time: { readonly publishedAt?: string; readonly date?: string };
  /** Whether the link is free of user ids. */
  readonly keepsUrl: boolean;
}

/** Whether a hit is left out, by its canonical link and its words. */
export type SnippetFilter = (link: string, words: string) => boolean;

/** The filter of a source's configuration. */
export function snippetFilter(settings: {
  readonly exclude: readonly string[];
  readonly mustContain: readonly string[];
}): SnippetFilter {
  const places = settings.exclude.map(placeLink).filter((place) => place !== undefined);
  const needed = settings.mustContain.map(fold);
  return (link, words) => {
    if (places.some((place) => isUnder(link, place))) return true;
    const folded = fold(words);
    return needed.length > 0 && !needed.some((word) => folded.includes(word));
  };
}

/**
 * The items of an answer as hits for the walk, and what is wrong with the others.
 * @param toSnippet what an item says, in the words of its portal
 */
export function readSnippets<Item>(
  items: readonly unknown[],
  schema: z.ZodType<Item>,
  toSnippet: (item: Item) => Snippet,
  search: Search,
  isLeftOut: SnippetFilter,
): { hits: SearchHit[]; problems: ItemProblem[] } {
  const hits: SearchHit[] = [];
  const problems: ItemProblem[] = [];
  for (const raw of items) {
    const item = readItem(schema, raw);
    const read = item.ok ? readSnippet(toSnippet(item.item), search, isLeftOut) : item;
    if ('hit' in read) hits.push(read.hit);
    else problems.push(read.problem);
  }
  return { hits, problems };
}

function readSnippet(
  snippet: Snippet,
  { query, vertical }: Search,
  isLeftOut: SnippetFilter,
): { readonly hit: SearchHit } | { readonly problem: ItemProblem } {
  const link = canonicalLink(snippet.link);
  if (link === undefined) {
    return { problem: { field: 'link', message: 'The link of the hit is no web address.' } };
  }
  const title = snippetText(snippet.title);
  const passage = snippetText(snippet.passage);
  const text = passage === '' ? title : passage;
  const id = linkId(link);
  if (text === '') {
    return { problem: { id, field: 'text', message: 'The hit has neither a title nor a text.' } };
  }
  if (isLeftOut(link, `${title}\n${passage}`)) return { hit: { link, document: null } };

  const heading = fitText(passage === '' ? '' : title, MAX_TITLE_UNITS);
  const body = fitText(text);
  const place = fitText(snippetText(snippet.place ?? ''), MAX_PLACE_UNITS).text;
  const document = {
    id,
    source: 'community',
    ...snippet.time,
    ...(heading.text === '' ? {} : { title: heading.text }),
    text: body.text,
    ...(snippet.keepsUrl && link.length <= MAX_LINK_UNITS ? { url: link } : {}),
    attributes: {
      query,
      vertical,
      snippet: true,
      ...(place === '' ? {} : { place }),
      ...(heading.truncated || body.truncated ? { truncated: true } : {}),
    },
  };
  return { hit: { link, document } };
}

/** The words of a field in which only `<b>` is markup; any other angle bracket was written by the customer. */
export function snippetText(marked: string): string {
  const bare = marked.replace(/<\/?b>/gi, '').replaceAll('<', '&lt;');
  return cheerio.load(bare, null, false).root().text().normalize('NFC').trim();
}

function fold(words: string): string {
  return words.normalize('NFC').toLowerCase().replace(/\s+/g, '');
}

/** A place to leave out as a canonical link; `https://` may be missing. Undefined where it is no address. */
export function placeLink(place: string): string | undefined {
  return canonicalLink(/^https?:\/\//i.test(place.trim()) ? place : `https://${place.trim()}`);
}
