import { createHmac } from 'node:crypto';
import * as z from 'zod';
import { IsoTimeSchema, resolveTime } from '../../domain/input-document.ts';
import { readItem } from '../access/read-json.ts';
import type { ItemProblem } from '../contract.ts';
import { fitText } from '../text/fit-text.ts';
import type { Sight, Verdict } from './review-walk.ts';

const TimeSchema = IsoTimeSchema.transform((value) => resolveTime(value, 'UTC').at);

const ReviewSchema = z.object({
  id: z.string().min(1).max(500),
  attributes: z.object({
    rating: z.int().min(1).max(5),
    title: z.string().nullish(),
    body: z.string().nullish(),
    reviewerNickname: z.string().nullish(),
    createdDate: TimeSchema,
    territory: z.string().nullish(),
  }),
  relationships: z
    .object({ response: z.object({ data: z.object({ id: z.string() }).nullish() }).nullish() })
    .nullish(),
});

/** Without the body: it is the company's word, not a customer's. */
const ResponseSchema = z.object({
  type: z.literal('customerReviewResponses'),
  id: z.string(),
  attributes: z.object({ lastModifiedDate: TimeSchema.nullish(), state: z.string().nullish() }),
  relationships: z
    .object({ review: z.object({ data: z.object({ id: z.string() }).nullish() }).nullish() })
    .nullish(),
});

/** When a response was last modified, null where that is not told; by response id and by review id. */
export type PublishedResponses = ReadonlyMap<string, Date | null>;

/** A review of App Store Connect. */
export interface AppStoreReview extends z.infer<typeof ReviewSchema> {
  readonly title: string | undefined;
  readonly text: string;
  readonly truncated: boolean;
  /** As in {@link PublishedResponses}; undefined without a response. */
  readonly respondedAt: Date | null | undefined;
}

/** The responses that a page includes, without those that customers do not see yet. */
export function publishedResponses(included: readonly unknown[]): PublishedResponses {
  return new Map(
    included
      .flatMap((raw) => ResponseSchema.safeParse(raw).data ?? [])
      .filter(({ attributes }) => attributes.state !== 'PENDING_PUBLISH')
      .flatMap(({ id, attributes, relationships }) =>
        [id, relationships?.review?.data?.id ?? id].map((key) => [key, attributes.lastModifiedDate ?? null]),
      ),
  );
}

/** One review as the API gives it, or what is wrong with it. */
export function readAppStoreReview(
  raw: unknown,
  responses: PublishedResponses,
):
  | { readonly ok: true; readonly item: AppStoreReview }
  | { readonly ok: false; readonly problem: ItemProblem } {
  const read = readItem(ReviewSchema, raw);
  if (!read.ok) return read;
  const { id, attributes, relationships } = read.item;
  const title = attributes.title?.trim() ? attributes.title.normalize('NFC') : undefined;
  const body = attributes.body?.trim() ? attributes.body : undefined;
  // A review without a body says what it says in its title.
  const text = body ?? title;
  if (text === undefined) {
    const message = 'The review has neither title nor body.';
    return { ok: false, problem: { id, field: 'attributes.body', message } };
  }
  return {
    ok: true,
    item: {
      ...read.item,
      title: body === undefined ? undefined : title,
      ...fitText(text),
      respondedAt: responses.get(responses.has(id) ? id : (relationships?.response?.data?.id ?? id)),
    },
  };
}

/**
 * What the walk goes by. The API has no time of an edit, and an edit may keep all lengths: only the words themselves
 * tell. The seal is keyed with a secret, so that a checkpoint tells nobody what was written.
 */
export function sightOf({ id, attributes, respondedAt }: AppStoreReview, sealKey: string): Sight {
  const { createdDate, rating, title, body } = attributes;
  const response = respondedAt === undefined ? '' : (respondedAt?.toISOString() ?? 'responded');
  const sealed = JSON.stringify(['review', id, createdDate, rating, title ?? '', body ?? '', response]);
  const seal = createHmac('sha256', sealKey).update(sealed).digest('base64url').slice(0, 12);
  return { id, at: createdDate.getTime(), seal };
}

/** A new or revised review as an input document. */
export function documentOf(
  review: AppStoreReview,
  verdict: Verdict & { fresh: true },
  app: string,
  now: Date,
): unknown {
  const { rating, reviewerNickname, territory } = review.attributes;
  return {
    id: review.id,
    source: 'app-review',
    app,
    publishedAt: new Date(verdict.firstAt).toISOString(),
    // When we saw it: later than the edit, but in the order of the edits.
    editedAt: verdict.revised ? now.toISOString() : undefined,
    title: review.title,
    text: review.text,
    rating,
    author: reviewerNickname ?? undefined,
    attributes: {
      ...(territory ? { territory } : {}),
      ...(review.respondedAt === undefined ? {} : { responded: true }),
      ...(review.respondedAt ? { respondedAt: review.respondedAt.toISOString() } : {}),
      ...(review.truncated ? { truncated: true } : {}),
    },
  };
}
