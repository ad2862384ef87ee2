import * as z from 'zod';
import { IsoTimeSchema, resolveTime } from '../domain/input-document.ts';
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
  NOTHING_SEEN,
  type Sight,
  walkChanges,
} from './talks/change-walk.ts';
import {
  type Contact,
  ContactSchema,
  type Conversation,
  ConversationSchema,
  needsParts,
  readConversation,
  speakerId,
} from './talks/intercom-conversation.ts';

const API_VERSION = '2.14';
const HOUR_MS = 3_600_000;
const DEFAULT_SINCE_MS = 90 * 24 * HOUR_MS;
/** Beyond it, contacts are asked for again: a run holds no directory of all customers. */
const MAX_CACHED_CONTACTS = 5_000;
/** What an expired or unknown cursor may be answered with. */
const CURSOR_REFUSALS = [400, 404, 422];
const BASE_URLS = {
  us: 'https://api.intercom.io',
  eu: 'https://api.eu.intercom.io',
  au: 'https://api.au.intercom.io',
} as const;

const ConfigSchema = z.strictObject({
  /** Where the workspace is hosted. */
  region: z.enum(['us', 'eu', 'au']).default('us'),
  /** The name under which the product appears in reports. */
  app: z.string().min(1).max(200).optional(),
  /** A day or an ISO 8601 time: conversations that changed last before it are not collected; default: 90 days before the first run. */
  since: IsoTimeSchema.optional(),
  /** So many hours before the last run each run looks again: the search may lag. */
  overlapHours: z.int().min(1).max(720).default(24),
  /** Whether each contact is asked for, for its external id and telephone: one more request per contact and run. */
  fetchContacts: z.boolean().default(true),
  /** Conversations per request of the search. */
  pageSize: z.int().min(1).max(150).default(150),
  /** Between two requests. */
  pauseMs: z.int().min(0).max(60_000).default(50),
  /** For tests and proxies; default: that of the region. */
  baseUrl: z.url().optional(),
});
type Config = z.infer<typeof ConfigSchema>;

const SecretSchema = z.object({ accessToken: z.string().min(1) });

const SearchSchema = z.object({
  conversations: z.array(z.unknown()),
  pages: z
    .object({ next: z.object({ starting_after: z.string().min(1).max(4_000).nullish() }).nullish() })
    .nullish(),
});

/**
 * Conversations of Intercom, one document per conversation with all that its customers wrote, by the search for what was
 * updated. Parts are asked for only where there is more than the first message.
 * @see https://developers.intercom.com/docs/references/2.14/rest-api/api.intercom.io/conversations/searchconversations
 */
export const intercom: SourceConnector = {
  id: 'intercom',
  source: 'ticket',
  title: 'Intercom conversations',
  docsUrl: 'https://developers.intercom.com/docs/references/2.14/rest-api/api.intercom.io/conversations',
  keepsUrl: false,
  configSchema: ConfigSchema,
  secretSchema: SecretSchema,
  async *collect(context, config, checkpoint) {
    const settings = readConfig(ConfigSchema, config);
    const { accessToken } = await context.secret(SecretSchema);
    const api = createApi(context, settings, accessToken);
    const memory: ChangeMemory = ChangeMemorySchema.safeParse(checkpoint).data ?? NOTHING_SEEN;
    const since = settings.since === undefined ? undefined : resolveTime(settings.since, context.timeZone).at;
    yield* walkChanges(
      context,
      conversationList(settings, api),
      {
        since: since?.getTime() ?? context.now().getTime() - DEFAULT_SINCE_MS,
        overlapMs: settings.overlapHours * HOUR_MS,
        keepsItems: true,
      },
      memory,
    );
  },
};

