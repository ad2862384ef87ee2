import * as z from 'zod';
import { isVocError, VocError } from '../../domain/errors.ts';
import type { HttpRequest, HttpResponse } from '../access/http.ts';
import { readItem, readJson } from '../access/read-json.ts';
import type { CollectContext, ItemProblem, SourceSigns } from '../contract.ts';
import type { ZendeskAccess } from './zendesk-access.ts';
import type { ZendeskConfig } from './zendesk-config.ts';
import { type Comment, CommentSchema, type Ticket } from './zendesk-ticket.ts';

const COMMENTS_PER_PAGE = 100;
/** A ticket holds at most 5,000 comments. */
const MAX_COMMENT_PAGES = 50;
/** The last minute is never exported. */
const START_TIME_TOO_RECENT_MS = 61_000;

const ExportSchema = z.object({
  tickets: z.array(z.unknown()),
  users: z.array(z.unknown()).nullish(),
  after_cursor: z.string().min(1).max(2_000).nullish(),
  end_of_stream: z.boolean(),
});

const CommentsSchema = z.object({
  comments: z.array(z.unknown()),
  meta: z.object({ has_more: z.boolean(), after_cursor: z.string().min(1).nullish() }).nullish(),
});

/** Where a page of the export begins: after a cursor, or at a time in unix seconds. */
export type ExportPosition = { readonly cursor: string } | { readonly startTime: number };

export interface ExportPage {
  readonly tickets: readonly unknown[];
  readonly users: readonly unknown[];
  readonly afterCursor: string | null;
  readonly endOfStream: boolean;
  readonly signs: SourceSigns;
}

export interface TicketComments {
  /** In the order they were written; null where one cannot be read. */
  readonly comments: readonly (Comment | null)[];
  readonly moreComments: boolean;
  readonly problems: readonly ItemProblem[];
}

/**
 * The calls that the connector makes, paced below the limits of the account. A 401 in the middle makes the access once
 * anew.
 * @see https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports
 * @see https://developer.zendesk.com/api-reference/introduction/rate-limits
 */
export function createZendeskApi(context: CollectContext, settings: ZendeskConfig, access: ZendeskAccess) {
  const baseUrl = zendeskBaseUrl(settings);
  const paceExport = createPace(context, settings.exportRequestsPerMinute);
  const paceComments = createPace(context, settings.requestsPerMinute);
  let perPage = settings.perPage;

  async function get(
    path: string,
    parameters: Record<string, string>,
    request: HttpRequest,
  ): Promise<HttpResponse> {
    const url = `${baseUrl}${path}?${new URLSearchParams(parameters).toString()}`;
    for (let renewed = false; ; renewed = true) {
      const authorization = await access.authorization();
      try {
        return await context.http.get(url, {
          ...request,
          headers: { accept: 'application/json', authorization },
          classify: (status) => (status === 403 ? forbidden() : undefined),
        });
      } catch (error) {
        const expired = isVocError(error, 'auth') && error.details.status === 401;
        if (!expired || renewed || !access.renew()) throw error;
      }
    }
  }

  async function exportResponse(position: ExportPosition): Promise<HttpResponse> {
    for (;;) {
      await paceExport();
      const at: Record<string, string> =
        'cursor' in position ? { cursor: position.cursor } : { start_time: String(position.startTime) };
      const parameters = { ...at, include: 'users,comment_count', per_page: String(perPage) };
      try {
        return await get('/api/v2/incremental/tickets/cursor', parameters, { accept: [400, 422] });
      } catch (error) {
        if (perPage === 1 || !isTooLarge(error)) throw error;
        perPage = Math.ceil(perPage / 2);
      }
    }
  }

  return {
    /** @throws VocError as `HttpFetch.get`, `readJson` and `ZendeskAccess.authorization` */
    async exportPage(position: ExportPosition): Promise<ExportPage> {
      let response = await exportResponse(position);
      if (isRefusal(response) && response.text.includes('StartTimeTooRecent')) {
        await context.sleep(START_TIME_TOO_RECENT_MS);
        response = await exportResponse(position);
      }
      if (isRefusal(response)) throw refused(response.status);
      const page = readJson(ExportSchema, response, 'The ticket export');
      return {
        tickets: page.tickets,
        users: page.users ?? [],
        afterCursor: page.after_cursor ?? null,
        endOfStream: page.end_of_stream,
        signs: signsOf(response.headers, context.now(), access.endsAt),
      };
    },

    /** The comments of a ticket, or null where it is deleted meanwhile. Throws as `exportPage`. */
    async comments(ticket: Ticket): Promise<TicketComments | null> {
      const comments: (Comment | null)[] = [];
      const problems: ItemProblem[] = [];
      const asked = new Set<string>();
      let after: string | null = null;
      for (let page = 1; page <= MAX_COMMENT_PAGES; page += 1) {
        await paceComments();
        const parameters = { 'page[size]': String(COMMENTS_PER_PAGE), sort: 'created_at' };
        const response = await get(
          `/api/v2/tickets/${ticket.id}/comments`,
          after === null ? parameters : { ...parameters, 'page[after]': after },
          { accept: [404] },
        );
        if (response.status === 404) {
          if (response.text.includes('RecordNotFound')) return null;
          throw gone();
        }
        const answer = readJson(CommentsSchema, response, 'The list of comments');
        for (const raw of answer.comments) {
          const read = readItem(CommentSchema, raw);
          comments.push(read.ok ? read.item : null);
          // The problem is the ticket's, whose document lacks a part.
          if (!read.ok)
            problems.push({ ...read.problem, id: ticket.id, field: `comments.${read.problem.field}` });
        }
        if (answer.meta?.has_more !== true)
          return { comments: inOrder(comments), moreComments: false, problems };
        after = answer.meta.after_cursor ?? null;
        if (after === null || asked.has(after)) throw repeated('The list of comments');
        asked.add(after);
      }
      return { comments: inOrder(comments), moreComments: true, problems };
    },
  };
}

