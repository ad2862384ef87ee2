import * as z from 'zod';
import { VocError } from '../domain/errors.ts';
import { readConfig } from './access/read-config.ts';
import type { Json, SourceConnector, Suspicion } from './contract.ts';
import { decodeFeed } from './feeds/decode-feed.ts';
import { type FeedEntry, readFeed } from './feeds/feed-entries.ts';
import { linkId } from './text/canonical-link.ts';

/** A feed is a window of 10–50 entries; what is beyond this is a mistake or an attack. */
const MAX_ENTRIES = 1_000;
/** More than a window, so that an entry that leaves it for a while does not come back as new. About 60 kB. */
const REMEMBERED = 1_500;

const ConfigSchema = z.strictObject({
  /** The address of the feed. */
  url: z.url({ protocol: /^https?$/ }),
  /** The name under which the app appears in reports. */
  app: z.string().min(1).optional(),
  /** What the entries are. */
  source: z.enum(['community', 'app-review']).default('community'),
  /** Keeps the links of the entries. Only for feeds whose links hold no user names. */
  keepUrls: z.boolean().default(false),
});
type Config = z.infer<typeof ConfigSchema>;

const CheckpointSchema = z.object({
  /** Of which address the rest is told: another feed starts anew. */
  feed: z.string(),
  etag: z.string().max(1_000).nullable().catch(null),
  lastModified: z.string().max(100).nullable().catch(null),
  /** Entry → fingerprint, those of the window first. */
  known: z.record(z.string(), z.string()),
});
type Checkpoint = z.infer<typeof CheckpointSchema>;

/**
 * Any RSS 2.0, RSS 1.0 or Atom feed. A feed is one answer that shows the newest entries: what is known by its
 * fingerprint is left out, and when nothing known is left in it, entries may have passed unseen.
 * @see https://www.rssboard.org/rss-specification and RFC 4287
 */
export const rss: SourceConnector = {
  id: 'rss',
  source: 'community',
  title: 'RSS or Atom feed',
  docsUrl: 'https://www.rssboard.org/rss-specification',
  keepsUrl: true,
  configSchema: ConfigSchema,
  async *collect(context, config, checkpoint) {
    const settings = readConfig(ConfigSchema, config);
    const saved = readCheckpoint(checkpoint, settings.url);
    const response = await context.http.get(settings.url, {
      headers: {
        accept: 'application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.1',
        ...(saved.etag === null ? {} : { 'if-none-match': saved.etag }),
        ...(saved.lastModified === null ? {} : { 'if-modified-since': saved.lastModified }),
      },
    });
    if (response.status === 304) {
      yield { documents: [], checkpoint: saved, done: true };
      return;
    }
    const feed = readFeed(decodeFeed(response.bytes, response.headers.get('content-type')), MAX_ENTRIES);
    if (feed === null) {
      const message = 'The answer is no whole RSS or Atom feed. Open the url of the source in a browser.';
      throw new VocError('source.bad-response', 'transient', message);
    }
    const window = new Map<string, string>();
    const documents: unknown[] = [];
    for (const entry of feed.entries) {
      const key = linkId(entry.id).slice(0, 12);
      // Of two entries with one id the first is the newer.
      if (window.has(key)) continue;
      const fingerprint = fingerprintOf(entry);
      window.set(key, fingerprint);
      const before = saved.known[key];
      if (before === fingerprint) continue;
      // RSS says nothing of edits: the time is when we see it.
      const seenAt = before === undefined ? undefined : context.now().toISOString();
      documents.push(documentOf(entry, settings, entry.updatedAt ?? seenAt));
    }
    const suspect = suspicionOf(saved, window, feed.leftOut);
    yield {
      documents,
      problems: feed.problems,
      checkpoint: suspect?.kind === 'silent' ? saved : checkpointAfter(saved, window, response.headers),
      done: true,
      ...(suspect === undefined ? {} : { suspect }),
    };
  },
};

function documentOf(entry: FeedEntry, settings: Config, revisedAt: string | undefined): unknown {
  const publishedAt = entry.publishedAt ?? entry.updatedAt;
  return {
    id: entry.id,
    source: settings.source,
    app: settings.app,
    publishedAt,
    editedAt: revisedAt === publishedAt ? undefined : revisedAt,
    title: entry.title,
    text: entry.text,
    author: entry.author,
    url: settings.keepUrls ? entry.link : undefined,
    ...(entry.truncated ? { attributes: { truncated: true } } : {}),
  };
}

/** Atom's own mark of an edit, else lengths and a checksum too small to tell anything of the words. */
function fingerprintOf({ updatedAt, title = '', text }: FeedEntry): string {
  if (updatedAt !== undefined) return updatedAt;
  let sum = 0;
  for (const character of title + text) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return `${title.length}.${text.length}.${sum}`;
}

function suspicionOf(
  { known }: Checkpoint,
  window: ReadonlyMap<string, string>,
  leftOut: number,
): Suspicion | undefined {
  const isFirst = Object.keys(known).length === 0;
  if (!isFirst && window.size === 0) {
    return { kind: 'silent', message: 'The feed is empty although it had entries before. Open its url.' };
  }
  if (!isFirst && ![...window.keys()].some((key) => key in known)) {
    const message =
      'Every entry is new, so others may have passed between two runs. Run this source more often.';
    return { kind: 'possible-gap', message };
  }
  if (leftOut === 0) return undefined;
  return { kind: 'truncated', message: `The feed holds ${leftOut} entries more than are read of one feed.` };
}

function checkpointAfter(
  { feed, known }: Checkpoint,
  window: ReadonlyMap<string, string>,
  headers: Headers,
): Json {
  const remembered = [...window, ...Object.entries(known).filter(([key]) => !window.has(key))];
  return {
    feed,
    etag: headers.get('etag'),
    lastModified: headers.get('last-modified'),
    known: Object.fromEntries(remembered.slice(0, REMEMBERED)),
  };
}

function readCheckpoint(checkpoint: Json | null, url: string): Checkpoint {
  const feed = linkId(url);
  const saved = CheckpointSchema.safeParse(checkpoint).data;
  return saved?.feed === feed ? saved : { feed, etag: null, lastModified: null, known: {} };
}
