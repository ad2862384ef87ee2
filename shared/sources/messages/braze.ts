import * as z from 'zod';
import { isVocError } from '../../domain/errors.ts';
import { suggestionOfBlocks, suggestionOfTags } from '../../domain/suggestion-tag.ts';
import { endlessGuard } from '../access/endless-guard.ts';
import type { HttpRequest } from '../access/http.ts';
import { rateLimitRefusal, rateLimitSigns } from '../access/rate-limit-headers.ts';
import { readConfig } from '../access/read-config.ts';
import { readItem, readJson } from '../access/read-json.ts';
import type { CollectContext, ItemProblem, SourceSigns } from '../contract.ts';
import { type BrazeVariation, copyOf, hasImage } from './braze-copy.ts';
import { resultsOf, type Series, SeriesSchema } from './braze-results.ts';
import type { MessageConnector, MessagePage } from './contract.ts';

const LIST_PAGE = 100;
/** Campaigns per page of rows: two requests each. */
const CAMPAIGNS_PER_PAGE = 20;
/** The longest series that Braze gives at once, and how many of them are asked: about a year. */
const SERIES_DAYS = 100;
const MAX_SERIES = 4;
const DAY_MS = 86_400_000;
/** The zone of `last_edited` is not said: a day covers them all. */
const OVERLAP_MS = DAY_MS;

export const BrazeConfigSchema = z.strictObject({
  /** The REST endpoint of the instance, as the dashboard's address says it; there is no default. */
  url: z
    .url()
    .refine(
      (url) => /^https:\/\/rest\.[a-z0-9-]+\.braze\.(com|eu)\/?$/.test(url) || /^http:\/\//.test(url),
      'https://rest.<instance>.braze.com or .eu',
    ),
  /** Results keep coming in for so long after a sending. */
  recheckDays: z.int().min(1).max(90).default(30),
});
type Config = z.infer<typeof BrazeConfigSchema>;

export const BrazeSecretSchema = z.object({ apiKey: z.string().min(1) });

const CheckpointSchema = z.object({
  /** Campaigns edited before this are read, but for those sent lately. */
  editedBefore: z.iso.datetime({ offset: true }).nullable(),
  /** Campaigns whose results may still grow. */
  recent: z.array(z.string()),
  /** Where the reading of `recent` stopped for want of time. */
  after: z.string().nullable(),
});
type Checkpoint = z.infer<typeof CheckpointSchema>;

const ListSchema = z.object({ campaigns: z.array(z.unknown()) });
const ListedSchema = z.object({ id: z.string().min(1), last_edited: z.string().min(1) });
type Listed = z.infer<typeof ListedSchema>;

const DetailsSchema = z.object({
  name: z.string().min(1),
  first_sent: z.string().nullish(),
  last_sent: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  messages: z.record(z.string(), z.record(z.string(), z.unknown())).nullish(),
});
type Details = z.infer<typeof DetailsSchema>;

/**
 * Campaigns of Braze with their words and results, each variation as one message: first all, then those that were
 * edited since, and those sent within the last weeks anew, since their results still grow. Tags `segment:…`, `stage:…`
 * and `voc:<id of a suggestion>` say what Braze has no field for; who puts one of our content blocks into a message need
 * not tag it.
 * @see https://www.braze.com/docs/api/endpoints/export/campaigns/get_campaigns
 * @see https://www.braze.com/docs/api/endpoints/export/campaigns/get_campaign_details
 * @see https://www.braze.com/docs/api/endpoints/export/campaigns/get_campaign_analytics
 */
