import type { CollectContext, Erasure, ItemProblem, Json, Page, Suspicion } from '../contract.ts';
import { type BoardConfig, pageAddress } from './board-config.ts';
import type { BoardRow } from './board-list.ts';
import { type BoardMemory, readBoardMemory, rowMark } from './board-memory.ts';
import { createPoliteFetch, type PageAnswer, type PoliteFetch, PRODUCT_TOKEN } from './polite-fetch.ts';
import { forbidsStoring } from './storing-directives.ts';

/** More rows or posts than this share without their parts, and it is not they that are odd. */
export const DRIFT_SHARE = 0.3;

/** One run over a board and what it has seen so far. */
export interface BoardRun {
  readonly context: CollectContext;
  readonly config: BoardConfig;
  readonly memory: BoardMemory;
  readonly web: PoliteFetch;
  readonly host: string;
  /** Of the first list page that was not answered with 304: the other pages must look like it. */
  layout: { readonly links: number; readonly closed: boolean } | undefined;
  /** The rows of list pages that were read one after the other; a page answered with 304 begins a new stretch. */
  readonly stretches: BoardRow[][];
  /** The walk has met a post that an earlier one knew. */
  metKnown: boolean;
  postsRead: number;
  postsWithoutBody: number;
  postsWithheld: number;
  possibleGap: boolean;
}

/** What one step of a run brings. */
export interface Harvest {
  readonly documents: unknown[];
  readonly erasures: Erasure[];
  readonly problems: ItemProblem[];
}

export function startRun(context: CollectContext, config: BoardConfig, checkpoint: Json | null): BoardRun {
  return {
    context,
    config,
    memory: readBoardMemory(checkpoint),
    web: createPoliteFetch(context, config),
    host: new URL(pageAddress(config.listUrl, config.firstPage)).host,
    layout: undefined,
    stretches: [[]],
    metKnown: false,
    postsRead: 0,
    postsWithoutBody: 0,
    postsWithheld: 0,
    possibleGap: false,
  };
}

export function emptyHarvest(): Harvest {
  return { documents: [], erasures: [], problems: [] };
}

/** A step as the contract wants it. What is suspect is told with the last one. */
export function stepOf(run: BoardRun, harvest: Harvest, done: boolean, suspect = suspicionOf(run)): Page {
  return {
    ...harvest,
    checkpoint: run.memory.toCheckpoint(),
    done,
    ...(suspect === undefined || !done ? {} : { suspect }),
  };
}

/** How a post looks on the list now. Where posts are not opened, a new comment is no news. */
export function markOf(row: BoardRow, config: BoardConfig): string {
  const mark = rowMark(row.title.length, config.body === undefined ? undefined : row.commentCount);
  return row.deleted ? `${mark}.deleted` : mark;
}

/** Whether the page's header or `<meta name="robots">` keeps us from storing it. An agreement lifts that. */
export function mayStore(run: BoardRun, { $, forbidsStoring: forbidden }: PageAnswer): boolean {
  if (run.config.agreement !== undefined) return true;
  if (forbidden) return false;
  return !$('meta[name][content]')
    .toArray()
    .some((element) => {
      const name = ($(element).attr('name') ?? '').trim().toLowerCase();
      if (name !== 'robots' && name !== PRODUCT_TOKEN) return false;
      return forbidsStoring($(element).attr('content'), PRODUCT_TOKEN);
    });
}

/** Whether a page came to its end. Pages of boards that never close their HTML cannot be told. */
export function isWhole(run: BoardRun, html: string): boolean {
  return run.layout?.closed !== true || isClosed(html);
}

export function isClosed(html: string): boolean {
  return /<\/html>|<\/body>/i.test(html);
}

/** Whether every post read so far was withheld from us. */
export function isShutOut(run: BoardRun): boolean {
  return run.postsWithheld === run.postsRead;
}

/** Whether the posts read so far show that `body` is not where the configuration says. */
export function hasDrifted(run: BoardRun): boolean {
  return run.postsWithoutBody > run.postsRead * DRIFT_SHARE;
}

function suspicionOf(run: BoardRun): Suspicion | undefined {
  const { postsRead, postsWithoutBody, postsWithheld, config } = run;
  if (hasDrifted(run)) {
    return {
      kind: 'selector-drift',
      message: `${postsWithoutBody} of ${postsRead} posts have no text where \`body\` says. Correct the selector; the posts are read again.`,
    };
  }
  if (postsWithheld > postsRead * DRIFT_SHARE) {
    return {
      kind: 'truncated',
      message: `${postsWithheld} of ${postsRead} posts were left out: robots.txt or a noindex or noarchive mark forbids them. Ask the board for permission.`,
    };
  }
  if (run.possibleGap) {
    return {
      kind: 'possible-gap',
      message: `${config.maxPages} pages of the list hold only new posts. Raise maxPages or run the source more often.`,
    };
  }
  return undefined;
}
