import {
  generatedTicketPage,
  generatedTicketTexts,
} from '../../../scripts/eval/collecting/generated-tickets.ts';
import type { ModelReply, ModelRequest, SourceModel, TestClock } from './harness/source-model.ts';

const ACCESS_TOKEN_S = 1_800;
const EXPORT_DELAY_S = 60;

export const MODEL_CLIENT = { clientId: 'voc', clientSecret: 'a-client-secret-of-a-test' } as const;

export interface ModelComment {
  readonly author_id: number;
  body: string;
  public: boolean;
  created_at: string;
}

export interface ModelTicket {
  readonly id: number;
  readonly requester_id: number;
  comments: ModelComment[];
  subject: string;
  status: string;
  readonly created_at: string;
  updated_at: string;
  generated_timestamp: number;
  /** What else the API shows of it. */
  more: Record<string, unknown>;
}

/** Zendesk as a test may change it by hand. */
export interface ZendeskModel extends SourceModel {
  /** By id. */
  readonly tickets: Map<string, ModelTicket>;
  readonly users: Map<number, Record<string, unknown>>;
  /** What was asked, in order. */
  readonly requests: ModelRequest[];
  /** Marks a ticket as changed now. */
  touch(ticket: ModelTicket): void;
  comment(id: string, comment: { text: string; by?: 'requester' | 'agent'; public?: boolean }): void;
  /** The newest refresh token; each refresh makes another one and kills the old pair. */
  refreshToken: string;
  /** Kills the access tokens that are out. */
  expireAccess(): void;
}

const AGENT = 7;

/**
 * The parts of Zendesk Support that are used, as they are documented: the cursor export by time of change without the
 * last minute, side-loads only where asked for, comments by cursor, tokens that a refresh kills.
 */
