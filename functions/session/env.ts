import * as z from 'zod';
import { ENV_FIELDS } from '../../shared/runtime/env-fields.ts';

/** The environment of the function `session`; infra must set exactly these. */
export const EnvSchema = z.object({
  SIGN_IN_URL: ENV_FIELDS.SIGN_IN_URL,
  SIGN_IN_CLIENT_ID: ENV_FIELDS.SIGN_IN_CLIENT_ID,
});
export type Env = z.infer<typeof EnvSchema>;
