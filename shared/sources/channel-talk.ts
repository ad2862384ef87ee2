import * as z from 'zod';
import { IsoTimeSchema, resolveTime } from '../domain/input-document.ts';
import { endlessGuard } from './access/endless-guard.ts';
import type { HttpResponse } from './access/http.ts';
import { rateLimitRefusal, rateLimitSigns } from './access/rate-limit-headers.ts';
import { readConfig } from './access/read-config.ts';
import { readItem, readJson } from './access/read-json.ts';
import { requestPace } from './access/request-pace.ts';
import type { CollectContext, ItemProblem, SourceConnector, SourceSigns } from './contract.ts';
import {
  type ChangeList,
  type ChangeMemory,
  ChangeMemorySchema,
  type ListedPage,
  NOTHING_SEEN,
  walkChanges,
} from './talks/change-walk.ts';
import {
  type ChatUser,
  ChatUserSchema,
  changedAt,
  noteOfDocument,
  readChat,
  type UserChat,
  UserChatSchema,
} from './talks/channel-talk-chat.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DEFAULT_SINCE_MS = 90 * DAY_MS;
const MESSAGES_PER_PAGE = 500;
/** A chat with more messages is cut: its text is full long before. */
const MAX_MESSAGE_PAGES = 20;
/** Closed last: it is the only list that may be long, and the only one that is not walked to its end. */
const STATES = ['opened', 'snoozed', 'closed'] as const;
type State = (typeof STATES)[number];
/** What an expired or unknown cursor may be answered with. */
const CURSOR_REFUSALS = [400, 404, 422];

const ConfigSchema = z.strictObject({
  /** The name under which the product appears in reports. */
  app: z.string().min(1).max(200).optional(),
  /** A day or an ISO 8601 time: chats that changed last before it are not collected; default: 90 days before the first run. */
  since: IsoTimeSchema.optional(),
  /** So many days before the last run each run looks again, for messages that were removed since. */
  rescanDays: z.int().min(1).max(31).default(3),
  /** Within these days, the messages of an unchanged chat are read again after so many hours. */
  recheckHours: z.int().min(1).max(744).default(24),
  /** Chats per request of the list. */
  pageSize: z.int().min(1).max(500).default(100),
  /** Between two requests. */
  pauseMs: z.int().min(0).max(60_000).default(200),
  baseUrl: z.url().default('https://api.channel.io/open/v5'),
});
type Config = z.infer<typeof ConfigSchema>;

const SecretSchema = z.object({ accessKey: z.string().min(1), accessSecret: z.string().min(1) });
type Secret = z.infer<typeof SecretSchema>;

const Cursor = z.string().max(3_000).nullish();
const ChatListSchema = z.object({
  userChats: z.array(z.unknown()),
  users: z.array(z.unknown()).nullish(),
  next: Cursor,
});
const MessageListSchema = z.object({ messages: z.array(z.unknown()), next: Cursor });

interface ListedChat {
  readonly chat: UserChat;
  readonly user: ChatUser | undefined;
}

/**
 * Chats of Channel Talk (채널톡), one document per chat with all that the customer wrote. No list of changes is known, so
 * the chats of each state are walked from the newest on. Messages are read again for some days, because a removed message
 * may not move its chat.
 * @see https://developers.channel.io
 */
export const channelTalk: SourceConnector = {
  id: 'channel-talk',
  source: 'ticket',
  title: 'Channel Talk chats',
  docsUrl: 'https://developers.channel.io',
  keepsUrl: false,
  configSchema: ConfigSchema,
  secretSchema: SecretSchema,
  async *collect(context, config, checkpoint) {
    const settings = readConfig(ConfigSchema, config);
    const api = createApi(context, settings, await context.secret(SecretSchema));
    const memory: ChangeMemory = ChangeMemorySchema.safeParse(checkpoint).data ?? NOTHING_SEEN;
    const since = settings.since === undefined ? undefined : resolveTime(settings.since, context.timeZone).at;
    yield* walkChanges(
      context,
      chatList(context, settings, api),
      {
        since: since?.getTime() ?? context.now().getTime() - DEFAULT_SINCE_MS,
        overlapMs: settings.rescanDays * DAY_MS,
        recheckAfterMs: settings.recheckHours * HOUR_MS,
        keepsItems: true,
      },
      memory,
    );
  },
};

function chatList(context: CollectContext, settings: Config, api: Api): ChangeList<ListedChat> {
  return {
    what: 'The list of chats of Channel Talk',
    signs: api.signs,
    async list(position, from) {
      const at = readPosition(position);
      const page = at === null ? null : await api.chats(at.state, at.cursor);
      if (at === null || page === null) return null;
      const { state } = at;
      const items = page.chats.map((listed) => ({ sight: sightOf(listed.chat), item: listed }));
      // Only closed chats are many; the others are walked to the end, so that one that was opened again is found.
      const isPast = state === 'closed' && items.length > 0 && items.every(({ sight }) => sight.at < from);
      return { items, problems: page.problems, next: nextPosition(state, isPast ? null : page.next) };
    },
    async read({ chat, user }, earlier) {
      const found = await api.messages(chat.id);
      if (found === null) {
        const message = 'The chat is listed, but its messages are not there (404).';
        return { problems: [{ id: chat.id, field: 'messages', message }], note: earlier?.note ?? '-' };
      }
      const { document, erasure, problems, note } = readChat(chat, found.messages, {
        user,
        app: settings.app,
        moreMessages: found.more,
        wasDocument: earlier !== undefined && noteOfDocument(earlier.note),
        revisedAt: earlier?.unchanged === true ? context.now().getTime() : undefined,
      });
      return {
        documents: document === undefined ? [] : [document],
        erasures: erasure === undefined ? [] : [erasure],
        problems,
        note,
      };
    },
  };
}

