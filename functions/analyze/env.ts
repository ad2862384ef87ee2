import * as z from 'zod';
import { ENV_FIELDS } from '../../shared/runtime/env-fields.ts';

/** The environment of the function `analyze`; infra must set exactly these. */
export const EnvSchema = z.object({
  ANALYSES_QUEUE_URL: ENV_FIELDS.ANALYSES_QUEUE_URL,
  INSIGHTS_TABLE: ENV_FIELDS.INSIGHTS_TABLE,
  STATE_TABLE: ENV_FIELDS.STATE_TABLE,
  SETTINGS_WINDOW_SECONDS: ENV_FIELDS.SETTINGS_WINDOW_SECONDS,
});
export type Env = z.infer<typeof EnvSchema>;
