import * as z from 'zod';
import { ENV_FIELDS } from '../../shared/runtime/env-fields.ts';

/** The environment of the function `link`; infra must set exactly these. */
export const EnvSchema = z.object({
  DOCUMENTS_TABLE: ENV_FIELDS.DOCUMENTS_TABLE,
  CONTRIBUTIONS_TABLE: ENV_FIELDS.CONTRIBUTIONS_TABLE,
  IDENTITY_TABLE: ENV_FIELDS.IDENTITY_TABLE,
  CUSTOMERS_TABLE: ENV_FIELDS.CUSTOMERS_TABLE,
  STATE_TABLE: ENV_FIELDS.STATE_TABLE,
  DIRTY_QUEUE_URL: ENV_FIELDS.DIRTY_QUEUE_URL,
  BUSINESS_TIME_ZONE: ENV_FIELDS.BUSINESS_TIME_ZONE,
  DIRTY_WINDOW_SECONDS: ENV_FIELDS.DIRTY_WINDOW_SECONDS,
});
export type Env = z.infer<typeof EnvSchema>;
