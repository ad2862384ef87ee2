import * as z from 'zod';
import { ENV_FIELDS } from '../../shared/runtime/env-fields.ts';

/** The environment of the function `rollup`; infra must set exactly these. */
export const EnvSchema = z.object({
  CONTRIBUTIONS_TABLE: ENV_FIELDS.CONTRIBUTIONS_TABLE,
  ROLLUPS_TABLE: ENV_FIELDS.ROLLUPS_TABLE,
  BUSINESS_TIME_ZONE: ENV_FIELDS.BUSINESS_TIME_ZONE,
});
export type Env = z.infer<typeof EnvSchema>;
