import * as z from 'zod';
import { HealthFindingSchema } from './source-health.ts';
import {
  FunnelStageSchema,
  HesitationCodeSchema,
  SentimentLabelSchema,
  SourceKindSchema,
} from './taxonomy.ts';

/** An estimate with its 95 % interval. */
export const IntervalSchema = z.object({ value: z.number(), low: z.number(), high: z.number() });
export type Interval = z.infer<typeof IntervalSchema>;

/** Change against the weeks before, as a ratio of rates; or the honest answer that the counts do not tell. */
export const ChangeSchema = z.union([
  z.object({
    ratio: z.number(),
    low: z.number(),
    high: z.number(),
    /** Whether the change stands after correction for all comparisons of the review. */
    significant: z.boolean(),
  }),
  z.literal('too-few'),
]);
export type Change = z.infer<typeof ChangeSchema>;

/** A redacted quote and where it comes from. `highlights` are offsets in `text`. */
export const QuoteSchema = z.object({
  documentKey: z.string(),
  id: z.string(),
  text: z.string(),
  source: SourceKindSchema,
  connector: z.string(),
  day: z.string(),
  rating: z.number().optional(),
  url: z.string().optional(),
  sentiment: SentimentLabelSchema,
  highlights: z.array(z.object({ start: z.int().min(0), end: z.int().min(0) })),
});
export type Quote = z.infer<typeof QuoteSchema>;

export const POINT_STATUSES = ['new', 'known', 'addressing', 'resolved', 'back'] as const;
export const PointStatusSchema = z.enum(POINT_STATUSES);
export type PointStatus = z.infer<typeof PointStatusSchema>;

/** What people decided about a point or an alert; carried from week to week until it is resolved. */
const ownership = {
  owner: z.string().optional(),
  /** Day by which an answer is due, `YYYY-MM-DD`. */
  dueDate: z.string().optional(),
  note: z.string().optional(),
};

/** Why customers hesitate, at which stage: reason × stage in a period, with its evidence. */
export const HesitationPointSchema = z.object({
  id: z.string(),
  code: HesitationCodeSchema,
  stage: FunnelStageSchema,
  period: z.string(),
  documents: z.int().min(0),
  customers: z.int().min(0),
  share: IntervalSchema,
  change: ChangeSchema,
  negativeShare: z.number().min(0).max(1),
  sources: z.partialRecord(SourceKindSchema, z.int().min(0)),
  segments: z.array(
    z.object({
      segment: z.string(),
      documents: z.int().min(0),
      /** How much more often than the other segments this one speaks of the point. */
      over: ChangeSchema.optional(),
    }),
  ),
  terms: z.array(z.object({ term: z.string(), documents: z.int().min(0) })),
  /** Documents per day over the review's whole window, oldest first. */
  daily: z.array(z.object({ day: z.string(), documents: z.int().min(0) })),
  status: PointStatusSchema,
  evidence: z.array(QuoteSchema),
  ...ownership,
});
export type HesitationPoint = z.infer<typeof HesitationPointSchema>;

export const SUGGESTION_ANGLES = [
  'explain-why',
  'concrete-number',
  'social-proof',
  'how-to',
  'reassure',
  'other-feature',
] as const;
export const SuggestionAngleSchema = z.enum(SUGGESTION_ANGLES);
export type SuggestionAngle = z.infer<typeof SuggestionAngleSchema>;

/** Words that customers use at a hesitation point, whether our messages have them, and what to do with them. */
export const KeywordSuggestionSchema = z.object({
  id: z.string(),
  pointId: z.string(),
  segment: z.string(),
  stage: FunnelStageSchema,
  phrase: z.string(),
  said: z.int().min(0),
  /** True when none of our messages of the archive carries the phrase. */
  gap: z.boolean(),
  lift: IntervalSchema.nullable(),
  angle: SuggestionAngleSchema,
  drafts: z.array(z.string()),
  evidence: z.array(QuoteSchema),
});
export type KeywordSuggestion = z.infer<typeof KeywordSuggestionSchema>;

