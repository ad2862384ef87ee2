import * as z from 'zod';
import { ENV_FIELDS } from '../../shared/runtime/env-fields.ts';

/** The environment of the function `detect-spikes`; infra must set exactly these. */
export const EnvSchema = z.object({
  ROLLUPS_TABLE: ENV_FIELDS.ROLLUPS_TABLE,
  CONTRIBUTIONS_TABLE: ENV_FIELDS.CONTRIBUTIONS_TABLE,
  DOCUMENTS_TABLE: ENV_FIELDS.DOCUMENTS_TABLE,
  ARCHIVE_TABLE: ENV_FIELDS.ARCHIVE_TABLE,
  INSIGHTS_TABLE: ENV_FIELDS.INSIGHTS_TABLE,
  STATE_TABLE: ENV_FIELDS.STATE_TABLE,
  EVENT_BUS_NAME: ENV_FIELDS.EVENT_BUS_NAME,
  BUSINESS_TIME_ZONE: ENV_FIELDS.BUSINESS_TIME_ZONE,
  DASHBOARD_URL: ENV_FIELDS.DASHBOARD_URL,
});
export type Env = z.infer<typeof EnvSchema>;
