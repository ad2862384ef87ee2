import { isVocError, VocError } from '../domain/errors.ts';
import { readConfig } from './access/read-config.ts';
import { postIdOf, siblingAddress } from './board/board-address.ts';
import { BoardConfigSchema, countsPages, idPattern, pageAddress } from './board/board-config.ts';
import { type BoardList, readList } from './board/board-list.ts';
import { eraseIfGone, halfAPage, readNews } from './board/board-reading.ts';
import {
  type BoardRun,
  DRIFT_SHARE,
  emptyHarvest,
  isClosed,
  isWhole,
  markOf,
  mayStore,
  startRun,
  stepOf,
} from './board/board-run.ts';
import { type PageAnswer, PRODUCT_TOKEN, throwIfHumanTest } from './board/polite-fetch.ts';
import type { Erasure, Page, SourceConnector, Suspicion } from './contract.ts';

/** A page with so many links is one of the board. */
const MANY_LINKS = 10;
/** Known posts that are missing from the list, asked for in one run. */
const CHECKS_PER_RUN = 5;
/** So many rows in falling order of their numbers make a list in which a missing number is a missing post. */
const ORDERED_SHARE = 0.8;

type ListAnswer =
  | {
      readonly kind: 'list';
      readonly list: BoardList;
      readonly answer: PageAnswer;
      readonly next: URL | undefined;
      readonly storable: boolean;
    }
  | { readonly kind: 'unchanged'; readonly next: URL | undefined }
  | { readonly kind: 'end' };

/**
 * A public board as HTML: list, posts and comments, each found by CSS selectors of the configuration. Nothing is
 * fetched that robots.txt forbids, nothing stored from pages marked noindex or noarchive. The list is walked from its
 * first page to one that shows only posts which a finished walk has seen as they are.
 * @see https://www.rfc-editor.org/rfc/rfc9309
 */
export const communityBoard: SourceConnector = {
  id: 'community-board',
  source: 'community',
  title: 'Community board (HTML)',
  docsUrl: 'https://www.rfc-editor.org/rfc/rfc9309',
  keepsUrl: true,
  configSchema: BoardConfigSchema,
  async *collect(context, config, checkpoint) {
    const run = startRun(context, readConfig(BoardConfigSchema, config), checkpoint);
    const atEnd = yield* walkList(run);
    if (!atEnd) return;
    run.memory.finish();
    const missing = missingPosts(run);
    if (missing.length > 0) yield stepOf(run, emptyHarvest(), false);
    const erasures: Erasure[] = [];
    for (const { id, address } of missing) erasures.push(...(await eraseIfGone(run, id, address)));
    yield stepOf(run, { ...emptyHarvest(), erasures }, true);
  },
};

/** @returns whether the walk came to its end; else its last step has ended the run */
async function* walkList(run: BoardRun): AsyncGenerator<Page, boolean> {
  const { config, memory } = run;
  const visited = new Set<string>();
  let address: URL | undefined = new URL(pageAddress(config.listUrl, config.firstPage));
  let previousIds = '';

  for (let page = 1; address !== undefined; page += 1) {
    visited.add(address.href);
    const answer: ListAnswer = await fetchList(run, address, page);
    if (answer.kind === 'end') return true;
    let newsless = true;
    if (answer.kind === 'unchanged') {
      run.stretches.push([]);
      run.metKnown = true;
    } else {
      const { list } = answer;
      const refusal = refusalOf(run, answer, page);
      if (refusal !== undefined) {
        yield stepOf(run, emptyHarvest(), true, refusal);
        return false;
      }
      const ids = list.rows.map(({ id }) => id).join(' ');
      // Boards show their last page again where there is no further one.
      if (list.rows.length === 0 || ids === previousIds) return true;
      previousIds = ids;
      newsless = list.rows.every((row) => memory.isSettled(row.id, markOf(row, config)));
      run.stretches.at(-1)?.push(...list.rows);
      for (const { id } of list.rows) memory.seen(id);
      run.metKnown ||= list.rows.some(({ id }) => memory.isKnown(id));
      const goesOn = yield* readNews(run, list, answer.answer.fetchedAt);
      if (!goesOn) return false;
      if (page <= config.recheckPages) keepValidators(run, address, answer);
      if (memory.isAtDepth()) return true;
    }
    if (newsless && page >= config.recheckPages) return true;
    address = answer.next !== undefined && !visited.has(answer.next.href) ? answer.next : undefined;
    if (page >= config.maxPages) {
      run.possibleGap = address !== undefined && !memory.isEmpty && !run.metKnown;
      return true;
    }
  }
  return true;
}

