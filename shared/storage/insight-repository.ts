import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod';
import {
  type HesitationPoint,
  HesitationPointSchema,
  type Incident,
  IncidentSchema,
  type KeywordSuggestion,
  KeywordSuggestionSchema,
  type WeeklyReview,
  WeeklyReviewSchema,
} from '../domain/insight.ts';
import {
  deliveryKey,
  INCIDENTS_PARTITION,
  pointKey,
  pointsPartition,
  REVIEWS_PARTITION,
  reviewKey,
  sortKeyRange,
  suggestionKey,
  suggestionsPartition,
} from './keys.ts';
import { createTable, type Item, type Key, type TableDeps } from './table.ts';

/** A line in the list of reviews. */
export const ReviewSummarySchema = z.object({
  week: z.string(),
  generatedAt: z.string(),
  documents: z.int().min(0),
  negativeShare: z.number(),
});
export type ReviewSummary = z.infer<typeof ReviewSummarySchema>;

/** How a sink stands with a subject. `content` is a hash of what was said; `receipt` is the sink's own. */
export const DeliveryStateSchema = z.object({
  content: z.string(),
  /** `refused`: only a person can help. `given-up`: it failed for a day. */
  state: z.enum(['delivered', 'waiting', 'refused', 'given-up']),
  attempts: z.int().min(1),
  reason: z.string().optional(),
  firstFailedAt: z.iso.datetime().optional(),
  nextAttemptAt: z.iso.datetime().optional(),
  receipt: z.record(z.string(), z.string()).optional(),
});
export type DeliveryState = z.infer<typeof DeliveryStateSchema>;

const KeySchema = z.object({ pk: z.string(), sk: z.string() });

/** Weekly reviews, hesitation points, keyword suggestions, incidents. */
export function createInsightRepository(deps: TableDeps) {
  const table = createTable(deps);

  async function parseAll<Schema extends z.ZodType>(
    items: AsyncIterable<Item>,
    schema: Schema,
  ): Promise<z.output<Schema>[]> {
    const parsed: z.output<Schema>[] = [];
    for await (const item of items) parsed.push(schema.parse(item));
    return parsed;
  }

  /** Replaces the items of a partition: what is not among the new ones goes. */
  async function replacePartition(
    pk: string,
    items: readonly (Item & { pk: string; sk: string })[],
  ): Promise<void> {
    const kept = new Set(items.map((item) => item.sk));
    const stale: Key[] = [];
    for await (const item of table.partition(pk)) {
      const key = KeySchema.parse(item);
      if (!kept.has(key.sk)) stale.push(key);
    }
    await table.writeMany(items, stale);
  }

  return {
    /**
     * Stores a review with its points and suggestions; what an earlier run of the same week found and this one did not
     * is removed. The review itself is written last, so that whoever finds it finds its points too.
     */
    async putReview(review: WeeklyReview): Promise<void> {
      await replacePartition(
        pointsPartition(review.week),
        review.points.map((point) => ({ ...pointKey(review.week, point.id), ...point })),
      );
      await replacePartition(
        suggestionsPartition(review.week),
        review.keywords.map((keyword) => ({ ...suggestionKey(review.week, keyword.id), ...keyword })),
      );
      await table.put({
        ...reviewKey(review.week),
        week: review.week,
        generatedAt: review.generatedAt,
        documents: review.documents,
        negativeShare: review.negativeShare,
        // Quotes make a review larger than an item may be; compressed it is about a tenth.
        body: gzipSync(JSON.stringify(review)),
      });
    },

    async getReview(week: string): Promise<WeeklyReview | undefined> {
      const item = await table.get(reviewKey(week));
      if (item === undefined) return undefined;
      const body = z.instanceof(Uint8Array).parse(item.body);
      return WeeklyReviewSchema.parse(JSON.parse(gunzipSync(body).toString('utf8')));
    },

    /** All reviews, newest week first. */
    async listReviews(): Promise<ReviewSummary[]> {
      const items = table.query({
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': REVIEWS_PARTITION },
        ProjectionExpression: 'week, generatedAt, documents, negativeShare',
        ScanIndexForward: false,
      });
      return parseAll(items, ReviewSummarySchema);
    },

    /** How a sink stands with a subject; `deliverySubject` names the two. */
    async getDelivery(subject: string): Promise<DeliveryState | undefined> {
      const item = await table.get(deliveryKey(subject));
      return item === undefined ? undefined : DeliveryStateSchema.parse(item);
    },

    async putDelivery(subject: string, state: DeliveryState): Promise<void> {
      await table.put({ ...deliveryKey(subject), ...state });
    },

    listPoints(week: string): Promise<HesitationPoint[]> {
      return parseAll(table.partition(pointsPartition(week)), HesitationPointSchema);
    },

    listSuggestions(week: string): Promise<KeywordSuggestion[]> {
      return parseAll(table.partition(suggestionsPartition(week)), KeywordSuggestionSchema);
    },

    /** Incidents that started between two ISO times, both included, oldest first. */
    listIncidents(from: string, to: string): Promise<Incident[]> {
      return parseAll(table.partition(INCIDENTS_PARTITION, sortKeyRange(from, to)), IncidentSchema);
    },
  };
}

export type InsightRepository = ReturnType<typeof createInsightRepository>;
