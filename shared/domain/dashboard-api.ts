import * as z from 'zod';
import { MuteSchema } from './alert.ts';
import { EvidenceSpanSchema, KeywordSchema, SentimentSchema } from './analysis.ts';
import { CorrectionSchema } from './correction.ts';
import { ErasureReceiptSchema } from './erasure.ts';
import { ErrorRecordSchema } from './error-record.ts';
import { ImportReportSchema } from './import-report.ts';
import { HesitationPointSchema, IncidentSchema } from './insight.ts';
import { LinkEvidenceSchema, LinkStatusSchema } from './link.ts';
import { LINK_VERDICTS } from './link-decision.ts';
import { LookupSchema } from './lookup.ts';
import { VocRecordSchema } from './record.ts';
import { SettingsFindingSchema } from './settings-edition.ts';
import { HealthFindingSchema, RUN_OUTCOMES } from './source-health.ts';
import { FunnelStageSchema, HesitationCodeSchema, SourceKindSchema, UrgencySchema } from './taxonomy.ts';

/** Who may do what in the dashboard; a person has one or more of them. */
export const ROLES = ['viewer', 'marketer', 'cx', 'admin'] as const;
export const RoleSchema = z.enum(ROLES);
export type Role = z.infer<typeof RoleSchema>;

const CountSchema = z.int().min(0);
const SourceCountSchema = z.object({
  source: SourceKindSchema,
  documents: CountSchema,
  negative: CountSchema,
});

/** `GET /v1/status`: what is there, and who asks. */
export const StatusSchema = z.object({
  documents: CountSchema,
  negative: CountSchema,
  sources: z.array(SourceCountSchema),
  days: CountSchema,
  firstDay: z.string().nullable(),
  lastDay: z.string().nullable(),
  lastWeek: z.string().nullable(),
  today: z.string(),
  timeZone: z.string(),
  session: z.object({ name: z.string().nullable(), roles: z.array(RoleSchema) }),
});
export type Status = z.infer<typeof StatusSchema>;

/** One ISO week of the business zone that has documents. `daysWithDocuments` below 7 tells a part of a week. */
export const WeekSummarySchema = z.object({
  week: z.string(),
  from: z.string(),
  to: z.string(),
  documents: CountSchema,
  negative: CountSchema,
  daysWithDocuments: CountSchema,
  published: z.boolean(),
});
export type WeekSummary = z.infer<typeof WeekSummarySchema>;

/** `GET /v1/weeks`: newest first. */
export const WeekListSchema = z.object({
  weeks: z.array(WeekSummarySchema),
  nextCursor: z.string().nullable(),
});
export type WeekList = z.infer<typeof WeekListSchema>;

/** Where the next page of a list begins; null on its last page. */
const NextCursorSchema = z.string().nullable();

/** `GET /v1/points?week=`: most documents first. */
export const PointListSchema = z.object({
  week: z.string(),
  points: z.array(HesitationPointSchema),
  nextCursor: NextCursorSchema,
});
export type PointList = z.infer<typeof PointListSchema>;

/** One voice as the dashboard shows it: redacted text with its reading. `customerId` is there for cx and admin only. */
export const VoiceSchema = VocRecordSchema.pick({
  documentKey: true,
  id: true,
  source: true,
  connector: true,
  app: true,
  publishedAt: true,
  publishedAtPrecision: true,
  editedAt: true,
  firstSeenAt: true,
  title: true,
  text: true,
  rating: true,
  appVersion: true,
  device: true,
  url: true,
  redactionVersion: true,
}).extend({
  day: z.string(),
  language: z.string(),
  sentiment: SentimentSchema,
  hesitations: z.array(
    z.object({ code: HesitationCodeSchema, confidence: z.number(), evidence: z.array(EvidenceSpanSchema) }),
  ),
  keywords: z.array(KeywordSchema),
  stage: FunnelStageSchema,
  urgency: UrgencySchema,
  analysisVersion: z.string(),
  /** What a person says of it instead, where somebody has corrected the reading. */
  correction: CorrectionSchema.optional(),
  link: z.object({
    status: LinkStatusSchema,
    confidence: z.number(),
    evidence: z.array(LinkEvidenceSchema),
    customerId: z.string().nullable().optional(),
  }),
});
export type Voice = z.infer<typeof VoiceSchema>;

/**
 * `GET /v1/voices`: newest first; a list names no customer. `total` is null where nothing counts the chosen combination
 * of filters. A page may hold fewer voices than asked for, even none, while `nextCursor` leads on.
 */
export const VoiceListSchema = z.object({
  voices: z.array(VoiceSchema),
  total: CountSchema.nullable(),
  nextCursor: NextCursorSchema,
});
export type VoiceList = z.infer<typeof VoiceListSchema>;

/** `GET /v1/incidents`: newest first. */
export const IncidentListSchema = z.object({
  incidents: z.array(IncidentSchema),
  nextCursor: NextCursorSchema,
});
export type IncidentList = z.infer<typeof IncidentListSchema>;

/** `GET /v1/mutes`: the series that nobody is told about now. */
export const MuteListSchema = z.object({ mutes: z.array(MuteSchema), nextCursor: NextCursorSchema });
export type MuteList = z.infer<typeof MuteListSchema>;

/** `PUT /v1/mutes/{series}`: until when nobody is told of a series. */
export const MuteRequestSchema = z.strictObject({ until: z.iso.datetime() });
export type MuteRequest = z.infer<typeof MuteRequestSchema>;

