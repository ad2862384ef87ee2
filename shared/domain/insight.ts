import * as z from 'zod';
import { EmergingPointSchema } from './emerging-point.ts';
import { ChangeSchema, IntervalSchema } from './measure.ts';
import { ArchiveEffectSchema } from './message-effect.ts';
import { PointMessageSchema, PointOutcomeSchema } from './point-outcome.ts';
import { PointStatusSchema, PointTrackingViewSchema } from './point-tracking.ts';
import { QuoteSchema } from './quote.ts';
import { SEVERITIES } from './severities.ts';
import { HealthFindingSchema } from './source-health.ts';
import { FunnelStageSchema, HesitationCodeSchema, SourceKindSchema } from './taxonomy.ts';

export { type Change, ChangeSchema, type Interval, IntervalSchema } from './measure.ts';
export { type PointStatus, PointStatusSchema } from './point-tracking.ts';
export { type Quote, QuoteSchema } from './quote.ts';

/** What a hesitation point is cut by. */
export const POINT_SLICES = ['source', 'segment', 'lifecycle-stage', 'acquisition-channel'] as const;

/** A hesitation point among the voices of one source, segment, lifecycle stage or acquisition channel. */
export const PointSliceSchema = z.object({
  by: z.enum(POINT_SLICES),
  value: z.string(),
  documents: z.int().min(0),
  customers: z.int().min(0),
  /** Of the documents of this source, segment, … */
  share: IntervalSchema,
  change: ChangeSchema,
  negativeShare: z.number().min(0).max(1),
});
export type PointSlice = z.infer<typeof PointSliceSchema>;

/** How much a point deserves attention, in points that add up; see docs/insight.md. */
export const PointPrioritySchema = z.object({
  score: z.number().min(0).max(100),
  parts: z.object({
    share: z.number().min(0),
    negative: z.number().min(0),
    rise: z.number().min(0),
    dropOff: z.number().min(0),
  }),
});
export type PointPriority = z.infer<typeof PointPrioritySchema>;

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
  /** Most documents first; absent in reviews made before points were cut. */
  slices: z.array(PointSliceSchema).optional(),
  /** The funnel of the point's stage in the period; null where no row of it is known. */
  dropOff: z
    .object({ entered: z.int().min(0), completed: z.int().min(0), rate: z.number().min(0).max(1) })
    .nullable()
    .optional(),
  priority: PointPrioritySchema.optional(),
  /** What people have written on the point. */
  tracking: PointTrackingViewSchema.optional(),
  /** What came back of accepted words that were sent, the newest first; absent where none were. */
  outcomes: z.array(PointOutcomeSchema).optional(),
  /** Our own messages that speak of it at its stage, the newest first; absent where there are none. */
  messages: z.array(PointMessageSchema).optional(),
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

/** An A/B test of a draft against today's copy: how many people each side needs to show the stated effect. */
export const PlannedTestSchema = z.object({
  metric: z.enum(['click', 'conversion']),
  /** The usual rate per delivery of such messages. */
  baseline: z.number().min(0).max(1),
  /** The smallest relative change worth knowing: 0.1 is a tenth more. */
  minimumEffect: z.number().positive(),
  perVariant: z.int().positive(),
});
export type PlannedTest = z.infer<typeof PlannedTestSchema>;

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
  /** How many times as many clicks per delivery our messages with it had; null where the archive cannot tell. */
  lift: IntervalSchema.nullable(),
  /** How often the phrase is said now against the weeks before. */
  change: ChangeSchema.optional(),
  angle: SuggestionAngleSchema,
  /** Another feature of ours that helps at this point, and how many content voices of the week name it. */
  praised: z.object({ feature: z.string(), documents: z.int().min(0) }).optional(),
  /** Null where the archive has no message to compare with. */
  test: PlannedTestSchema.nullable().optional(),
  drafts: z.array(z.string()),
  evidence: z.array(QuoteSchema),
});
export type KeywordSuggestion = z.infer<typeof KeywordSuggestionSchema>;

/** How fast people must act on an alert. */
export const SeveritySchema = z.enum(SEVERITIES);
export type Severity = z.infer<typeof SeveritySchema>;

/** What may lie behind an incident. Shares are of the voices that name a version or come through a connector at all. */
export const CauseSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('version'), version: z.string(), share: z.number(), usual: z.number() }),
  z.object({ kind: z.literal('connector'), connector: z.string(), share: z.number(), usual: z.number() }),
  /** A campaign of ours that went out shortly before. */
  z.object({ kind: z.literal('campaign'), campaign: z.string(), sentAt: z.iso.datetime() }),
  /** Something is wrong with a source that these voices came through; `finding` is a code of source health. */
  z.object({ kind: z.literal('source-health'), sourceId: z.string(), finding: z.string() }),
]);
export type Cause = z.infer<typeof CauseSchema>;