export const braze: MessageConnector = {
  id: 'braze',
  title: 'Braze campaigns',
  docsUrl: 'https://www.braze.com/docs/api/endpoints/export/campaigns/get_campaigns',
  configSchema: BrazeConfigSchema,
  secretSchema: BrazeSecretSchema,
  async *read(context, config, checkpoint) {
    const settings = readConfig(BrazeConfigSchema, config);
    const { apiKey } = await context.secret(BrazeSecretSchema);
    const api = brazeApi(context, settings, apiKey);
    const saved = CheckpointSchema.safeParse(checkpoint).data;
    const listed = await listCampaigns(api, saved?.editedBefore ?? null);
    const edited = new Set(listed.items.map(({ id }) => id));
    const again = (saved?.recent ?? []).filter((id) => !edited.has(id)).sort();
    // Where a run was cut off in the middle of these, the next one goes on behind it.
    const rest = again.filter(
      (id) => saved?.after === null || saved === undefined || id > (saved.after ?? ''),
    );
    const steps = [
      ...chunks(listed.items, CAMPAIGNS_PER_PAGE).map((items) => ({
        ids: items.map(({ id }) => id),
        edited: items,
      })),
      ...chunks(rest, CAMPAIGNS_PER_PAGE).map((ids) => ({ ids, edited: [] as Listed[] })),
    ];
    let position: Checkpoint = saved ?? { editedBefore: null, recent: [], after: null };
    if (steps.length === 0) yield { rows: [], checkpoint: { ...position, after: null }, done: true };
    for (const [index, step] of steps.entries()) {
      const page = await readCampaigns(api, context, settings, step.ids);
      const done = index === steps.length - 1;
      const lastEdited = step.edited.at(-1)?.last_edited;
      position = {
        editedBefore:
          lastEdited === undefined ? position.editedBefore : (isoOf(lastEdited) ?? position.editedBefore),
        recent: [
          ...new Set([...position.recent.filter((id) => !step.ids.includes(id)), ...page.recent]),
        ].sort(),
        after: done || step.edited.length > 0 ? (done ? null : position.after) : (step.ids.at(-1) ?? null),
      };
      const { rows, problems } = page;
      const first = index === 0 ? listed.problems : [];
      yield { rows, problems: [...first, ...problems], checkpoint: position, done, ...signsOf(api) };
    }
  },
};

interface Api {
  readonly get: <Value>(schema: z.ZodType<Value>, path: string, what: string) => Promise<Value>;
  signs: SourceSigns | undefined;
}

function brazeApi(context: CollectContext, { url }: Config, apiKey: string): Api {
  const base = url.replace(/\/$/, '');
  const request: HttpRequest = {
    headers: { accept: 'application/json', authorization: `Bearer ${apiKey}` },
    classify: rateLimitRefusal('Braze', context.now),
  };
  const api: Api = {
    signs: undefined,
    async get(schema, path, what) {
      const response = await context.http.get(`${base}${path}`, request);
      api.signs = rateLimitSigns(response.headers, context.now()) ?? api.signs;
      return readJson(schema, response, what);
    },
  };
  return api;
}

function signsOf({ signs }: Api): Pick<MessagePage, 'signs'> {
  return signs === undefined ? {} : { signs };
}

/** Campaigns edited since, the oldest edit first. */
async function listCampaigns(
  api: Api,
  since: string | null,
): Promise<{ items: Listed[]; problems: ItemProblem[] }> {
  const items = new Map<string, Listed>();
  const problems: ItemProblem[] = [];
  const guard = endlessGuard('The list of campaigns');
  for (let page = 0; ; page += 1) {
    const from = since === null ? {} : { 'last_edit.time[gt]': withoutZone(Date.parse(since) - OVERLAP_MS) };
    const query = new URLSearchParams({ page: String(page), include_archived: 'true', ...from });
    const { campaigns } = await api.get(ListSchema, `/campaigns/list?${query}`, 'The list of campaigns');
    for (const raw of campaigns) {
      const read = readItem(ListedSchema, raw);
      if (!read.ok) problems.push({ ...read.problem, field: `campaigns.${read.problem.field}` });
      else items.set(read.item.id, read.item);
    }
    if (campaigns.length < LIST_PAGE) break;
    guard(
      campaigns.map((raw) => JSON.stringify(raw)),
      String(page),
    );
  }
  const sorted = [...items.values()].sort((a, b) =>
    a.last_edited < b.last_edited ? -1 : a.last_edited > b.last_edited ? 1 : a.id < b.id ? -1 : 1,
  );
  return { items: sorted, problems };
}