export function zendeskModel(clock: TestClock): ZendeskModel {
  const tickets = new Map<string, ModelTicket>();
  const users = new Map<number, Record<string, unknown>>();
  const requests: ModelRequest[] = [];
  const accessTokens = new Map<string, number>();
  let nextTicket = 90_000;
  let issued = 0;

  const seconds = () => Math.floor(clock.now.getTime() / 1000);
  const iso = () => `${new Date(seconds() * 1000).toISOString().slice(0, 19)}Z`;

  const model: ZendeskModel = {
    tickets,
    users,
    requests,
    pageSize: 1_000,
    secret: MODEL_CLIENT,
    refreshToken: 'refresh-0',
    config: (baseUrl) => ({ subdomain: 'shop', baseUrl }),
    handle(request) {
      requests.push(request);
      const { method, url } = request;
      if (method === 'POST' && url.pathname === '/oauth/tokens') return grant(request);
      if (!isAuthorised(request)) return json({ error: "Couldn't authenticate you" }, 401);
      if (url.pathname === '/api/v2/incremental/tickets/cursor') return exportPage(url);
      const ticket = /^\/api\/v2\/tickets\/(\d+)\/comments$/.exec(url.pathname)?.[1];
      return ticket === undefined ? notFound('InvalidEndpoint') : comments(ticket, url);
    },
    add(text) {
      nextTicket += 1;
      // Three people write; one of them without a profile that is filled in.
      const requester = 55_500 + (nextTicket % 3);
      users.set(requester, {
        id: requester,
        name: `고객${requester}`,
        email: `buyer${requester}@shop.example`,
        verified: nextTicket % 3 !== 0,
        phone: '+821033334444',
        external_id: nextTicket % 3 === 0 ? null : `M-${requester}`,
        role: 'end-user',
      });
      const ticket: ModelTicket = {
        id: nextTicket,
        requester_id: requester,
        comments: [{ author_id: requester, body: text, public: true, created_at: iso() }],
        subject: '문의드려요',
        status: 'new',
        created_at: iso(),
        updated_at: iso(),
        generated_timestamp: seconds(),
        more: { tags: ['app'], via: { channel: 'web' }, satisfaction_rating: { score: 'unoffered' } },
      };
      tickets.set(String(ticket.id), ticket);
      // Some are answered at once, which is more than one comment and none of the customer's words.
      if (nextTicket % 4 === 0) model.comment(String(ticket.id), { text: '상담사 답변입니다', by: 'agent' });
      if (nextTicket % 8 === 0) {
        model.comment(String(ticket.id), { text: '내부 메모입니다', by: 'agent', public: false });
      }
      return String(ticket.id);
    },
    edit: (id, text) => model.comment(id, { text }),
    erase(id) {
      const ticket = ticketOf(id);
      ticket.status = 'deleted';
      model.touch(ticket);
    },
    touch(ticket) {
      ticket.updated_at = iso();
      ticket.generated_timestamp = seconds();
    },
    comment(id, { text, by = 'requester', public: open = true }) {
      const ticket = ticketOf(id);
      const author = by === 'agent' ? AGENT : ticket.requester_id;
      ticket.comments.push({ author_id: author, body: text, public: open, created_at: iso() });
      model.touch(ticket);
    },
    expireAccess: () => accessTokens.clear(),
    truth() {
      const alive = [...tickets].filter(([, { status }]) => status !== 'deleted');
      return new Map(alive.map(([id, ticket]) => [id, wordsOf(ticket)]));
    },
  };
  return model;

  function ticketOf(id: string): ModelTicket {
    const ticket = tickets.get(id);
    if (ticket === undefined) throw new Error(`no ticket ${id}`);
    return ticket;
  }

  function isAuthorised({ headers }: ModelRequest): boolean {
    const { authorization = '' } = headers;
    const basic = Buffer.from('agent@shop.example/token:legacy').toString('base64');
    if (authorization === `Basic ${basic}`) return true;
    return (accessTokens.get(authorization.replace(/^Bearer /, '')) ?? 0) > clock.now.getTime();
  }

  function grant({ body }: ModelRequest): ModelReply {
    const fields = JSON.parse(body) as Record<string, string>;
    if (fields.client_id !== MODEL_CLIENT.clientId || fields.client_secret !== MODEL_CLIENT.clientSecret) {
      return json({ error: 'invalid_client' }, 401);
    }
    issued += 1;
    const token = { access_token: `access-${issued}`, token_type: 'bearer', expires_in: ACCESS_TOKEN_S };
    if (fields.grant_type === 'refresh_token') {
      if (fields.refresh_token !== model.refreshToken) return json({ error: 'invalid_grant' }, 400);
      accessTokens.clear();
      model.refreshToken = `refresh-${issued}`;
      accessTokens.set(token.access_token, clock.now.getTime() + ACCESS_TOKEN_S * 1000);
      return json({ ...token, refresh_token: model.refreshToken, refresh_token_expires_in: 2_592_000 });
    }
    if (fields.grant_type !== 'client_credentials') return json({ error: 'unsupported_grant_type' }, 400);
    accessTokens.set(token.access_token, clock.now.getTime() + ACCESS_TOKEN_S * 1000);
    return json(token);
  }

  function exportPage(url: URL): ModelReply {
    const start = url.searchParams.get('start_time');
    const cursor = url.searchParams.get('cursor');
    const until = seconds() - EXPORT_DELAY_S;
    if (start !== null && Number(start) > until) return json({ error: 'StartTimeTooRecent' }, 422);
    const after = start === null ? cursorOf(cursor ?? '') : { at: Number(start), id: -1 };
    if (after === null) return json({ error: 'InvalidCursor' }, 422);

    const perPage = Math.min(Number(url.searchParams.get('per_page') ?? 100), 1_000, model.pageSize);
    const include = (url.searchParams.get('include') ?? '').split(',');
    const following = [...tickets.values()]
      .filter(({ generated_timestamp: at, id }) => at > after.at || (at === after.at && id > after.id))
      .filter(({ generated_timestamp: at }) => at <= until)
      .sort((a, b) => a.generated_timestamp - b.generated_timestamp || a.id - b.id);
    const page = following.slice(0, perPage);
    const last = page.at(-1);
    const shown = new Set(page.map(({ requester_id }) => requester_id));
    return json(
      {
        tickets: page.map((ticket) => ({
          ...shownTicket(ticket),
          ...(include.includes('comment_count') ? { comment_count: ticket.comments.length } : {}),
        })),
        ...(include.includes('users') ? { users: [...shown].map((id) => users.get(id)) } : {}),
        after_cursor:
          last === undefined ? cursorText(after) : cursorText({ at: last.generated_timestamp, id: last.id }),
        after_url: 'https://shop.zendesk.com/…',
        before_cursor: null,
        end_of_stream: following.length <= perPage,
      },
      200,
      { 'x-rate-limit': '700', 'x-rate-limit-remaining': '699', 'ratelimit-reset': '41' },
    );
  }

  function comments(id: string, url: URL): ModelReply {
    const ticket = tickets.get(id);
    if (ticket === undefined || ticket.status === 'deleted') return notFound('RecordNotFound');
    const size = Math.min(Number(url.searchParams.get('page[size]') ?? 100), 100, model.pageSize);
    const from = Number(url.searchParams.get('page[after]')?.replace('c', '') ?? 0);
    const ordered =
      url.searchParams.get('sort') === '-created_at' ? ticket.comments.toReversed() : ticket.comments;
    const more = from + size < ordered.length;
    return json({
      comments: ordered.slice(from, from + size).map((comment, index) => ({
        ...comment,
        id: ticket.id * 1_000 + from + index,
        type: 'Comment',
        html_body: `<div class="zd-comment"><p>${comment.body}</p></div>`,
        plain_body: comment.body,
        attachments: [],
      })),
      meta: { has_more: more, after_cursor: more ? `c${from + size}` : null, before_cursor: null },
      links: { prev: null, next: null },
    });
  }
}

