import * as z from 'zod';
import { ENV_FIELDS } from '../../shared/runtime/env-fields.ts';

/** The environment of the function `import-customers`; infra must set exactly these. */
export const EnvSchema = z.object({
  DROP_BUCKET: ENV_FIELDS.DROP_BUCKET,
  IDENTITY_TABLE: ENV_FIELDS.IDENTITY_TABLE,
  CUSTOMERS_TABLE: ENV_FIELDS.CUSTOMERS_TABLE,
  STATE_TABLE: ENV_FIELDS.STATE_TABLE,
  CUSTOMERS_QUEUE_URL: ENV_FIELDS.CUSTOMERS_QUEUE_URL,
  ERASURES_QUEUE_URL: ENV_FIELDS.ERASURES_QUEUE_URL,
  IDENTITY_KEYS_SECRET: ENV_FIELDS.IDENTITY_KEYS_SECRET,
  BUSINESS_TIME_ZONE: ENV_FIELDS.BUSINESS_TIME_ZONE,
});
export type Env = z.infer<typeof EnvSchema>;