type Api = ReturnType<typeof createApi>;

/** The two calls of the connector. They throw as `HttpFetch.get` and `readJson`. */
function createApi(context: CollectContext, settings: Config, secret: Secret) {
  const baseUrl = settings.baseUrl.replace(/\/$/, '');
  const headers = {
    accept: 'application/json',
    'x-access-key': secret.accessKey,
    'x-access-secret': secret.accessSecret,
  };
  const pace = requestPace(context, settings.pauseMs);
  const classify = rateLimitRefusal('Channel Talk', context.now);
  let signs: SourceSigns | undefined;

  async function get(
    path: string,
    query: Readonly<Record<string, string>>,
    cursor: string | null,
    accept: readonly number[],
  ): Promise<HttpResponse> {
    await pace();
    const parameters = new URLSearchParams({ ...query, ...(cursor === null ? {} : { since: cursor }) });
    const response = await context.http.get(`${baseUrl}${path}?${parameters}`, { headers, classify, accept });
    signs = rateLimitSigns(response.headers, context.now()) ?? signs;
    return response;
  }

  return {
    signs: () => signs,

    /** A page of chats with their users, or null where the cursor is refused. */
    async chats(state: State, cursor: string | null) {
      const query = { state, sortOrder: 'desc', limit: String(settings.pageSize) };
      const response = await get('/user-chats', query, cursor, cursor === null ? [] : CURSOR_REFUSALS);
      if (CURSOR_REFUSALS.includes(response.status)) return null;
      const page = readJson(ChatListSchema, response, 'The list of chats of Channel Talk');
      const problems: ItemProblem[] = [];
      const users = new Map<string, ChatUser>();
      for (const raw of page.users ?? []) {
        const read = readItem(ChatUserSchema, raw);
        if (read.ok) users.set(read.item.id, read.item);
        // Without its id: it names a person.
        else problems.push({ field: `users.${read.problem.field}`, message: read.problem.message });
      }
      const chats: ListedChat[] = [];
      for (const raw of page.userChats) {
        const read = readItem(UserChatSchema, raw);
        if (read.ok) chats.push({ chat: read.item, user: users.get(read.item.userId ?? '') });
        else problems.push(read.problem);
      }
      return { chats, problems, next: cursorAfter(page.next, cursor, page.userChats.length) };
    },

    /** The messages of a chat, oldest first, or null where there is none of this id. */
    async messages(chatId: string) {
      const path = `/user-chats/${encodeURIComponent(chatId)}/messages`;
      const query = { sortOrder: 'asc', limit: String(MESSAGES_PER_PAGE) };
      const endless = endlessGuard('The list of messages of Channel Talk');
      const messages: unknown[] = [];
      let cursor: string | null = null;
      for (let page = 1; page <= MAX_MESSAGE_PAGES; page += 1) {
        const response = await get(path, query, cursor, [404]);
        if (response.status === 404) return null;
        const answer = readJson(MessageListSchema, response, 'The list of messages of Channel Talk');
        cursor = cursorAfter(answer.next, cursor, answer.messages.length);
        messages.push(...answer.messages);
        if (cursor === null) return { messages, more: false };
        endless(answer.messages.map(messageKey), cursor);
      }
      return { messages, more: true };
    },
  };
}

/** The cursor of the next page; an empty page that gives back its own cursor is the end as well. */
function cursorAfter(next: string | null | undefined, asked: string | null, items: number): string | null {
  if (next === undefined || next === null || next === '') return null;
  return items === 0 && next === asked ? null : next;
}

function messageKey(message: unknown): string {
  return z.object({ id: z.string() }).safeParse(message).data?.id ?? '';
}

function sightOf(chat: UserChat): ListedPage<ListedChat>['items'][number]['sight'] {
  return { id: chat.id, at: changedAt(chat), seal: String(chat.version ?? '') };
}

/** Null where it is not one of ours. */
function readPosition(position: string | null): { state: State; cursor: string | null } | null {
  const [name, ...rest] = (position ?? STATES[0]).split(' ');
  const state = STATES.find((known) => known === name);
  const cursor = rest.join(' ');
  return state === undefined ? null : { state, cursor: cursor === '' ? null : cursor };
}

function nextPosition(state: State, cursor: string | null): string | null {
  return cursor === null ? (STATES[STATES.indexOf(state) + 1] ?? null) : `${state} ${cursor}`;
}
