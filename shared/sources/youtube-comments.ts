import { createHash } from 'node:crypto';
import * as z from 'zod';
import { isVocError } from '../domain/errors.ts';
import { endlessGuard } from './access/endless-guard.ts';
import { readConfig } from './access/read-config.ts';
import { readJson } from './access/read-json.ts';
import type { CollectContext, ItemProblem, Json, Page, SourceConnector, Suspicion } from './contract.ts';
import {
  GONE_REASONS,
  quotaDay,
  quotaResetsAt,
  STALE_TOKEN_REASON,
  youtubeRefusal,
} from './youtube/youtube-refusal.ts';
import {
  type Ask,
  cursorOf,
  type Step,
  stepOn,
  type Walk,
  WalkSchema,
  walkFrom,
} from './youtube/youtube-walk.ts';

/** The most that the API gives per page. */
const PAGE_LIMIT = 100;
/** 48 bits of each known revision, 72 kB in all. */
const SHORT = 8;
const REMEMBERED = 9_000;

const ConfigSchema = z
  .strictObject({
    /** Videos whose comments are collected: what follows `v=` in their address. */
    videoIds: z
      .array(z.string().regex(/^[\w-]{11}$/, 'the 11 characters after v= in the address of a video'))
      .max(200)
      .default([]),
    /** A channel of which every video's comments are collected. */
    channelId: z
      .string()
      .regex(/^UC[\w-]{22}$/, 'an id that begins with UC, not the @name')
      .optional(),
    /** The name under which the app appears in reports. */
    app: z.string().min(1).optional(),
    /** The company's own channel: what it writes itself is left out. */
    ownChannelId: z
      .string()
      .regex(/^UC[\w-]{22}$/, 'an id that begins with UC, not the @name')
      .optional(),
    /** Threads of so many days are read again, for replies and edits. */
    rescanDays: z.int().min(1).max(90).default(7),
    /** Units of one US-Pacific day; Google gives a project 10,000. */
    dailyUnits: z.int().min(1).default(5_000),
    baseUrl: z.url().default('https://www.googleapis.com/youtube/v3'),
    pauseMs: z.int().min(0).default(200),
  })
  .refine(({ videoIds, channelId }) => videoIds.length > 0 || channelId !== undefined, {
    path: ['videoIds'],
    message: 'name at least one video, or a channelId',
  });
type Config = z.infer<typeof ConfigSchema>;

const SecretSchema = z.object({ apiKey: z.string().regex(/^[\x21-\x7e]+$/) });

const CheckpointSchema = z.object({
  /** The US-Pacific day that `units` are of. */
  day: z.string(),
  units: z.int().min(0),
  /** Hashes of (id, updatedAt), those seen last at the end, without separators. */
  known: z.string().regex(new RegExp(`^(?:[\\w-]{${SHORT}})*$`)),
  /** Target → when its last finished walk began. */
  finished: z.record(z.string(), z.iso.datetime()),
  walk: WalkSchema.nullable(),
  /** The target that comes next where a run ended before the last one. */
  at: z.string().nullable(),
});
type Checkpoint = z.infer<typeof CheckpointSchema>;

const AnswerSchema = z.object({
  items: z.array(z.unknown()).nullish(),
  nextPageToken: z.string().min(1).max(4_000).nullish(),
});

/**
 * Public comments and replies of videos or of a whole channel. The API shows threads by their age and does not bring
 * edited ones back, so each walk goes through the threads of the last days again and takes what it has not seen in this
 * revision. One request is one page of the run; a walk that was cut off goes on where it stood, and a new one follows
 * it, so that what came in the meantime is not missed.
 * @see https://developers.google.com/youtube/v3/docs/commentThreads/list
 */