export function zendeskBaseUrl({ baseUrl, subdomain }: ZendeskConfig): string {
  return (baseUrl ?? `https://${subdomain}.zendesk.com`).replace(/\/$/, '');
}

/** An error for a source that would be asked without end. */
export function repeated(what: string): VocError {
  return new VocError(
    'source.bad-response',
    'transient',
    `${what} says that there is more, but gives no new cursor. The next run tries again.`,
  );
}

/** Waits before each call but the first, so that there are never more of them in a minute. */
function createPace(context: CollectContext, perMinute: number): () => Promise<void> {
  let nextAt = 0;
  return async () => {
    const waitMs = nextAt - context.now().getTime();
    if (waitMs > 0) await context.sleep(waitMs);
    nextAt = context.now().getTime() + Math.ceil(60_000 / perMinute);
  };
}

/** By the time they were written; where one has none, as the answer has them. */
function inOrder(comments: readonly (Comment | null)[]): (Comment | null)[] {
  const timed = comments.flatMap((comment) =>
    typeof comment?.created_at === 'string' ? [{ comment, at: Date.parse(comment.created_at) }] : [],
  );
  if (timed.length < comments.length) return [...comments];
  return timed.sort((a, b) => a.at - b.at).map(({ comment }) => comment);
}

function signsOf(headers: Headers, now: Date, endsAt: string | undefined): SourceSigns {
  const quotaLeft = wholeNumber(headers.get('x-rate-limit-remaining') ?? headers.get('ratelimit-remaining'));
  const resetsInS = wholeNumber(headers.get('ratelimit-reset'));
  return {
    ...(quotaLeft === undefined ? {} : { quotaLeft }),
    ...(resetsInS === undefined
      ? {}
      : { quotaResetsAt: new Date(now.getTime() + resetsInS * 1000).toISOString() }),
    ...(endsAt === undefined ? {} : { credentialExpiresAt: endsAt }),
  };
}

function wholeNumber(header: string | null): number | undefined {
  return header !== null && /^\d{1,9}$/.test(header.trim()) ? Number(header) : undefined;
}

/** The only answer of this kind that has no status: a body above the size limit. Half the tickets may fit. */
function isTooLarge(error: unknown): boolean {
  return (
    isVocError(error, 'permanent') &&
    error.code === 'source.bad-response' &&
    error.details.status === undefined
  );
}

function isRefusal({ status }: HttpResponse): boolean {
  return status === 400 || status === 422;
}

function refused(status: number): VocError {
  return new VocError(
    'source.bad-response',
    'permanent',
    `Zendesk refuses the position of the export (${status}). If it goes on, delete the checkpoint of this source, so that it starts again from \`since\`.`,
    { details: { status } },
  );
}

function forbidden(): VocError {
  return new VocError(
    'source.unauthorized',
    'auth',
    'Zendesk forbids the export (403). The OAuth client needs the scope read, and its user must be an administrator.',
    { details: { status: 403 } },
  );
}

function gone(): VocError {
  return new VocError(
    'source.gone',
    'permanent',
    'Zendesk has no list of comments there (404). Check the subdomain of this source.',
    { details: { status: 404 } },
  );
}
