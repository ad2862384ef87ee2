import * as z from 'zod';
import { ENV_FIELDS } from '../../shared/runtime/env-fields.ts';

/** The environment of the function `render-pdf`; infra must set exactly these. */
export const EnvSchema = z.object({
  REPORTS_BUCKET: ENV_FIELDS.REPORTS_BUCKET,
});
export type Env = z.infer<typeof EnvSchema>;