function shownTicket(ticket: ModelTicket): Record<string, unknown> {
  const { comments, more, ...rest } = ticket;
  return {
    ...rest,
    external_id: null,
    raw_subject: ticket.subject,
    description: comments[0]?.body ?? '',
    priority: null,
    assignee_id: AGENT,
    submitter_id: ticket.requester_id,
    organization_id: null,
    brand_id: 360_001,
    custom_fields: [{ id: 1, value: '내부 값' }],
    ...more,
  };
}

/** The words of the requester that are public, as a complete collection holds them. */
function wordsOf(ticket: ModelTicket): string {
  return ticket.comments
    .filter((comment) => comment.public && comment.author_id === ticket.requester_id)
    .map(({ body }) => body)
    .join('\n\n');
}

interface Cursor {
  readonly at: number;
  readonly id: number;
}

function cursorText({ at, id }: Cursor): string {
  return Buffer.from(`${at}.0||${id}`).toString('base64');
}

function cursorOf(text: string): Cursor | null {
  const parts = /^(\d+)\.0\|\|(-?\d+)$/.exec(Buffer.from(text, 'base64').toString('utf8'));
  return parts === null ? null : { at: Number(parts[1]), id: Number(parts[2]) };
}

function json(body: unknown, status = 200, headers: Record<string, string> = {}): ModelReply {
  return { status, headers, body: JSON.stringify(body) };
}

function notFound(error: string): ModelReply {
  return json({ error, description: 'Not found' }, 404);
}

/**
 * An account with so many tickets of one comment each, made while they are asked for and never held. Its pages are what
 * `per_page` asks for, at most `pageSize`.
 */
export function generatedTickets(count: number, pageSize: number): SourceModel {
  return {
    pageSize,
    secret: { email: 'agent@shop.example', apiToken: 'legacy' },
    config: (baseUrl) => ({ subdomain: 'shop', baseUrl, since: '2026-08-01' }),
    handle({ url }) {
      return { body: generatedTicketPage(url, count, this.pageSize) };
    },
    add() {
      throw new Error('The generated tickets are fixed.');
    },
    truth: () => generatedTicketTexts(count),
  };
}
