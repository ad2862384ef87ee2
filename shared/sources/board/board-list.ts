import type { CheerioAPI } from 'cheerio';
import type { ItemProblem } from '../contract.ts';
import type { Selection } from '../text/html-text.ts';
import type { KoreanDate } from '../text/korean-date.ts';
import { postIdOf, safePostId } from './board-address.ts';
import { type BoardConfig, idPattern, selectorOf } from './board-config.ts';
import { countAt, dateAt, lineAt, nameAt } from './board-place.ts';

const MAX_TITLE_UNITS = 2_000;
/** How much longer than the notice itself the title of a deleted post may be. */
const NOTICE_MARGIN = 15;

/** A post as its row tells of it. */
export interface BoardRow {
  readonly id: string;
  readonly address: URL;
  readonly title: string;
  readonly author: string | undefined;
  readonly postedAt: KoreanDate | undefined;
  /** 0 where the configuration does not say where it stands. */
  readonly commentCount: number;
  /** The row says that its post is gone. */
  readonly deleted: boolean;
}

export interface BoardList {
  /** Without sticky rows, each post once. */
  readonly rows: readonly BoardRow[];
  /** Rows that could not be read. */
  readonly problems: readonly ItemProblem[];
  /** Links outside the rows: they tell a page of this board from one of maintenance. */
  readonly otherLinks: number;
  readonly next: URL | undefined;
}

/** Reads a page of the list. Pure. @param fetchedAt the origin of relative dates */
export function readList(
  $: CheerioAPI,
  config: BoardConfig,
  address: URL,
  fetchedAt: Date,
  timeZone: string,
): BoardList {
  const rows = new Map<string, BoardRow>();
  const problems: ItemProblem[] = [];
  const pattern = idPattern(config);
  let linksInRows = 0;

  for (const element of $(config.item).toArray()) {
    const item = $(element);
    linksInRows += item.find('a[href]').length;
    if (config.notice !== undefined && (item.is(config.notice) || item.find(config.notice).length > 0))
      continue;

    const title = lineAt(item, config.title).slice(0, MAX_TITLE_UNITS).toWellFormed();
    const deleted = saysDeleted(title, config.deletedText);
    const link = linkOf($, item, config, address);
    const id =
      config.idFrom === undefined
        ? link && postIdOf(link, address.host, pattern)
        : idFromPlace(lineAt(item, config.idFrom), pattern);
    const missing =
      title === '' ? 'title' : link === undefined ? 'link' : id === undefined ? 'id' : undefined;
    if (deleted && id === undefined) continue;
    if (link === undefined || id === undefined || missing !== undefined) {
      problems.push({
        ...(id === undefined ? {} : { id }),
        field: missing ?? 'id',
        message: `A row of the list has no ${missing ?? 'id'} where the configuration says.`,
      });
    } else if (config.body !== undefined && link.host !== address.host) {
      problems.push({
        id,
        field: 'link',
        message: 'The link of a row leads to another host and was not followed.',
      });
    } else if (rows.has(id) && rows.get(id)?.title !== title) {
      problems.push({
        id,
        field: 'id',
        message: 'Two rows have the same id; say with `id` where it stands.',
      });
    } else if (!rows.has(id)) {
      rows.set(id, {
        id,
        address: link,
        title,
        author: nameAt($, item, config.author),
        postedAt: dateAt($, item, config.postedAt, fetchedAt, timeZone),
        commentCount: config.commentCount === undefined ? 0 : countAt(item, config.commentCount),
        deleted,
      });
    }
  }
  return {
    rows: [...rows.values()],
    problems,
    otherLinks: $('a[href]').length - linksInRows,
    next: nextOf($, config, address),
  };
}

/** Whether a text is no more than the notice that a post is gone. */
export function saysDeleted(text: string, notices: readonly string[]): boolean {
  return notices.some((notice) => text.includes(notice) && text.length <= notice.length + NOTICE_MARGIN);
}

function linkOf($: CheerioAPI, item: Selection, config: BoardConfig, address: URL): URL | undefined {
  const selector = config.link ?? 'a[href]';
  const links = config.link === undefined ? item.find(selector).addBack(selector) : item.find(selector);
  for (const element of links.toArray()) {
    const link = resolve($(element).attr('href'), address);
    if (link !== undefined) return link;
  }
  // An item that is all there is to its post, like a review, is found on the page of the list.
  return config.idFrom === undefined ? undefined : address;
}

function idFromPlace(value: string, pattern: RegExp | undefined): string | undefined {
  if (pattern === undefined) return safePostId(value);
  const match = pattern.exec(value);
  return match === null ? undefined : safePostId(match[1] ?? match[0]);
}

function nextOf($: CheerioAPI, config: BoardConfig, address: URL): URL | undefined {
  if (config.nextPage === undefined) return undefined;
  const next = resolve($(selectorOf(config.nextPage)).first().attr('href'), address);
  return next?.host === address.host ? next : undefined;
}

/** A link that leads to a page. */
function resolve(href: string | undefined, base: URL): URL | undefined {
  if (href === undefined || href.trim() === '' || href.trim().startsWith('#')) return undefined;
  const url = URL.parse(href.trim(), base.href);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined;
  return url;
}