export const youtubeComments: SourceConnector = {
  id: 'youtube-comments',
  source: 'community',
  title: 'YouTube comments',
  docsUrl: 'https://developers.google.com/youtube/v3/docs/commentThreads',
  keepsUrl: true,
  configSchema: ConfigSchema,
  secretSchema: SecretSchema,
  async *collect(context, config, checkpoint) {
    const settings = readConfig(ConfigSchema, config);
    const { apiKey } = await context.secret(SecretSchema);
    const ask = asker(context, settings, apiKey);
    const state = readCheckpoint(checkpoint, targetsOf(settings));
    const known = new Set(state.known.match(new RegExp(`.{${SHORT}}`, 'g')));
    const refused = new Map<string, string>();

    const begun = state.walk;
    const order = targetsOf(settings);
    order.unshift(...order.splice(Math.max(0, order.indexOf(state.at ?? ''))));
    for (const [index, target] of (begun === null ? order : [begun.target, ...order]).entries()) {
      const guard = endlessGuard('YouTube');
      let walk: Walk | null = index === 0 && begun !== null ? begun : walkFrom(target, context.now());
      while (walk !== null) {
        startDay(state, context.now());
        if (state.units >= settings.dailyUnits) {
          yield page([], true);
          return;
        }
        state.units += 1;
        const step = await stepOn(ask, walk, settings, state.finished[target]);
        if (step.refusal !== undefined) refused.set(target, step.refusal);
        else if (step.next === null) state.finished[target] = walk.startedAt;
        walk = step.next;
        state.walk = walk;
        state.at = target;
        yield page(takeNew(known, step.comments), false, step.problems);
        if (walk !== null) guard(step.read, cursorOf(walk));
      }
    }
    state.at = null;
    yield page([], true);

    function page(documents: readonly unknown[], done: boolean, problems: readonly ItemProblem[] = []): Page {
      const resetsAt = quotaResetsAt(context.now()).toISOString();
      return {
        documents,
        problems,
        checkpoint: {
          ...state,
          finished: { ...state.finished },
          known: [...known].slice(-REMEMBERED).join(''),
        },
        done,
        signs: { quotaLeft: Math.max(0, settings.dailyUnits - state.units), quotaResetsAt: resetsAt },
        ...(refused.size === 0 ? {} : { suspect: refusedOf(refused) }),
      };
    }
  },
};

/** The documents of revisions that are not known yet; from now on they are, where they can come again. */
function takeNew(known: Set<string>, comments: Step['comments']): unknown[] {
  const documents: unknown[] = [];
  for (const { comment, isRecent } of comments) {
    const short = createHash('sha256')
      .update(`${comment.id} ${comment.revision}`)
      .digest('base64url')
      .slice(0, SHORT);
    if (comment.document !== null && !known.has(short)) documents.push(comment.document);
    // To the end: of a Set that is too large, the first ones are forgotten.
    if (known.delete(short) || isRecent) known.add(short);
  }
  return documents;
}

function asker(context: CollectContext, settings: Config, apiKey: string): Ask {
  let hasAsked = false;
  return async (path, parameters) => {
    if (hasAsked) await context.sleep(settings.pauseMs);
    hasAsked = true;
    const url = new URL(`${settings.baseUrl.replace(/\/$/, '')}/${path}`);
    const all = {
      part: path === 'comments' ? 'snippet' : 'snippet,replies',
      maxResults: String(PAGE_LIMIT),
      textFormat: 'plainText',
      ...parameters,
    };
    for (const [name, value] of Object.entries(all)) if (value !== null) url.searchParams.set(name, value);
    try {
      const response = await context.http.get(url.href, {
        // Not in the address: addresses end up in logs.
        headers: { accept: 'application/json', 'x-goog-api-key': apiKey },
        classify: youtubeRefusal(context.now()),
      });
      const { items, nextPageToken } = readJson(AnswerSchema, response, 'The answer of YouTube');
      return { items: items ?? [], next: nextPageToken ?? null };
    } catch (error) {
      const reason = isVocError(error) ? error.details.reason : undefined;
      if (typeof reason !== 'string' || !(GONE_REASONS.includes(reason) || reason === STALE_TOKEN_REASON))
        throw error;
      return { items: [], next: null, refusal: reason };
    }
  };
}

function targetsOf({ videoIds, channelId }: Config): string[] {
  const videos = [...new Set(videoIds)].map((id) => `video ${id}`);
  return channelId === undefined ? videos : [...videos, `channel ${channelId}`];
}

function startDay(state: Checkpoint, now: Date): void {
  const today = quotaDay(now);
  if (state.day === today) return;
  state.day = today;
  state.units = 0;
}

function refusedOf(refused: ReadonlyMap<string, string>): Suspicion {
  const list = [...refused].map(([target, reason]) => `${target} (${reason})`).join(', ');
  const message = `YouTube gives no comments of: ${list}. Take out of the configuration what has none.`;
  return { kind: 'truncated', message };
}

/** What concerns videos that are not configured any more is forgotten. */
function readCheckpoint(checkpoint: Json | null, targets: readonly string[]): Checkpoint {
  const saved = CheckpointSchema.safeParse(checkpoint).data;
  if (saved === undefined) return { day: '', units: 0, known: '', finished: {}, walk: null, at: null };
  const finished = Object.entries(saved.finished).filter(([target]) => targets.includes(target));
  const walk = saved.walk !== null && targets.includes(saved.walk.target) ? saved.walk : null;
  return { ...saved, finished: Object.fromEntries(finished), walk };
}
