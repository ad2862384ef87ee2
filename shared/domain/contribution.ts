import * as z from 'zod';
import {
  FunnelStageSchema,
  HesitationCodeSchema,
  SentimentLabelSchema,
  SourceKindSchema,
  UrgencySchema,
} from './taxonomy.ts';

/** How many keywords of a document count in the rollups. */
export const MAX_CONTRIBUTED_TERMS = 12;

/**
 * What one document adds to the rollups. No text, no personal data: it outlives the text.
 * `bucket` is the UTC hour `YYYY-MM-DDTHH` of the earliest publication time seen, or the business day `YYYY-MM-DD`
 * where only the day (or the first sight) is known. `day` is the business day of the bucket.
 */
export const ContributionSchema = z.object({
  documentKey: z.string().regex(/^[0-9a-f]{64}$/),
  day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  bucket: z.string().regex(/^\d{4}-\d{2}-\d{2}(T\d{2})?$/),
  shard: z.int().min(0),
  revision: z.string().min(1),
  source: SourceKindSchema,
  connector: z.string(),
  app: z.string().optional(),
  appVersion: z.string().optional(),
  language: z.string(),
  sentiment: SentimentLabelSchema,
  rating: z.number().optional(),
  /** Most important first. */
  codes: z.array(HesitationCodeSchema),
  stage: FunnelStageSchema,
  urgency: UrgencySchema,
  terms: z.array(z.string()).max(MAX_CONTRIBUTED_TERMS),
  /** Hash of the CRM customer ID of a certain link; counts distinct people without naming them. */
  customerRef: z.string().optional(),
  /** Present where that customer consents to analytics. */
  consented: z.literal(true).optional(),
  /** Attributes of the linked customer; present only with consentAnalytics. */
  segment: z.string().optional(),
  lifecycleStage: z.string().optional(),
  acquisitionChannel: z.string().optional(),
  /** Start of the 5-minute slot of arrival, ISO UTC; only where the text was at most 24 h old on arrival. */
  arrivalSlot: z.iso.datetime().optional(),
  analysisVersion: z.string(),
});
export type Contribution = z.infer<typeof ContributionSchema>;