const PartSchema = <Key extends z.ZodType<string>>(key: Key) =>
  z.array(z.object({ key, documents: z.int().min(0) }));

/** An hour (or run of hours) with clearly more negative voices than expected. */
export const IncidentSchema = z.object({
  id: z.string(),
  /** The series that explains it best; `count`, `expected` and `upper` are of this one. */
  series: z.string(),
  /** All series that rose, the leading one first. */
  seriesTogether: z.array(z.string()).optional(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().optional(),
  count: z.int().min(0),
  expected: z.number().min(0),
  upper: z.number().min(0),
  severity: SeveritySchema.optional(),
  status: z.enum(['open', 'acknowledged', 'resolved']),
  codes: z.array(z.object({ code: HesitationCodeSchema, documents: z.int().min(0) })),
  terms: z.array(z.string()),
  /** Where the voices came from and which stages they speak of: team rules look at these. */
  sources: PartSchema(SourceKindSchema).optional(),
  stages: PartSchema(FunnelStageSchema).optional(),
  /** Runs that collected voices behind it: from here the logs lead back to the source. */
  runIds: z.array(z.string()).optional(),
  causes: z.array(CauseSchema).optional(),
  /** Distinct customers behind the voices: surely linked, with consent to analytics. */
  customers: z.int().min(0).optional(),
  evidence: z.array(QuoteSchema),
  acknowledgedAt: z.iso.datetime().optional(),
  /** Who took it: the user name of the login. */
  acknowledgedBy: z.string().optional(),
  /** When the detector last saw it. */
  seenAt: z.iso.datetime().optional(),
  /** How often people were told; 0 or absent: never. */
  sequence: z.int().min(0).optional(),
  toldAt: z.iso.datetime().optional(),
  toldCount: z.int().min(0).optional(),
  /** Grows with every write, so that two writers notice each other. */
  version: z.int().min(0).optional(),
});
export type Incident = z.infer<typeof IncidentSchema>;

/** Why a word is better avoided: a rule, or what was seen to go with it. */
export const AVOID_KINDS = ['rule', 'distrust', 'leaving', 'misreading'] as const;
export const AvoidedWordSchema = z.object({
  term: z.string(),
  reason: z.string(),
  /** Our messages that carry it. */
  messages: z.int().min(0),
  /** Absent means `rule`. */
  kind: z.enum(AVOID_KINDS).optional(),
  instead: z.string().optional(),
  /** `distrust`: which part of the voices that say it doubt us; `misreading`: those that say it are `documents`. */
  voices: z.object({ documents: z.int().min(0), share: IntervalSchema }).optional(),
  /** How many times as many people left per delivery of messages with it. */
  leaving: IntervalSchema.optional(),
  /** Of the voices that say it and the messages that carry it, most first; absent in reviews made before. */
  stages: z.array(FunnelStageSchema).optional(),
  segments: z.array(z.string()).optional(),
  /** Voices that say it; of `distrust`, those that doubt us. */
  evidence: z.array(QuoteSchema).optional(),
});
export type AvoidedWord = z.infer<typeof AvoidedWordSchema>;

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
  /** Of doubts per voice, after the sending against the weeks before it, corrected over all campaigns; absent in older reviews. */
  doubtChange: ChangeSchema.optional(),
  /** 7, or as many days as have passed since; absent means 7. */
  windowDays: z.int().min(1).max(7).optional(),
  /** Voices that quote the message itself. */
  quoted: z
    .object({
      documents: z.int().min(0),
      /** Which part of them doubts that it is genuine. */
      doubt: IntervalSchema,
      /** Which part of them is tired of messages. */
      fatigue: IntervalSchema,
      evidence: z.array(QuoteSchema),
    })
    .optional(),
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
  /** What matters most first (`priority`). */
  points: z.array(HesitationPointSchema),
  /** What customers speak of beside the taxonomy; absent in reviews made before. */
  emerging: z.array(EmergingPointSchema).optional(),
  keywords: z.array(KeywordSuggestionSchema),
  avoid: z.array(AvoidedWordSchema),
  campaigns: z.array(CampaignEchoSchema),
  /** What words and features of our messages did; absent in reviews made before. */
  effects: z.array(ArchiveEffectSchema).optional(),
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
