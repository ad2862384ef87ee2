import * as z from 'zod';
import { PiiTypeSchema, VocRecordSchema } from './record.ts';
import { FunnelStageSchema, HesitationCodeSchema, SentimentLabelSchema, UrgencySchema } from './taxonomy.ts';

const OffsetSchema = z.int().min(0);

/** A stretch of text, in UTF-16 units, end exclusive. */
export const EvidenceSpanSchema = z.object({ start: OffsetSchema, end: OffsetSchema, text: z.string() });
export type EvidenceSpan = z.infer<typeof EvidenceSpanSchema>;

export const PiiSpanSchema = z.object({ start: OffsetSchema, end: OffsetSchema, type: PiiTypeSchema });
export type PiiSpan = z.infer<typeof PiiSpanSchema>;

export const SentimentSchema = z.object({
  label: SentimentLabelSchema,
  /** −1…1; ≥ 0 means the positive of the two poles, also where the label is neutral. */
  score: z.number().min(-1).max(1),
});
export type Sentiment = z.infer<typeof SentimentSchema>;

export const KeywordSchema = z.object({ term: z.string().min(1), weight: z.number().min(0) });
export type Keyword = z.infer<typeof KeywordSchema>;

export const HesitationSchema = z.object({
  code: HesitationCodeSchema,
  confidence: z.number().min(0).max(1),
  /** The words that carry it, as offsets in the redacted text. */
  evidence: z.array(EvidenceSpanSchema),
});
export type Hesitation = z.infer<typeof HesitationSchema>;

/** What one reading of a redacted text says. */
export const ReadingSchema = z.object({
  language: z.string().min(1),
  sentiment: SentimentSchema,
  keywords: z.array(KeywordSchema),
  /** Most important first; none is an empty list. */
  hesitations: z.array(HesitationSchema),
  stage: FunnelStageSchema,
  urgency: UrgencySchema,
  analysisVersion: z.string().min(1),
});
export type Reading = z.infer<typeof ReadingSchema>;

/** One output line of `voc analyze`: the reading with the redaction that came before it. */
export const AnalysisSchema = ReadingSchema.extend({
  id: z.string(),
  text: z.string(),
  /** Offsets in the input text. */
  pii: z.array(PiiSpanSchema),
});
export type Analysis = z.infer<typeof AnalysisSchema>;

/** The message on the analyses queue. */
export const AnalysedRecordSchema = z.object({ record: VocRecordSchema, reading: ReadingSchema });
export type AnalysedRecord = z.infer<typeof AnalysedRecordSchema>;