/** A suggested link that waits for a person: whose voice this may be, and why. */
export const LinkReviewSchema = z.object({
  documentKey: z.string(),
  source: SourceKindSchema,
  connector: z.string(),
  publishedAt: z.string(),
  /** Redacted. */
  text: z.string(),
  rating: z.number().optional(),
  customerId: z.string(),
  confidence: z.number().min(0).max(1),
  /** In words, what speaks for the link first. */
  evidence: z.array(z.object({ kind: z.string(), ko: z.string(), en: z.string(), speaksFor: z.boolean() })),
});
export type LinkReview = z.infer<typeof LinkReviewSchema>;

/** `GET /v1/link-reviews`. */
export const LinkReviewListSchema = z.object({
  reviews: z.array(LinkReviewSchema),
  nextCursor: z.string().nullable(),
});
export type LinkReviewList = z.infer<typeof LinkReviewListSchema>;

/** `PUT /v1/link-reviews/{documentKey}`. */
export const LinkVerdictRequestSchema = z.strictObject({
  customerId: z.string().min(1).max(200),
  verdict: z.enum(LINK_VERDICTS),
  /** Why; personal data is taken out before it is kept. */
  reason: z.string().trim().min(1).max(500).optional(),
});
export type LinkVerdictRequest = z.infer<typeof LinkVerdictRequestSchema>;
export const LinkVerdictSchema = LinkVerdictRequestSchema.omit({ reason: true }).extend({
  documentKey: z.string(),
});

/** `GET /v1/errors`: the error records of one day, and the days that have some (newest first). */
export const ErrorListSchema = z.object({
  days: z.array(z.string()),
  day: z.string().nullable(),
  errors: z.array(ErrorRecordSchema),
  /** Whether there are more than these. */
  truncated: z.boolean(),
  nextCursor: NextCursorSchema,
});
export type ErrorList = z.infer<typeof ErrorListSchema>;

/** What a source brings. */
export const SOURCE_CONTENTS = ['voices', 'customers', 'messages', 'funnel'] as const;

/** A configured source and how its last runs went; `never` where none has run yet. */
export const SourceHealthViewSchema = z.object({
  id: z.string(),
  brings: z.enum(SOURCE_CONTENTS),
  connector: z.string(),
  enabled: z.boolean(),
  schedule: z.string(),
  /** Whether a run is under way. */
  running: z.boolean(),
  lastRunAt: z.string().nullable(),
  lastSuccessAt: z.string().nullable(),
  outcome: z.enum(['never', ...RUN_OUTCOMES]),
  documents: CountSchema.nullable(),
  rejected: CountSchema.nullable(),
  errorCode: z.string().nullable(),
  /** What an operator should know now, the most severe first. */
  findings: z.array(HealthFindingSchema),
  /** Documents of the last finished runs, the newest last. */
  recentDocuments: z.array(CountSchema),
  parkedUntil: z.string().nullable(),
  quotaLeft: z.number().nullable(),
  credentialExpiresAt: z.string().nullable(),
});
export type SourceHealthView = z.infer<typeof SourceHealthViewSchema>;

/** `GET /v1/sources`. */
export const SourceListSchema = z.object({
  sources: z.array(SourceHealthViewSchema),
  nextCursor: NextCursorSchema,
});
export type SourceList = z.infer<typeof SourceListSchema>;

/** `POST /v1/sources/{id}/runs`: the run begins soon; the source tells of it in its `lastRunAt`. */
export const SourceRunRequestedSchema = z.object({ id: z.string(), requestedAt: z.string() });
export type SourceRunRequested = z.infer<typeof SourceRunRequestedSchema>;

/** `GET /v1/imports`: what the imports of customers found; newest first. */
export const ImportListSchema = z.object({
  imports: z.array(ImportReportSchema),
  nextCursor: NextCursorSchema,
});
export type ImportList = z.infer<typeof ImportListSchema>;

/** `GET /v1/erasures`: who asked for a customer to be erased, and what was done; newest first. */
export const ErasureListSchema = z.object({
  erasures: z.array(ErasureReceiptSchema),
  nextCursor: NextCursorSchema,
});
export type ErasureList = z.infer<typeof ErasureListSchema>;

/** `POST /v1/reviews/{week}`. */
export const ReviewRequestedSchema = z.object({ week: z.string(), requested: z.literal(true) });
export type ReviewRequested = z.infer<typeof ReviewRequestedSchema>;

/** `GET /v1/lookups`: who looked up customers in a month, for administrators; newest first. */
export const LookupListSchema = z.object({
  month: z.string(),
  lookups: z.array(LookupSchema),
  nextCursor: NextCursorSchema,
});
export type LookupList = z.infer<typeof LookupListSchema>;

/** `GET /v1/corrections`: what people corrected, the last one first. */
export const CorrectionListSchema = z.object({
  corrections: z.array(CorrectionSchema),
  nextCursor: NextCursorSchema,
});
export type CorrectionList = z.infer<typeof CorrectionListSchema>;

/** An RFC 9457 problem; `code` is what a program reads. */
export const ProblemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  code: z.string(),
  /** Of `invalid-settings`: what to correct. */
  findings: z.array(SettingsFindingSchema).optional(),
});
export type Problem = z.infer<typeof ProblemSchema>;
