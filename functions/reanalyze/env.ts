import * as z from 'zod';
import { ENV_FIELDS } from '../../shared/runtime/env-fields.ts';

/** The environment of the function `reanalyze`; infra must set exactly these. */
export const EnvSchema = z.object({
  DOCUMENTS_TABLE: ENV_FIELDS.DOCUMENTS_TABLE,
  CONTRIBUTIONS_TABLE: ENV_FIELDS.CONTRIBUTIONS_TABLE,
  ROLLUPS_TABLE: ENV_FIELDS.ROLLUPS_TABLE,
  INSIGHTS_TABLE: ENV_FIELDS.INSIGHTS_TABLE,
  STATE_TABLE: ENV_FIELDS.STATE_TABLE,
  RECORDS_QUEUE_URL: ENV_FIELDS.RECORDS_QUEUE_URL,
  REANALYSES_QUEUE_URL: ENV_FIELDS.REANALYSES_QUEUE_URL,
  BUSINESS_TIME_ZONE: ENV_FIELDS.BUSINESS_TIME_ZONE,
});
export type Env = z.infer<typeof EnvSchema>;