async function fetchList(run: BoardRun, address: URL, page: number): Promise<ListAnswer> {
  const { config, memory, context } = run;
  // Where a walk was cut off, a page without news is no proof that nothing is missing behind it.
  const validators = memory.isCutOff ? undefined : memory.validatorsOf(address.href);
  let answer: PageAnswer | null;
  try {
    answer = await run.web.get(address, {
      ...(validators === undefined || validators.etag === '' ? {} : { 'if-none-match': validators.etag }),
      ...(validators === undefined || validators.lastModified === ''
        ? {}
        : { 'if-modified-since': validators.lastModified }),
    });
  } catch (error) {
    if (page > 1 && isBeyondEnd(error)) return { kind: 'end' };
    throw error;
  }
  if (answer === null) throw forbidden(address.host);
  const counted = countsPages(config.listUrl)
    ? new URL(pageAddress(config.listUrl, config.firstPage + page))
    : undefined;
  if (answer.status === 304) {
    return { kind: 'unchanged', next: counted ?? URL.parse(validators?.next ?? '') ?? undefined };
  }
  const list = readList(answer.$, config, address, answer.fetchedAt, context.timeZone);
  expectLayout(run, answer.html, list);
  return { kind: 'list', list, answer, next: list.next ?? counted, storable: mayStore(run, answer) };
}

/** Boards answer a page behind the last one with "not found", or lead back to another. */
function isBeyondEnd(error: unknown): boolean {
  if (!isVocError(error)) return false;
  const status = Number(error.details.status);
  return error.code === 'source.gone' || (status >= 300 && status < 400);
}

/** A page of maintenance or half a page must not pass for the end of the list. */
function expectLayout(run: BoardRun, html: string, list: BoardList): void {
  if (run.layout === undefined) {
    run.layout = { links: list.otherLinks, closed: isClosed(html) };
    return;
  }
  const bare = list.rows.length === 0 && list.otherLinks < run.layout.links / 2;
  if (bare || !isWhole(run, html)) throw halfAPage(run.host);
}

/** Why nothing of a page of the list may be used. */
function refusalOf(
  run: BoardRun,
  { list, answer, storable }: ListAnswer & { readonly kind: 'list' },
  page: number,
): Suspicion | undefined {
  const bad = list.problems.length;
  const all = bad + list.rows.length;
  if (bad > all * DRIFT_SHARE) {
    return {
      kind: 'selector-drift',
      message: `${bad} of ${all} rows have no title, link or id of this board where the configuration says. Correct the selectors.`,
    };
  }
  if (all === 0 && page === 1) {
    throwIfHumanTest(answer.html, run.host);
    if (list.otherLinks >= MANY_LINKS) {
      return {
        kind: 'selector-drift',
        message: 'The list has no row where `item` says. Correct the selector.',
      };
    }
    if (!run.memory.isEmpty) {
      return {
        kind: 'silent',
        message: 'The list is empty although it had posts before. Look at it in a browser.',
      };
    }
  }
  if (run.config.body === undefined && !storable) {
    return {
      kind: 'truncated',
      message:
        'The list is marked noindex or noarchive, so nothing of it was stored. Ask the board for permission.',
    };
  }
  return undefined;
}

/** Only where the page was whole and all its posts are read: else it must be shown again. */
function keepValidators(
  run: BoardRun,
  address: URL,
  { list, answer, next }: ListAnswer & { readonly kind: 'list' },
) {
  const { config, memory } = run;
  if (!isClosed(answer.html) || list.rows.some((row) => memory.of(row.id)?.row !== markOf(row, config)))
    return;
  memory.keepValidators(address.href, {
    etag: answer.headers.get('etag') ?? '',
    lastModified: answer.headers.get('last-modified') ?? '',
    next: next?.href ?? '',
  });
}

/**
 * Known posts whose number lies within what was read of the list and that were not there. Only where the list is in
 * order of its numbers and its pages were whole.
 */
function missingPosts(run: BoardRun): { readonly id: string; readonly address: URL }[] {
  if (run.layout?.closed !== true) return [];
  const unseen = run.memory.unseen().sort((a, b) => numberOf(b) - numberOf(a));
  const missing = run.stretches.flatMap((rows, stretch) => {
    const numbers = rows.map(({ id }) => numberOf(id));
    const falling = numbers
      .slice(1)
      .filter((number, index) => number < (numbers[index] ?? Number.NaN)).length;
    const lastRow = rows.at(-1);
    if (lastRow === undefined || falling < (numbers.length - 1) * ORDERED_SHARE) return [];
    // Above the first page there is nothing, above a later stretch lies a page that was not sent.
    const highest = stretch === 0 ? Number.POSITIVE_INFINITY : Math.max(...numbers);
    return unseen
      .filter((id) => numberOf(id) > numberOf(lastRow.id) && numberOf(id) < highest)
      .flatMap((id) => {
        const address = siblingAddress(lastRow.address, lastRow.id, id);
        const isIts = address !== undefined && postIdOf(address, run.host, idPattern(run.config)) === id;
        return isIts ? [{ id, address }] : [];
      });
  });
  return missing.slice(0, CHECKS_PER_RUN);
}

/** NaN where the id is not a number: it compares with nothing. */
function numberOf(id: string): number {
  return /^\d{1,15}$/.test(id) ? Number(id) : Number.NaN;
}

function forbidden(host: string): VocError {
  return new VocError(
    'source.forbidden-address',
    'permanent',
    `The robots.txt of ${host} forbids this list to ${PRODUCT_TOKEN}. Ask the board for permission or an API, or remove the source.`,
    { details: { host } },
  );
}
