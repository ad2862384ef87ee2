import type { CheerioAPI } from 'cheerio';
import { businessDay } from '../../domain/time.ts';
import type { ItemProblem } from '../contract.ts';
import { fitText } from '../text/fit-text.ts';
import { htmlLine, htmlText, type Selection } from '../text/html-text.ts';
import type { KoreanDate } from '../text/korean-date.ts';
import { publicAddress } from './board-address.ts';
import type { BoardConfig } from './board-config.ts';
import { type BoardRow, saysDeleted } from './board-list.ts';
import { type DocumentTime, dateAt, lineAt, nameAt, textAt } from './board-place.ts';

const MAX_URL_UNITS = 2_000;
/** Boards write the one or the other with the clock of the server; more than a day ahead is no date. */
const MAX_AHEAD_MS = 24 * 60 * 60 * 1_000;
/** Other pages carry the notices of all cases in their scripts. */
const FEW_UNITS = 200;
const DELETED_COMMENT =
  /^\W*(?:작성자가\s*)?(?:삭제|차단|블라인드)(?:된|한|\s*처리된)\s*(?:댓글|코멘트|의견|리플)/;
/** Numbers that say who or how many, not which. */
const OTHER_NUMBERS = /user|member|author|writer|nick|count|like|depth/i;

/** A post or comment, ready to become a document. */
export interface Writing {
  readonly id: string;
  readonly title?: string;
  readonly text: string;
  readonly author: string | undefined;
  readonly postedAt: KoreanDate | undefined;
}

export interface BoardComment extends Writing {
  /** Its author or the board has taken it away. */
  readonly deleted: boolean;
}

export type BoardPost =
  | {
      readonly kind: 'post';
      readonly post: Writing;
      readonly comments: readonly BoardComment[];
      readonly problems: readonly ItemProblem[];
    }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'no-body' };

/** A post of which only the row is read: its title is its text. */
export function postOfRow(row: BoardRow): Writing {
  return { id: row.id, text: row.title, author: row.author, postedAt: row.postedAt };
}

/** Reads the page of a post. Pure. @param html the page, where a script may say that the post is gone */
export function readPost(
  $: CheerioAPI,
  html: string,
  row: BoardRow,
  config: BoardConfig & { body: string },
  fetchedAt: Date,
  timeZone: string,
): BoardPost {
  const body = $(config.body).first();
  if (body.length === 0) {
    // Where only the selector has moved, the title is still there: nothing may be erased for that.
    const gone = pageSaysDeleted($, html, config.deletedText) && !htmlLine($('body')).includes(row.title);
    return { kind: gone ? 'deleted' : 'no-body' };
  }
  const text = htmlText(body);
  if (saysDeleted(text, config.deletedText)) return { kind: 'deleted' };
  const page: Selection = $.root();
  const { comments, problems } = readComments($, page, row, config, fetchedAt, timeZone);
  return {
    kind: 'post',
    post: {
      ...postOfRow(row),
      // A post of pictures only says what it has to say in its title.
      ...(text === '' ? {} : { title: row.title, text }),
      author: nameAt($, page, config.detail?.author) ?? row.author,
      postedAt: dateAt($, page, config.detail?.postedAt, fetchedAt, timeZone) ?? row.postedAt,
    },
    comments,
    problems,
  };
}

/** Whether a page is there to say that its post is gone: in a line of its own, or in a script on an empty page. */
export function pageSaysDeleted($: CheerioAPI, html: string, notices: readonly string[]): boolean {
  const visible = htmlText($('body'));
  if (visible.split('\n').some((line) => saysDeleted(line, notices))) return true;
  return visible.length < FEW_UNITS && notices.some((notice) => html.includes(notice));
}

/** The input document of a writing. @param editedAt ISO 8601, where an earlier reading of it was other */
export function documentOf(
  { id, title, text, author, postedAt }: Writing,
  row: BoardRow,
  config: BoardConfig,
  fetchedAt: Date,
  timeZone: string,
  editedAt?: string,
): unknown {
  const fitted = fitText(text.toWellFormed());
  const attributes = {
    ...(id === row.id ? {} : { postId: row.id }),
    ...(fitted.truncated ? { truncated: true } : {}),
  };
  const url = publicAddress(row.address);
  return {
    id,
    source: 'community',
    ...(config.app === undefined ? {} : { app: config.app }),
    ...timeOf(postedAt, fetchedAt, timeZone),
    ...(editedAt === undefined ? {} : { editedAt }),
    ...(title === undefined ? {} : { title }),
    text: fitted.text,
    ...(author === undefined ? {} : { author: { displayName: author } }),
    ...(url.length > MAX_URL_UNITS ? {} : { url }),
    ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
  };
}

function timeOf(postedAt: KoreanDate | undefined, fetchedAt: Date, timeZone: string): DocumentTime {
  if (postedAt === undefined) return {};
  const at = new Date(postedAt.at);
  if (at.getTime() > fetchedAt.getTime() + MAX_AHEAD_MS) return {};
  return postedAt.precision === 'day' ? { date: businessDay(at, timeZone) } : { publishedAt: postedAt.at };
}

function readComments(
  $: CheerioAPI,
  page: Selection,
  row: BoardRow,
  config: BoardConfig,
  fetchedAt: Date,
  timeZone: string,
): { comments: readonly BoardComment[]; problems: readonly ItemProblem[] } {
  const places = config.comments;
  const comments = new Map<string, BoardComment>();
  const problems: ItemProblem[] = [];
  if (places === undefined) return { comments: [], problems };
  for (const element of page.find(places.item).toArray()) {
    const item = $(element);
    const text = textAt(item, places.text);
    // A comment of a sticker or picture only says nothing.
    if (text === '') continue;
    const number = places.id === undefined ? ownNumber($, item) : lastDigits(lineAt(item, places.id));
    if (number === undefined || comments.has(`${row.id}#${number}`)) {
      problems.push({
        id: row.id,
        field: 'comments.id',
        message: 'A comment has no number of its own; say with `comments.id` where it stands.',
      });
      continue;
    }
    comments.set(`${row.id}#${number}`, {
      id: `${row.id}#${number}`,
      text,
      author: nameAt($, item, places.author),
      postedAt: dateAt($, item, places.postedAt, fetchedAt, timeZone),
      deleted: DELETED_COMMENT.test(text),
    });
  }
  return { comments: [...comments.values()], problems };
}

/** `id="comment_123"`, `data-comment-sn="123"`, or the same on a part of the comment. */
function ownNumber($: CheerioAPI, item: Selection): string | undefined {
  const own = lastDigits(item.attr('id') ?? '') ?? dataNumber(item);
  if (own !== undefined) return own;
  for (const part of item.find('[id]').toArray()) {
    const number = lastDigits($(part).attr('id') ?? '');
    if (number !== undefined) return number;
  }
  return undefined;
}

function dataNumber(item: Selection): string | undefined {
  const numbers = Object.entries(item.attr() ?? {}).filter(
    ([name, value]) => name.startsWith('data-') && !OTHER_NUMBERS.test(name) && /^\D*\d{1,15}$/.test(value),
  );
  const [found] = numbers.filter(([name]) => /comment|reply|id|no|sn|srl|seq/i.test(name));
  return found === undefined ? undefined : lastDigits(found[1]);
}

function lastDigits(text: string): string | undefined {
  return text.match(/\d{1,15}/g)?.at(-1);
}
