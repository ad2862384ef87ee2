import * as z from 'zod';
import type { ItemProblem } from '../contract.ts';
import {
  type CommentPlace,
  readComments,
  readThread,
  type YoutubeComment,
  type YoutubeThread,
} from './youtube-comment.ts';
import { STALE_TOKEN_REASON } from './youtube-refusal.ts';

const DAY_MS = 86_400_000;

/** Where a walk through the threads of a video or channel stands. */
export const WalkSchema = z.object({
  /** `video ID` or `channel ID`. */
  target: z.string(),
  startedAt: z.iso.datetime(),
  /** The page of threads to ask for next: null is the first, `end` comes after the last. */
  threads: z.union([z.object({ token: z.string().nullable() }), z.literal('end')]),
  /** Threads whose replies are asked for before that, because more exist than came with the thread. */
  replies: z.array(z.object({ id: z.string(), isRecent: z.boolean() })),
  /** The page of replies of the first of them. */
  replyToken: z.string().nullable(),
});
export type Walk = z.infer<typeof WalkSchema>;

/** A page of the API. */
export interface Answer {
  readonly items: readonly unknown[];
  readonly next: string | null;
  /** Why there is nothing: one of the reasons that concern only what was asked for. */
  readonly refusal?: string;
}
export type Ask = (path: string, parameters: Readonly<Record<string, string | null>>) => Promise<Answer>;

/** What one request brought. */
export interface Step {
  readonly comments: readonly { readonly comment: YoutubeComment; readonly isRecent: boolean }[];
  readonly problems: readonly ItemProblem[];
  /** Null at the end of the walk. */
  readonly next: Walk | null;
  /** What this request has read, to see that the walk gets on. */
  readonly read: readonly string[];
  /** Why nothing of the target can be read. */
  readonly refusal?: string;
}

/** What the configuration says of a walk. */
export interface WalkPlan {
  readonly app?: string | undefined;
  readonly ownChannelId?: string | undefined;
  readonly rescanDays: number;
}

/** A walk from its beginning. */
export function walkFrom(target: string, now: Date): Walk {
  return { target, startedAt: now.toISOString(), threads: { token: null }, replies: [], replyToken: null };
}

/** Where a walk stands, to see when it stands there again. */
export function cursorOf({ threads, replies, replyToken }: Walk): string {
  return JSON.stringify([threads, replies, replyToken]);
}

/**
 * One request of a walk, and where it stands then.
 * @param finishedAt when the last walk of the target began that came to its end
 */
export function stepOn(ask: Ask, walk: Walk, plan: WalkPlan, finishedAt: string | undefined): Promise<Step> {
  const place = {
    app: plan.app,
    ownChannelId: plan.ownChannelId,
    videoId: walk.target.startsWith('video ') ? walk.target.slice('video '.length) : undefined,
  };
  return walk.replies.length > 0
    ? stepThroughReplies(ask, walk, place)
    : stepThroughThreads(ask, walk, place, plan.rescanDays * DAY_MS, finishedAt);
}

async function stepThroughReplies(ask: Ask, walk: Walk, place: CommentPlace): Promise<Step> {
  const [thread = { id: '', isRecent: false }, ...others] = walk.replies;
  const answer = await ask('comments', { parentId: thread.id, pageToken: walk.replyToken });
  const { comments, problems } = readComments(answer.items, place, thread.id);
  const goesOn = answer.next !== null || answer.refusal === STALE_TOKEN_REASON;
  const next = { ...walk, replies: goesOn ? walk.replies : others, replyToken: answer.next };
  return {
    comments: comments.map((comment) => ({ comment, isRecent: thread.isRecent })),
    problems,
    read: [cursorOf(next)],
    next: unlessOver(next),
  };
}

async function stepThroughThreads(
  ask: Ask,
  walk: Walk,
  place: CommentPlace,
  rescanMs: number,
  finishedAt: string | undefined,
): Promise<Step> {
  const [kind, id = ''] = walk.target.split(' ');
  const answer = await ask('commentThreads', {
    [kind === 'video' ? 'videoId' : 'allThreadsRelatedToChannelId']: id,
    order: 'time',
    pageToken: walk.threads === 'end' ? null : walk.threads.token,
  });
  const nothing = { comments: [], problems: [], read: [] };
  if (answer.refusal === STALE_TOKEN_REASON)
    return { ...nothing, next: { ...walk, threads: { token: null } } };
  if (answer.refusal !== undefined) return { ...nothing, next: null, refusal: answer.refusal };

  const startedMs = Date.parse(walk.startedAt);
  const writtenMs = ({ publishedAt }: YoutubeThread) =>
    publishedAt === undefined ? startedMs : Date.parse(publishedAt);
  // What is older was read by the walk before.
  const horizonMs = finishedAt === undefined ? Number.NEGATIVE_INFINITY : Date.parse(finishedAt) - rescanMs;
  const all = answer.items.map((item) => readThread(item, place));
  const fresh = all
    .filter((thread) => writtenMs(thread) >= horizonMs)
    .map((thread) => ({ ...thread, isRecent: writtenMs(thread) >= startedMs - rescanMs }));
  const isOver = answer.next === null || (all.length > 0 && fresh.length === 0);
  return {
    comments: fresh.flatMap(({ comments, isRecent }) => comments.map((comment) => ({ comment, isRecent }))),
    problems: fresh.flatMap(({ problems }) => problems),
    read: all.map((thread) => thread.id),
    next: unlessOver({
      ...walk,
      threads: isOver ? 'end' : { token: answer.next },
      replies: fresh
        .filter(({ hasMoreReplies }) => hasMoreReplies)
        .map((thread) => ({ id: thread.id, isRecent: thread.isRecent })),
    }),
  };
}

function unlessOver(walk: Walk): Walk | null {
  return walk.replies.length === 0 && walk.threads === 'end' ? null : walk;
}
