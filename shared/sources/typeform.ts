import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { isVocError, VocError } from '../domain/errors.ts';
import { IsoTimeSchema, resolveTime } from '../domain/input-document.ts';
import type { HttpResponse } from './access/http.ts';
import { rateLimitRefusal } from './access/rate-limit-headers.ts';
import { readConfig } from './access/read-config.ts';
import { parseJson, readItem, readJson } from './access/read-json.ts';
import { requestPace } from './access/request-pace.ts';
import type { CollectContext, ItemProblem, SourceConnector, WebhookDelivery } from './contract.ts';
import {
  type ChangeList,
  type ChangeMemory,
  ChangeMemorySchema,
  type ListedPage,
  NOTHING_SEEN,
  walkChanges,
} from './talks/change-walk.ts';
import {
  type Form,
  FormSchema,
  type Response,
  ResponseSchema,
  readForm,
  readResponse,
  submittedAt,
} from './talks/typeform-answers.ts';

/** Responses of the last half hour may still be missing in the list. */
const OVERLAP_MS = 3_600_000;
/** Of the checkpoint, shared by the forms. */
const MEMORY_BYTES = 80_000;
/** What the token of a deleted response may be answered with. */
const TOKEN_REFUSALS = [400, 404, 422];

const ConfigSchema = z.strictObject({
  /** The ids in the addresses of the forms: `https://form.typeform.com/to/{id}`. */
  forms: z
    .array(z.string().regex(/^[\w-]{1,40}$/, 'the id in the address of the form'))
    .min(1)
    .max(50)
    .refine((forms) => new Set(forms).size === forms.length, 'each form once'),
  /** The name under which the product appears in reports. */
  app: z.string().min(1).max(200).optional(),
  /** A day or an ISO 8601 time: earlier responses are not collected; default: all. */
  since: IsoTimeSchema.optional(),
  /** The hidden field of the survey's address that carries your own id of the customer. */
  customerField: z.string().min(1).max(100).default('customer_id'),
  /** Responses per request. */
  pageSize: z.int().min(1).max(1_000).default(1_000),
  /** Between two requests: an account may make two in a second. */
  pauseMs: z.int().min(0).max(60_000).default(500),
  /** `https://api.eu.typeform.com` for accounts in the EU data centre. */
  baseUrl: z.url().default('https://api.typeform.com'),
});
type Config = z.infer<typeof ConfigSchema>;

const SecretSchema = z.object({
  /** A personal access token with the scopes `forms:read` and `responses:read`. */
  token: z.string().min(1),
  /** Only where a webhook is set up. */
  webhookSecret: z.string().min(1).optional(),
});

const CheckpointSchema = z.object({ forms: z.record(z.string(), ChangeMemorySchema.catch(NOTHING_SEEN)) });

const ResponseListSchema = z.object({ items: z.array(z.unknown()), total_items: z.int().min(0).nullish() });
const TokenSchema = z.object({ token: z.string().min(1).max(200) });
const EventSchema = z.object({ event_type: z.string(), form_response: z.unknown().optional() });
const WebhookResponseSchema = z.object({ form_id: z.string(), definition: FormSchema.nullish().catch(null) });

/**
 * Open answers of Typeform surveys, one document per answer with its question, from the list of responses and, within
 * seconds, from a webhook; both give the same documents.
 * @see https://www.typeform.com/developers/responses/reference/retrieve-responses/
 */
export const typeform: SourceConnector = {
  id: 'typeform',
  source: 'survey',
  title: 'Typeform surveys',
  docsUrl: 'https://www.typeform.com/developers/responses/',
  keepsUrl: false,
  configSchema: ConfigSchema,
  secretSchema: SecretSchema,
  async *collect(context, config, checkpoint) {
    const settings = readConfig(ConfigSchema, config);
    const { token } = await context.secret(SecretSchema);
    const api = createApi(context, settings, token);
    const earlier = CheckpointSchema.safeParse(checkpoint).data?.forms ?? {};
    const forms: Record<string, ChangeMemory> = {};
    for (const form of settings.forms) forms[form] = earlier[form] ?? NOTHING_SEEN;
    const since =
      settings.since === undefined ? 0 : resolveTime(settings.since, context.timeZone).at.getTime();
    const options = {
      since: Math.max(0, since),
      overlapMs: OVERLAP_MS,
      memoryBytes: Math.floor(MEMORY_BYTES / settings.forms.length),
    };

    let gone: unknown;
    for (const [index, formId] of settings.forms.entries()) {
      const isLast = index === settings.forms.length - 1;
      try {
        const list = responseList(settings, api, formId);
        for await (const page of walkChanges(context, list, options, forms[formId] ?? NOTHING_SEEN)) {
          forms[formId] = page.checkpoint;
          const done = page.done && isLast && gone === undefined;
          yield { ...page, checkpoint: { forms: { ...forms } }, done };
        }
      } catch (error) {
        // A deleted form must not stop the others.
        if (!isVocError(error) || error.code !== 'source.gone') throw error;
        gone ??= error;
      }
    }
    if (gone !== undefined) throw gone;
  },

  webhook: {
    receive(delivery, config, secret) {
      const settings = readConfig(ConfigSchema, config);
      verify(delivery, secret);
      const event = EventSchema.safeParse(parseJson(new TextDecoder().decode(delivery.body)));
      if (!event.success) {
        throw new VocError(
          'record.bad-json',
          'permanent',
          'The body of the webhook is not the JSON that Typeform documents.',
        );
      }
      // Partial responses come again when they are complete.
      if (event.data.event_type !== 'form_response') return { documents: [] };
      const pushed = readItem(WebhookResponseSchema, event.data.form_response, 'token');
      if (!pushed.ok) return { documents: [], problems: [inWebhook(pushed.problem)] };
      const { form_id: formId, definition } = pushed.item;
      if (!settings.forms.includes(formId)) {
        const message = 'The webhook is of a form that the configuration of the source does not name.';
        return { documents: [], problems: [{ field: 'form_response.form_id', message }] };
      }
      const response = readItem(ResponseSchema, event.data.form_response, 'token');
      if (!response.ok) return { documents: [], problems: [inWebhook(response.problem)] };
      const form = readForm({ id: formId, fields: definition?.fields });
      return readResponse(response.item, form, settings);
    },
  },
};

