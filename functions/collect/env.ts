import * as z from 'zod';
import { ENV_FIELDS } from '../../shared/runtime/env-fields.ts';

/** The environment of the function `collect`; infra must set exactly these. */
export const EnvSchema = z.object({
  DROP_BUCKET: ENV_FIELDS.DROP_BUCKET,
  RECORDS_QUEUE_URL: ENV_FIELDS.RECORDS_QUEUE_URL,
  DROPS_QUEUE_URL: ENV_FIELDS.DROPS_QUEUE_URL,
  STATE_TABLE: ENV_FIELDS.STATE_TABLE,
  IDENTITY_KEYS_SECRET: ENV_FIELDS.IDENTITY_KEYS_SECRET,
  BUSINESS_TIME_ZONE: ENV_FIELDS.BUSINESS_TIME_ZONE,
});
export type Env = z.infer<typeof EnvSchema>;
