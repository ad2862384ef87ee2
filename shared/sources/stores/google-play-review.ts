import * as z from 'zod';
import { readItem } from '../access/read-json.ts';
import type { ItemProblem } from '../contract.ts';
import { fitText } from '../text/fit-text.ts';
import type { Sight, Verdict } from './review-walk.ts';

/** The last second of the year 9999. */
const LAST_SECOND = 253_402_300_799;

/** A protobuf timestamp, whose seconds come as text; in ms, exact to the ms. */
const TimeSchema = z
  .object({
    seconds: z
      .union([
        z
          .string()
          .regex(/^\d{1,12}$/)
          .transform(Number),
        z.int(),
      ])
      .pipe(z.int().min(0).max(LAST_SECOND)),
    nanos: z.int().min(0).max(999_999_999).nullish(),
  })
  .transform(({ seconds, nanos }) => seconds * 1000 + Math.floor((nanos ?? 0) / 1_000_000));

const UserCommentSchema = z.object({
  text: z.string(),
  lastModified: TimeSchema,
  starRating: z.int().min(1).max(5).nullish(),
  reviewerLanguage: z.string().nullish(),
  device: z.string().nullish(),
  androidOsVersion: z.int().nullish(),
  appVersionName: z.string().nullish(),
});
/** Without its text: it is the company's word, not a customer's. */
const DeveloperCommentSchema = z.object({ lastModified: TimeSchema.nullish() });
const ReviewSchema = z.object({
  reviewId: z.string().min(1).max(500),
  authorName: z.string().nullish(),
  comments: z.array(
    z.object({
      userComment: UserCommentSchema.nullish(),
      developerComment: DeveloperCommentSchema.nullish(),
    }),
  ),
});

/** A review of Google Play; times in ms since 1970. */
export interface PlayReview {
  readonly id: string;
  readonly authorName: string | undefined;
  readonly title: string | undefined;
  readonly text: string;
  readonly truncated: boolean;
  readonly comment: z.infer<typeof UserCommentSchema>;
  readonly responded: boolean;
  readonly respondedAt: number | undefined;
}

type ReadReview =
  | { readonly ok: true; readonly item: PlayReview }
  | { readonly ok: false; readonly problem: ItemProblem };

/** One review as the API gives it, or what is wrong with it. */
export function readPlayReview(raw: unknown): ReadReview {
  const read = readItem(ReviewSchema, raw, 'reviewId');
  if (!read.ok) return read;
  const { reviewId: id, authorName, comments } = read.item;
  const comment = newest(comments.flatMap(({ userComment }) => userComment ?? []));
  const problem = (field: string, message: string): ReadReview => ({
    ok: false,
    problem: { id, field, message },
  });
  if (comment === undefined) return problem('comments', 'The review holds no comment of a user.');
  const words = wordsOf(comment.text);
  if (words === undefined) return problem('comments.userComment.text', 'The review has no words.');
  const replies = comments.flatMap(({ developerComment }) => developerComment ?? []);
  return {
    ok: true,
    item: {
      id,
      authorName: authorName?.trim() ? authorName : undefined,
      ...words,
      comment,
      responded: replies.length > 0,
      respondedAt: newest(replies)?.lastModified ?? undefined,
    },
  };
}

/** What the walk goes by: times, the rating and a length, which change with every edit and every reply. */
export function sightOf({ id, comment, responded, respondedAt }: PlayReview): Sight {
  const seal = [comment.starRating ?? '', comment.text.length, respondedAt ?? responded].join('|');
  return { id, at: comment.lastModified, seal };
}

/** A new or revised review as an input document. */
export function documentOf(review: PlayReview, verdict: Verdict & { fresh: true }, app: string): unknown {
  const { comment, responded, respondedAt } = review;
  // A reply is a revision too, and does not move the time of the customer's own words.
  const revisedAt = Math.max(comment.lastModified, respondedAt ?? 0);
  return {
    id: review.id,
    source: 'app-review',
    app,
    publishedAt: new Date(verdict.firstAt).toISOString(),
    editedAt: verdict.revised ? new Date(revisedAt).toISOString() : undefined,
    title: review.title,
    text: review.text,
    rating: comment.starRating ?? undefined,
    author: review.authorName,
    appVersion: comment.appVersionName ?? undefined,
    device: comment.device ?? undefined,
    attributes: {
      ...(comment.androidOsVersion == null ? {} : { androidOsVersion: comment.androidOsVersion }),
      ...(comment.reviewerLanguage ? { reviewerLanguage: comment.reviewerLanguage } : {}),
      ...(responded ? { responded: true } : {}),
      ...(respondedAt === undefined ? {} : { respondedAt: new Date(respondedAt).toISOString() }),
      ...(review.truncated ? { truncated: true } : {}),
    },
  };
}

/** Title and body are one text, with a tab between them; without a title the tab comes first. */
function wordsOf(joined: string): Pick<PlayReview, 'title' | 'text' | 'truncated'> | undefined {
  const tab = joined.indexOf('\t');
  const title = joined.slice(0, Math.max(tab, 0)).trim().normalize('NFC');
  const body = joined.slice(tab + 1).trim();
  if (body !== '') return { title: title === '' ? undefined : title, ...fitText(body) };
  return title === '' ? undefined : { title: undefined, ...fitText(title) };
}

function newest<Comment extends { lastModified?: number | null | undefined }>(
  comments: readonly Comment[],
): Comment | undefined {
  return comments.toSorted((a, b) => (b.lastModified ?? 0) - (a.lastModified ?? 0))[0];
}
