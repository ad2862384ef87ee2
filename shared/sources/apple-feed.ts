import * as z from 'zod';
import { readConfig } from './access/read-config.ts';
import { readItem, readJson } from './access/read-json.ts';
import type { CollectContext, ItemProblem, Json, SourceConnector } from './contract.ts';

const PAGES = 10;
/** The feed shows 500 reviews; twice that is remembered, so that a disappearing review does not bring back old ones. */
const REMEMBERED = 1_000;

const ConfigSchema = z.strictObject({
  /** The number in the App Store address: `…/id1234567890`. */
  appId: z.string().regex(/^\d{1,15}$/, 'the digits of the App Store address'),
  /** Two-letter storefront; reviews of other storefronts are other feeds. */
  storefront: z
    .string()
    .regex(/^[a-z]{2}$/, 'two lower-case letters')
    .default('kr'),
  /** The name under which the app appears in reports. */
  app: z.string().min(1).optional(),
  baseUrl: z.url().default('https://itunes.apple.com'),
  pauseMs: z.int().min(0).default(500),
});
type Config = z.infer<typeof ConfigSchema>;

const SILENT = {
  kind: 'silent',
  message: 'The feed is empty although it had reviews before.',
} as const;

const FingerprintsSchema = z.record(z.string(), z.string());
const CheckpointSchema = z.object({
  /** Review id → fingerprint, of walks that reached their end. */
  known: FingerprintsSchema,
  /** The same of a walk that was cut off: already queued, but no proof that what follows is known. */
  pending: FingerprintsSchema,
});

const LabelSchema = z.object({ label: z.string() });
const EntrySchema = z.object({
  id: LabelSchema,
  author: z.object({ name: LabelSchema.optional() }).optional(),
  updated: LabelSchema.optional(),
  'im:rating': LabelSchema,
  'im:version': LabelSchema.optional(),
  title: LabelSchema.optional(),
  content: LabelSchema,
});
type Entry = z.infer<typeof EntrySchema>;

const FeedSchema = z.object({
  feed: z.object({
    // Missing without reviews, a single object with one.
    entry: z.preprocess(
      (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]),
      z.array(z.looseObject({ id: LabelSchema })),
    ),
  }),
});

/**
 * Apple's public feed of customer reviews: the 500 newest of one storefront, no key. Edited reviews keep their id and
 * come back to the top. The feed gives no guarantee: an empty answer where reviews were known is suspect, not zero.
 * Each page is walked from the newest on until one holds a review that a finished walk has seen unchanged.
 * @see https://itunes.apple.com/kr/rss/customerreviews/page=1/id=284882215/sortby=mostrecent/json
 */
export const appleFeed: SourceConnector = {
  id: 'apple-feed',
  source: 'app-review',
  title: 'App Store reviews (public feed)',
  docsUrl: 'https://developer.apple.com/app-store/ratings-and-reviews/',
  keepsUrl: true,
  configSchema: ConfigSchema,
  async *collect(context, config, checkpoint) {
    const settings = readConfig(ConfigSchema, config);
    const { known, pending } = readCheckpoint(checkpoint);

    for (let page = 1; page <= PAGES; page += 1) {
      if (page > 1) await context.sleep(settings.pauseMs);
      const entries = await fetchPage(context, settings, page);
      if (page === 1 && entries.length === 0 && Object.keys(known).length + Object.keys(pending).length > 0) {
        yield { documents: [], checkpoint: { known, pending }, done: true, suspect: SILENT };
        return;
      }
      const documents: unknown[] = [];
      const problems: ItemProblem[] = [];
      let reachedKnown = false;
      // The app itself may be the first entry, without a rating.
      for (const raw of entries.filter((entry) => 'im:rating' in entry)) {
        const read = readItem(EntrySchema, raw);
        if (!read.ok) {
          problems.push({ ...read.problem, id: raw.id.label });
          continue;
        }
        const id = read.item.id.label;
        const fingerprint = fingerprintOf(read.item);
        if (known[id] === fingerprint) reachedKnown = true;
        else if (pending[id] !== fingerprint) {
          documents.push(documentOf(read.item, settings, id in known || id in pending));
          pending[id] = fingerprint;
        }
      }
      const done = reachedKnown || entries.length === 0 || page === PAGES;
      yield {
        documents,
        problems,
        checkpoint: done ? finished(known, pending) : { known: { ...known }, pending: { ...pending } },
        done,
      };
      if (done) return;
    }
  },
};

async function fetchPage(
  context: CollectContext,
  settings: Config,
  page: number,
): Promise<{ id: { label: string } }[]> {
  const path = `/${settings.storefront}/rss/customerreviews/page=${page}/id=${settings.appId}/sortby=mostrecent/json`;
  const response = await context.http.get(`${settings.baseUrl.replace(/\/$/, '')}${path}`, {
    headers: { accept: 'application/json' },
  });
  return readJson(FeedSchema, response, 'The App Store feed').feed.entry;
}

function documentOf(entry: Entry, settings: Config, edited: boolean): unknown {
  const updated = entry.updated?.label;
  return {
    id: entry.id.label,
    source: 'app-review',
    app: settings.app ?? settings.appId,
    publishedAt: updated,
    editedAt: edited ? updated : undefined,
    title: entry.title?.label,
    text: entry.content.label,
    rating: entry['im:rating'].label,
    author: entry.author?.name?.label,
    appVersion: entry['im:version']?.label,
    url: `https://apps.apple.com/${settings.storefront}/app/id${settings.appId}`,
  };
}

/** Changes with every edit, and tells nothing of the words: a checkpoint is not a place for them, nor for their hash. */
function fingerprintOf(entry: Entry): string {
  const title = entry.title?.label ?? '';
  return [
    entry.updated?.label ?? '',
    entry['im:rating'].label,
    title.length,
    entry.content.label.length,
  ].join('|');
}

/** The checkpoint after a walk that reached its end. Apple counts its ids upwards, so the highest are the newest. */
function finished(known: Record<string, string>, pending: Record<string, string>): Json {
  const newest = Object.entries({ ...known, ...pending })
    .sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1))
    .slice(-REMEMBERED);
  return { known: Object.fromEntries(newest), pending: {} };
}

function readCheckpoint(checkpoint: Json | null): z.infer<typeof CheckpointSchema> {
  return CheckpointSchema.safeParse(checkpoint).data ?? { known: {}, pending: {} };
}
