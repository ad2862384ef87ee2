import * as z from 'zod';
import { FunnelStageSchema, HesitationCodeSchema, SentimentLabelSchema } from './taxonomy.ts';

/** The labels of a reading that a person may correct. */
const LabelsSchema = z.object({
  sentiment: SentimentLabelSchema,
  /** Most important first; none is an empty list. */
  codes: z.array(HesitationCodeSchema).max(5),
  stage: FunnelStageSchema,
});

/** A person's labels for one document, beside what was read. The text stays with the document. */
export const CorrectionSchema = z.object({
  documentKey: z.string(),
  labels: LabelsSchema,
  read: LabelsSchema.extend({ analysisVersion: z.string() }),
  /** Subject of the session. */
  by: z.string(),
  at: z.iso.datetime(),
});
export type Correction = z.infer<typeof CorrectionSchema>;

/** What a person sends: all three labels, as they should be. */
export const CorrectionRequestSchema = z.strictObject(LabelsSchema.shape);
export type CorrectionRequest = z.infer<typeof CorrectionRequestSchema>;
