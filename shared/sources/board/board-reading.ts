import { isVocError, VocError } from '../../domain/errors.ts';
import type { Erasure, ItemProblem, Page } from '../contract.ts';
import type { BoardConfig } from './board-config.ts';
import type { BoardList, BoardRow } from './board-list.ts';
import { type BoardPost, documentOf, pageSaysDeleted, postOfRow, readPost } from './board-post.ts';
import {
  type BoardRun,
  emptyHarvest,
  type Harvest,
  hasDrifted,
  isShutOut,
  isWhole,
  markOf,
  mayStore,
  stepOf,
} from './board-run.ts';
import { type PageAnswer, throwIfHumanTest } from './polite-fetch.ts';

/** A step ends after so many posts or so long, so that a run can stop anywhere and little is read twice. */
const POSTS_PER_STEP = 5;
const STEP_MS = 15_000;
/** Fewer posts than this do not tell odd ones from a moved selector or a closed board. */
const SAMPLE = 3;

/**
 * Reads what is new or changed on a page of the list, step by step.
 * @param fetchedAt of the list
 * @returns false where the run has ended with it: enough posts for one run, or nothing of them to be had
 */
export async function* readNews(
  run: BoardRun,
  list: BoardList,
  fetchedAt: Date,
): AsyncGenerator<Page, boolean> {
  const { config, memory } = run;
  const queue = list.rows.filter((row) => memory.of(row.id)?.row !== markOf(row, config));
  // Titles alone take no time.
  const perStep = config.body === undefined ? queue.length : POSTS_PER_STEP;
  let problems = queue.length === 0 ? [] : list.problems;
  while (queue.length > 0) {
    const harvest: Harvest = { ...emptyHarvest(), problems: [...problems] };
    problems = [];
    const withoutBody: BoardRow[] = [];
    const stepEndsAt = run.context.now().getTime() + STEP_MS;
    for (let read = 0; read < perStep && run.context.now().getTime() < stepEndsAt; read += 1) {
      const row = run.postsRead < config.maxPostsPerRun ? queue.shift() : undefined;
      if (row === undefined) break;
      run.postsRead += 1;
      try {
        if (!(await readRow(run, row, fetchedAt, harvest))) withoutBody.push(row);
      } catch (error) {
        // What was read before it is kept, and one post that never answers must not hold up the others for good.
        countFailure(run, row, harvest);
        yield stepOf(run, harvest, false);
        throw error;
      }
    }
    run.postsWithoutBody += withoutBody.length;
    const drifted = hasDrifted(run) && run.postsRead >= SAMPLE;
    if (!drifted) for (const row of withoutBody) countFailure(run, row, harvest);
    const shutOut = isShutOut(run) && run.postsRead >= SAMPLE;
    const over = drifted || shutOut || (queue.length > 0 && run.postsRead >= config.maxPostsPerRun);
    yield stepOf(run, harvest, over);
    if (over) return false;
  }
  return true;
}

/**
 * Asks for a known post that is no longer on the list.
 * @param address where it would be
 * @returns what must go; nothing where the post is still there, moved to another list
 */
export async function eraseIfGone(run: BoardRun, id: string, address: URL): Promise<Erasure[]> {
  const answer = await fetchPage(run, address);
  const erasures = answer === 'gone' || saysGone(run.config, answer) ? erasuresOf(run, id) : [];
  run.memory.forget(id);
  return erasures;
}

function saysGone(config: BoardConfig, answer: PageAnswer | null | 'elsewhere'): boolean {
  if (answer === null || answer === 'elsewhere') return false;
  if (config.body !== undefined && answer.$(config.body).length > 0) return false;
  return pageSaysDeleted(answer.$, answer.html, config.deletedText);
}

/** After several runs a post that cannot be read is left out; what is held of it stays. */
function countFailure(run: BoardRun, row: BoardRow, harvest: Harvest): void {
  if (!run.memory.failedToRead(row.id)) return;
  rememberRow(run, row);
  harvest.problems.push({
    id: row.id,
    field: 'body',
    message: 'The post could not be read in several runs and was left out.',
  });
}

/** Reads one post into the harvest. @returns false where its page has no text */
async function readRow(
  run: BoardRun,
  row: BoardRow,
  listFetchedAt: Date,
  harvest: Harvest,
): Promise<boolean> {
  const { body } = run.config;
  if (row.deleted) erase(run, row, harvest);
  else if (body === undefined) takeTitle(run, row, listFetchedAt, harvest);
  else {
    const post = await fetchPost(run, row, { ...run.config, body });
    if (post.kind === 'no-body') return false;
    if (post.kind === 'post') takePost(run, row, post, harvest);
    else if (post.kind === 'deleted') erase(run, row, harvest);
    else {
      run.postsWithheld += 1;
      harvest.problems.push(post.problem);
      if (post.erase) erase(run, row, harvest);
      else rememberRow(run, row);
    }
  }
  return true;
}

