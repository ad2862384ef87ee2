import * as z from 'zod';
import { ENV_FIELDS } from '../../shared/runtime/env-fields.ts';

/** The environment of the function `import-funnel`; infra must set exactly these. */
export const EnvSchema = z.object({
  DROP_BUCKET: ENV_FIELDS.DROP_BUCKET,
  ARCHIVE_TABLE: ENV_FIELDS.ARCHIVE_TABLE,
  STATE_TABLE: ENV_FIELDS.STATE_TABLE,
  BUSINESS_TIME_ZONE: ENV_FIELDS.BUSINESS_TIME_ZONE,
});
export type Env = z.infer<typeof EnvSchema>;