async function readCampaigns(
  api: Api,
  context: CollectContext,
  settings: Config,
  ids: readonly string[],
): Promise<{ rows: Record<string, unknown>[]; problems: ItemProblem[]; recent: string[] }> {
  const rows: Record<string, unknown>[] = [];
  const problems: ItemProblem[] = [];
  const recent: string[] = [];
  for (const id of ids) {
    const details = await detailsOf(api, id);
    if (details === undefined) continue;
    const firstSent = isoOf(details.first_sent ?? '');
    if (firstSent === undefined) continue;
    const lastSent = isoOf(details.last_sent ?? '') ?? firstSent;
    const now = context.now();
    if (now.getTime() - Date.parse(lastSent) < settings.recheckDays * DAY_MS) recent.push(id);
    const series = await seriesOf(api, id, Date.parse(firstSent), now);
    for (const [variationId, variation] of Object.entries(details.messages ?? {})) {
      const row = rowOf({ id, details, variationId, variation, firstSent, series });
      if (row === 'control') continue;
      if (row === 'no-words') {
        const message = `Braze exports no words of this ${textOf(variation.channel) || 'unknown'} message.`;
        problems.push({ id: `${id}/${variationId}`, field: 'messages.text', message });
      } else rows.push(row);
    }
  }
  return { rows, problems, recent };
}

/** Undefined for a campaign that is gone since it was listed. */
async function detailsOf(api: Api, id: string): Promise<Details | undefined> {
  const query = new URLSearchParams({ campaign_id: id });
  try {
    return await api.get(DetailsSchema, `/campaigns/details?${query}`, 'The details of a campaign');
  } catch (error) {
    if (isVocError(error, 'permanent') && error.details.status === 404) return undefined;
    throw error;
  }
}

async function seriesOf(api: Api, id: string, firstSentMs: number, now: Date): Promise<Series['data']> {
  const days: Series['data'] = [];
  let endMs = now.getTime();
  for (let asked = 0; asked < MAX_SERIES && endMs >= firstSentMs; asked += 1) {
    const length = Math.min(SERIES_DAYS, Math.ceil((endMs - firstSentMs) / DAY_MS) + 1);
    const query = new URLSearchParams({
      campaign_id: id,
      length: String(length),
      ending_at: new Date(endMs).toISOString(),
    });
    const { data } = await api.get(
      SeriesSchema,
      `/campaigns/data_series?${query}`,
      'The results of a campaign',
    );
    days.push(...data);
    endMs -= length * DAY_MS;
  }
  // Two series may share the day at which they meet.
  return [...new Map(days.map((day) => [day.time.slice(0, 10), day])).values()];
}

function rowOf(of: {
  readonly id: string;
  readonly details: Details;
  readonly variationId: string;
  readonly variation: BrazeVariation;
  readonly firstSent: string;
  readonly series: Series['data'];
}): Record<string, unknown> | 'control' | 'no-words' {
  const { id, details, variationId, variation, firstSent, series } = of;
  const channel = textOf(variation.channel);
  if (textOf(variation.type) === 'control' || channel === 'control') return 'control';
  const text = copyOf(variation);
  if (text === null) return 'no-words';
  const name = textOf(variation.name);
  return {
    messageId: `braze-${id}-${variationId}`,
    campaign: details.name,
    variant: name,
    sentAt: firstSent,
    channel: channel || 'unknown',
    segment: tagOf(details, 'segment'),
    stage: tagOf(details, 'stage'),
    suggestionId: suggestionOfTags(details.tags) ?? suggestionOfBlocks(JSON.stringify(variation)),
    text,
    hasImage: hasImage(variation),
    ...resultsOf(series, channel, name),
  };
}

function tagOf({ tags }: Details, kind: string): string | undefined {
  return (tags ?? []).find((tag) => tag.startsWith(`${kind}:`))?.slice(kind.length + 1);
}

function isoOf(time: string): string | undefined {
  const at = Date.parse(time);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

function withoutZone(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