function takeTitle(run: BoardRun, row: BoardRow, fetchedAt: Date, harvest: Harvest): void {
  const { config, context, memory } = run;
  const page = String(row.title.length);
  const before = memory.of(row.id);
  if (before?.page !== page) {
    const editedAt = isHeld(before) ? fetchedAt.toISOString() : undefined;
    harvest.documents.push(documentOf(postOfRow(row), row, config, fetchedAt, context.timeZone, editedAt));
  }
  memory.remember(row.id, { row: markOf(row, config), page, comments: [] });
}

function takePost(
  run: BoardRun,
  row: BoardRow,
  { post, comments, problems, fetchedAt }: BoardPost & { kind: 'post'; fetchedAt: Date },
  harvest: Harvest,
): void {
  const { config, context, memory } = run;
  const before = memory.of(row.id);
  const page = `${row.title.length}.${post.text.length}`;
  if (before?.page !== page) {
    const editedAt = isHeld(before) ? fetchedAt.toISOString() : undefined;
    harvest.documents.push(documentOf(post, row, config, fetchedAt, context.timeZone, editedAt));
  }
  const held = new Set(before?.comments);
  for (const comment of comments) {
    const number = comment.id.slice(row.id.length + 1);
    if (comment.deleted) {
      if (held.delete(number)) harvest.erasures.push(erasureOf(run, comment.id));
    } else if (!held.has(number)) {
      held.add(number);
      harvest.documents.push(documentOf(comment, row, config, fetchedAt, context.timeZone));
    }
  }
  harvest.problems.push(...problems);
  memory.remember(row.id, { row: markOf(row, config), page, comments: [...held] });
}

type FetchedPost =
  | (BoardPost & { readonly fetchedAt: Date })
  | { readonly kind: 'withheld'; readonly problem: ItemProblem; readonly erase: boolean };

async function fetchPost(
  run: BoardRun,
  row: BoardRow,
  config: BoardConfig & { body: string },
): Promise<FetchedPost> {
  const answer = await fetchPage(run, row.address);
  const fetchedAt = run.context.now();
  if (answer === 'gone') return { kind: 'deleted', fetchedAt };
  if (answer === 'elsewhere') return { kind: 'no-body', fetchedAt };
  if (answer === null) {
    const message = 'The robots.txt forbids the page of the post; it was left out.';
    return { kind: 'withheld', problem: { id: row.id, field: 'robots', message }, erase: false };
  }
  if (!mayStore(run, answer)) {
    const message = 'The page of the post is marked noindex or noarchive; it was left out.';
    return { kind: 'withheld', problem: { id: row.id, field: 'robots', message }, erase: true };
  }
  if (!isWhole(run, answer.html)) throw halfAPage(row.address.host);
  const post = readPost(answer.$, answer.html, row, config, answer.fetchedAt, run.context.timeZone);
  if (post.kind === 'no-body') throwIfHumanTest(answer.html, row.address.host);
  return { ...post, fetchedAt };
}

/** Null where robots.txt keeps us out. */
async function fetchPage(run: BoardRun, address: URL): Promise<PageAnswer | null | 'gone' | 'elsewhere'> {
  try {
    return await run.web.get(address);
  } catch (error) {
    if (!isVocError(error)) throw error;
    if (error.code === 'source.gone') return 'gone';
    // A redirect, mostly to the login or the list, or a page that is too large: no reason to stop at the others.
    if (error.code === 'source.bad-response' && error.kind === 'permanent') return 'elsewhere';
    throw error;
  }
}

/** @returns the error for a page that was cut on its way */
export function halfAPage(host: string): VocError {
  return new VocError(
    'source.bad-response',
    'transient',
    `${host} gives half a page, or not that of the board. The next run tries again.`,
    { details: { host } },
  );
}

/** What we hold of a post that is gone must go; that it is gone is remembered for as long as its row is on the list. */
function erase(run: BoardRun, row: BoardRow, harvest: Harvest): void {
  harvest.erasures.push(...erasuresOf(run, row.id));
  run.memory.remember(row.id, { row: markOf(row, run.config), page: '', comments: [] });
}

/** Remembers how the row looks and leaves what is held of its post. */
function rememberRow(run: BoardRun, row: BoardRow): void {
  const { page = '', comments = [] } = run.memory.of(row.id) ?? {};
  run.memory.remember(row.id, { row: markOf(row, run.config), page, comments });
}

/** The post and those of its comments that we know; none where nothing of it is held. */
function erasuresOf(run: BoardRun, id: string): Erasure[] {
  const post = run.memory.of(id);
  if (!isHeld(post)) return [];
  return [id, ...post.comments.map((number) => `${id}#${number}`)].map((gone) => erasureOf(run, gone));
}

function erasureOf(run: BoardRun, id: string): Erasure {
  return { id, app: run.config.app, erasedAt: run.context.now().toISOString() };
}

function isHeld<Post extends { readonly page: string }>(post: Post | undefined): post is Post {
  return post !== undefined && post.page !== '';
}