/** An hour (or run of hours) with clearly more negative voices than expected. */
export const IncidentSchema = z.object({
  id: z.string(),
  series: z.string(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().optional(),
  count: z.int().min(0),
  expected: z.number().min(0),
  upper: z.number().min(0),
  status: z.enum(['open', 'acknowledged', 'resolved']),
  codes: z.array(z.object({ code: HesitationCodeSchema, documents: z.int().min(0) })),
  terms: z.array(z.string()),
  evidence: z.array(QuoteSchema),
  ...ownership,
});
export type Incident = z.infer<typeof IncidentSchema>;

/** What a campaign's recipients said of it, as far as they quote or date it. */
export const CampaignEchoSchema = z.object({
  campaign: z.string(),
  messageIds: z.array(z.string()),
  sentAt: z.iso.datetime(),
  text: z.string(),
  delivered: z.int().min(0),
  clicked: z.int().min(0),
  unsubscribed: z.int().min(0),
  /** Doubting voices (trust, messaging) of `windowDays` days before and after it was sent. */
  doubtsBefore: z.int().min(0),
  doubtsAfter: z.int().min(0),
  /** 7, or as many days as have passed since; absent means 7. */
  windowDays: z.int().min(1).max(7).optional(),
});
export type CampaignEcho = z.infer<typeof CampaignEchoSchema>;

/** The weekly CX review: everything a page, a PDF or a CSV of it shows. */
export const WeeklyReviewSchema = z.object({
  week: z.string().regex(/^\d{4}-W\d{2}$/),
  from: z.string(),
  to: z.string(),
  timeZone: z.string(),
  generatedAt: z.iso.datetime(),
  brand: z.string(),
  documents: z.int().min(0),
  customers: z.int().min(0),
  negativeShare: z.number().min(0).max(1),
  negativeShareBefore: z.number().min(0).max(1).nullable(),
  change: ChangeSchema,
  sources: z.array(
    z.object({ source: SourceKindSchema, documents: z.int().min(0), negative: z.int().min(0) }),
  ),
  weeks: z.array(z.object({ week: z.string(), documents: z.int().min(0), negative: z.int().min(0) })),
  daily: z.array(
    z.object({
      day: z.string(),
      documents: z.int().min(0),
      negative: z.int().min(0),
      neutral: z.int().min(0),
      positive: z.int().min(0),
    }),
  ),
  codes: z.array(
    z.object({
      code: HesitationCodeSchema,
      documents: z.int().min(0),
      share: IntervalSchema,
      change: ChangeSchema,
      daily: z.array(z.object({ day: z.string(), documents: z.int().min(0) })),
    }),
  ),
  stages: z.array(
    z.object({
      stage: FunnelStageSchema,
      documents: z.int().min(0),
      negative: z.int().min(0),
      entered: z.int().min(0).nullable(),
      completed: z.int().min(0).nullable(),
    }),
  ),
  points: z.array(HesitationPointSchema),
  keywords: z.array(KeywordSuggestionSchema),
  avoid: z.array(z.object({ term: z.string(), reason: z.string(), messages: z.int().min(0) })),
  campaigns: z.array(CampaignEchoSchema),
  incidents: z.array(IncidentSchema),
  caveats: z.array(
    z.object({ code: z.string(), detail: z.record(z.string(), z.union([z.string(), z.number()])) }),
  ),
  /** How the sources stood when the review was made; absent where nobody asked. */
  health: z
    .array(
      z.object({
        sourceId: z.string(),
        lastSuccessAt: z.iso.datetime().optional(),
        findings: z.array(HealthFindingSchema),
      }),
    )
    .optional(),
  analysisVersions: z.array(z.string()),
});
export type WeeklyReview = z.infer<typeof WeeklyReviewSchema>;

/** Detail of the EventBridge event `voc.insights.published`: IDs and an S3 key, no content. */
export const InsightsPublishedSchema = z.object({
  week: z.string(),
  reviewKey: z.string(),
  pointIds: z.array(z.string()),
  suggestionIds: z.array(z.string()),
});
export type InsightsPublished = z.infer<typeof InsightsPublishedSchema>;