function conversationList(settings: Config, api: Api): ChangeList<Conversation> {
  return {
    what: 'The search of Intercom',
    signs: api.signs,
    async list(position, from) {
      const page = await api.search(position, from);
      if (page === null) return null;
      const items = page.conversations.map((item) => ({ sight: sightOf(item), item }));
      return { items, problems: page.problems, next: page.next };
    },
    async read(listed, earlier) {
      const found = needsParts(listed)
        ? await api.conversation(listed.id)
        : { ok: true as const, item: listed };
      if (!found.ok) return { problems: [{ ...found.problem, id: listed.id }], note: earlier?.note ?? '-' };
      const conversation = found.item;
      const contactId = settings.fetchContacts ? speakerId(conversation) : undefined;
      const { document, erasure, problems, note } = readConversation(conversation, {
        app: settings.app,
        wasDocument: earlier?.note === '+',
        contact: contactId === undefined ? undefined : await api.contact(contactId),
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

/** The three calls of the connector. They throw as `HttpFetch` and `readJson`. */
function createApi(context: CollectContext, settings: Config, accessToken: string) {
  const baseUrl = (settings.baseUrl ?? BASE_URLS[settings.region]).replace(/\/$/, '');
  const headers = {
    accept: 'application/json',
    'content-type': 'application/json',
    authorization: `Bearer ${accessToken}`,
    'intercom-version': API_VERSION,
  };
  const pace = requestPace(context, settings.pauseMs);
  const classify = rateLimitRefusal('Intercom', context.now);
  const contacts = new Map<string, Contact | undefined>();
  let signs: SourceSigns | undefined;

  async function send(path: string, body: unknown, accept: readonly number[]): Promise<HttpResponse> {
    await pace();
    const request = { headers, classify, accept };
    const url = `${baseUrl}${path}`;
    const response =
      body === undefined
        ? await context.http.get(url, request)
        : await context.http.post(url, JSON.stringify(body), request);
    signs = rateLimitSigns(response.headers, context.now()) ?? signs;
    return response;
  }

  return {
    signs: () => signs,

    /** A page of what was updated since, or null where the cursor is refused. */
    async search(cursor: string | null, from: number) {
      // The API knows only "greater than", in whole seconds.
      const after = Math.max(0, Math.floor(from / 1000) - 1);
      const body = {
        query: { operator: 'AND', value: [{ field: 'updated_at', operator: '>', value: after }] },
        sort: { field: 'updated_at', order: 'ascending' },
        pagination: {
          per_page: settings.pageSize,
          ...(cursor === null ? {} : { starting_after: cursor }),
        },
      };
      const response = await send('/conversations/search', body, cursor === null ? [] : CURSOR_REFUSALS);
      if (CURSOR_REFUSALS.includes(response.status)) return null;
      const page = readJson(SearchSchema, response, 'The search of Intercom');
      const conversations: Conversation[] = [];
      const problems: ItemProblem[] = [];
      for (const raw of page.conversations) {
        const read = readItem(ConversationSchema, raw);
        if (read.ok) conversations.push(read.item);
        else problems.push(read.problem);
      }
      return { conversations, problems, next: page.pages?.next?.starting_after ?? null };
    },

    /** A conversation with its parts, or what is wrong with it. */
    async conversation(id: string): Promise<ReturnType<typeof readItem<Conversation>>> {
      const response = await send(`/conversations/${id}?display_as=plaintext`, undefined, [404]);
      if (response.status === 404) {
        const message = 'The conversation is found by the search, but is not there (404).';
        return { ok: false, problem: { field: 'conversation', message } };
      }
      const answer = readJson(z.looseObject({ id: z.unknown() }), response, 'A conversation of Intercom');
      return readItem(ConversationSchema, answer);
    },

    /** Who a contact is; undefined where it was merged or deleted. Asked once per run. */
    async contact(id: string): Promise<Contact | undefined> {
      if (contacts.has(id)) return contacts.get(id);
      const response = await send(`/contacts/${id}`, undefined, [404]);
      const contact =
        response.status === 404 ? undefined : readJson(ContactSchema, response, 'A contact of Intercom');
      if (contacts.size >= MAX_CACHED_CONTACTS) contacts.clear();
      contacts.set(id, contact);
      return contact;
    },
  };
}

function sightOf({ id, updated_at: updatedAt, statistics }: Conversation): Sight {
  // Several things may happen in one second.
  return { id, at: updatedAt * 1000, seal: String(statistics?.count_conversation_parts ?? '') };
}
