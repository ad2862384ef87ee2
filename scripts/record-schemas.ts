import * as z from 'zod';
import { AlertMessageSchema } from '../shared/domain/alert.ts';
import { AnalysisSchema } from '../shared/domain/analysis.ts';
import { ContributionSchema } from '../shared/domain/contribution.ts';
import { CountPointSchema, DetectionSchema } from '../shared/domain/count-point.ts';
import { CustomerRowSchema } from '../shared/domain/customer.ts';
import { ErrorRecordSchema } from '../shared/domain/error-record.ts';
import { FunnelStepSchema } from '../shared/domain/funnel.ts';
import { InputDocumentSchema } from '../shared/domain/input-document.ts';
import {
  HesitationPointSchema,
  IncidentSchema,
  InsightsPublishedSchema,
  KeywordSuggestionSchema,
  WeeklyReviewSchema,
} from '../shared/domain/insight.ts';
import { LinkResultSchema } from '../shared/domain/link.ts';
import { VocRecordSchema } from '../shared/domain/record.ts';
import { SentMessageSchema } from '../shared/domain/sent-message.ts';

/** The records that other programs read or write, by the name of their schema file. */
const RECORDS = {
  'input-document': InputDocumentSchema,
  'voc-record': VocRecordSchema,
  analysis: AnalysisSchema,
  link: LinkResultSchema,
  customer: CustomerRowSchema,
  'sent-message': SentMessageSchema,
  'funnel-step': FunnelStepSchema,
  'count-point': CountPointSchema,
  detection: DetectionSchema,
  contribution: ContributionSchema,
  'error-record': ErrorRecordSchema,
  'hesitation-point': HesitationPointSchema,
  'keyword-suggestion': KeywordSuggestionSchema,
  incident: IncidentSchema,
  'alert-message': AlertMessageSchema,
  'weekly-review': WeeklyReviewSchema,
  'insights-published': InsightsPublishedSchema,
} as const satisfies Record<string, z.ZodType>;

/** Where the schema files lie. */
export const SCHEMA_DIRECTORY = new URL('../docs/schemas/', import.meta.url);

/**
 * Each record as JSON Schema (draft 2020-12), by file name. It describes the record as the product reads it; what is
 * accepted beyond that (numbers as text in CSV, `null` for absent) is in the doc comments of shared/domain.
 */
export function recordSchemas(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(RECORDS).map(([name, schema]) => {
      const json = z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any', reused: 'inline' });
      return [`${name}.schema.json`, `${JSON.stringify({ title: name, ...json }, null, 2)}\n`];
    }),
  );
}