function inWebhook(problem: ItemProblem): ItemProblem {
  return { ...problem, field: `form_response.${problem.field}` };
}

/**
 * The header is `sha256=` and the base64 of HMAC-SHA-256 over the raw body. It covers no time, and `submitted_at` is no
 * substitute: Typeform repeats a failed delivery for hours. So an old delivery is taken; sent again it is the same
 * document and changes nothing.
 */
function verify({ headers, body }: WebhookDelivery, secret: unknown): void {
  const webhookSecret = SecretSchema.shape.webhookSecret.safeParse(
    z.object({ webhookSecret: z.unknown() }).safeParse(secret).data?.webhookSecret,
  ).data;
  if (webhookSecret === undefined) {
    throw new VocError(
      'source.secret-missing',
      'auth',
      'The secret of this source has no webhookSecret. Add it as docs/connectors/typeform.md says.',
    );
  }
  const given = Buffer.from(headers['typeform-signature'] ?? '');
  const digest = createHmac('sha256', webhookSecret).update(body).digest('base64');
  const expected = Buffer.from(`sha256=${digest}`);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new VocError(
      'webhook.bad-signature',
      'permanent',
      'The signature of the webhook does not fit. Check webhookSecret in the secret of this source.',
    );
  }
}

function responseList(settings: Config, api: Api, formId: string): ChangeList<Response> {
  // Only asked for where there is a response to read.
  let form: Promise<Form> | undefined;
  return {
    what: `The list of responses of the form ${formId}`,
    list: (after, from) => api.responses(formId, after, from),
    async read(response) {
      form ??= api.form(formId);
      return { ...readResponse(response, await form, settings), note: '' };
    },
  };
}

type Api = ReturnType<typeof createApi>;

/** The two calls of the connector. They throw as `HttpFetch.get` and `readJson`. */
function createApi(context: CollectContext, settings: Config, token: string) {
  const baseUrl = settings.baseUrl.replace(/\/$/, '');
  const headers = { accept: 'application/json', authorization: `Bearer ${token}` };
  const pace = requestPace(context, settings.pauseMs);
  const classify = rateLimitRefusal('Typeform', context.now);

  async function get(path: string, accept: readonly number[] = []): Promise<HttpResponse> {
    await pace();
    return context.http.get(`${baseUrl}${path}`, { headers, classify, accept });
  }

  return {
    async form(formId: string): Promise<Form> {
      const response = await get(`/forms/${formId}`);
      return readForm({ ...readJson(FormSchema, response, 'The form of Typeform'), id: formId });
    },

    /** A page of responses, oldest first, or null where the token of an earlier run is refused. */
    async responses(
      formId: string,
      after: string | null,
      from: number,
    ): Promise<ListedPage<Response> | null> {
      const query = new URLSearchParams({ page_size: String(settings.pageSize) });
      // `after` gives the oldest first by itself, and cannot be combined with `sort`.
      if (after !== null) query.set('after', after);
      else query.set('sort', 'submitted_at,asc');
      if (after === null && from > 0) query.set('since', String(Math.floor(from / 1000)));
      const response = await get(`/forms/${formId}/responses?${query}`, after === null ? [] : TOKEN_REFUSALS);
      if (TOKEN_REFUSALS.includes(response.status)) return null;
      const page = readJson(ResponseListSchema, response, 'The list of responses of Typeform');

      const items: { sight: { id: string; at: number; seal: string }; item: Response }[] = [];
      const problems: ItemProblem[] = [];
      for (const raw of page.items) {
        const read = readItem(ResponseSchema, raw, 'token');
        if (!read.ok) problems.push(read.problem);
        else {
          const at = Date.parse(submittedAt(read.item));
          items.push({ sight: { id: read.item.token, at, seal: '' }, item: read.item });
        }
      }
      if (isNewestFirst(items.map(({ sight }) => sight.at))) throw wrongOrder();
      const isWhole = page.items.length === 0 || (after === null && page.total_items === page.items.length);
      return { items, problems, next: isWhole ? null : lastToken(page.items) };
    },
  };
}

/** Going on after the last of a page that is newest first would leave out all that is older. */
function isNewestFirst(times: readonly number[]): boolean {
  const steps = times.slice(1).map((time, index) => Math.sign(time - (times[index] ?? time)));
  return steps.reduce((sum, step) => sum + step, 0) < 0;
}

function wrongOrder(): VocError {
  return new VocError(
    'source.bad-response',
    'transient',
    'The list of responses of Typeform is not oldest first, as it was asked for. Nothing of it is taken.',
  );
}

/** @throws VocError `source.bad-response` (transient) where no item has a token to go on from */
function lastToken(items: readonly unknown[]): string {
  for (const item of items.toReversed()) {
    const read = TokenSchema.safeParse(item);
    if (read.success) return read.data.token;
  }
  throw new VocError(
    'source.bad-response',
    'transient',
    'No response in the list of Typeform has a token, which is documented. The next run tries again.',
  );
}
