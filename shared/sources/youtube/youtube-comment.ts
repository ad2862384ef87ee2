import * as z from 'zod';
import { IsoTimeSchema } from '../../domain/input-document.ts';
import { readItem } from '../access/read-json.ts';
import type { ItemProblem } from '../contract.ts';
import { tidy } from '../feeds/feed-text.ts';
import { fitText } from '../text/fit-text.ts';

const MAX_NAME_UNITS = 200;

const CommentSchema = z.object({
  id: z.string().regex(/^[\w.-]{1,200}$/),
  snippet: z.object({
    /** Plain, because the request asks for `textFormat=plainText`. */
    textDisplay: z.string(),
    textOriginal: z.string().nullish(),
    authorDisplayName: z.string().nullish(),
    authorChannelId: z.object({ value: z.string().nullish() }).nullish(),
    publishedAt: IsoTimeSchema,
    updatedAt: IsoTimeSchema.nullish(),
    videoId: z
      .string()
      .regex(/^[\w-]{1,20}$/)
      .nullish(),
  }),
});
const ThreadSchema = z.object({
  id: z.string().regex(/^[\w.-]{1,200}$/),
  snippet: z.object({ topLevelComment: z.unknown(), totalReplyCount: z.number().nullish() }),
  replies: z.object({ comments: z.array(z.unknown()) }).nullish(),
});

/** A comment or a reply, as it goes on. */
export interface YoutubeComment {
  readonly id: string;
  /** ISO 8601. */
  readonly publishedAt: string;
  /** Changes with every edit. */
  readonly revision: string;
  /** Null where the own channel speaks. */
  readonly document: unknown;
}

export interface YoutubeThread {
  readonly id: string;
  /** Of its first comment; undefined where that cannot be read. */
  readonly publishedAt: string | undefined;
  /** The first comment, then the replies that came with it. */
  readonly comments: readonly YoutubeComment[];
  readonly problems: readonly ItemProblem[];
  readonly hasMoreReplies: boolean;
}

export interface CommentPlace {
  readonly app: string | undefined;
  /** The channel whose own comments are left out. */
  readonly ownChannelId: string | undefined;
  /** Where the comment itself does not say it. */
  readonly videoId: string | undefined;
}

/** A thread of `commentThreads`. */
export function readThread(raw: unknown, place: CommentPlace): YoutubeThread {
  const read = readItem(ThreadSchema, raw);
  if (!read.ok) {
    return { id: '', publishedAt: undefined, comments: [], problems: [read.problem], hasMoreReplies: false };
  }
  const { id, snippet, replies } = read.item;
  const included = replies?.comments ?? [];
  const first = readComments([snippet.topLevelComment], place);
  const others = readComments(included, place, id);
  return {
    id,
    publishedAt: first.comments[0]?.publishedAt,
    comments: [...first.comments, ...others.comments],
    problems: [...first.problems, ...others.problems],
    hasMoreReplies: (snippet.totalReplyCount ?? 0) > included.length,
  };
}

/** @param parentId the thread that the comments are replies to */
export function readComments(
  raws: readonly unknown[],
  place: CommentPlace,
  parentId?: string,
): { readonly comments: readonly YoutubeComment[]; readonly problems: readonly ItemProblem[] } {
  const comments: YoutubeComment[] = [];
  const problems: ItemProblem[] = [];
  for (const raw of raws) {
    const read = readItem(CommentSchema, raw);
    if (read.ok) comments.push(commentOf(read.item, place, parentId));
    else problems.push(read.problem);
  }
  return { comments, problems };
}

function commentOf(
  { id, snippet }: z.infer<typeof CommentSchema>,
  place: CommentPlace,
  parentId: string | undefined,
): YoutubeComment {
  const { publishedAt } = snippet;
  const updatedAt = snippet.updatedAt ?? publishedAt;
  const videoId = snippet.videoId ?? place.videoId;
  const { text, truncated } = fitText(tidy(snippet.textOriginal ?? snippet.textDisplay));
  const name = snippet.authorDisplayName ?? '';
  const isOwn = place.ownChannelId !== undefined && snippet.authorChannelId?.value === place.ownChannelId;
  const document = {
    id,
    source: 'community',
    app: place.app,
    publishedAt,
    editedAt: updatedAt === publishedAt ? undefined : updatedAt,
    text,
    author: name === '' ? undefined : { displayName: fitText(name, MAX_NAME_UNITS).text },
    url: videoId === undefined ? undefined : `https://www.youtube.com/watch?v=${videoId}&lc=${id}`,
    attributes: {
      ...(videoId === undefined ? {} : { videoId }),
      ...(parentId === undefined ? {} : { parentId }),
      ...(truncated ? { truncated } : {}),
    },
  };
  return { id, publishedAt, revision: updatedAt, document: isOwn ? null : document };
}
