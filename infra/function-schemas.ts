import type * as z from 'zod';
import { EnvSchema as AnalyzeEnv } from '../functions/analyze/env.ts';
import { EnvSchema as ApiEnv } from '../functions/api/env.ts';
import { EnvSchema as CollectEnv } from '../functions/collect/env.ts';
import { EnvSchema as DetectSpikesEnv } from '../functions/detect-spikes/env.ts';
import { EnvSchema as EraseCustomerEnv } from '../functions/erase-customer/env.ts';
import { EnvSchema as ImportCustomersEnv } from '../functions/import-customers/env.ts';
import { EnvSchema as ImportFunnelEnv } from '../functions/import-funnel/env.ts';
import { EnvSchema as ImportMessagesEnv } from '../functions/import-messages/env.ts';
import { EnvSchema as LinkEnv } from '../functions/link/env.ts';
import { EnvSchema as PublishInsightsEnv } from '../functions/publish-insights/env.ts';
import { EnvSchema as ReanalyzeEnv } from '../functions/reanalyze/env.ts';
import { EnvSchema as RenderPdfEnv } from '../functions/render-pdf/env.ts';
import { EnvSchema as RollupEnv } from '../functions/rollup/env.ts';
import { EnvSchema as SessionEnv } from '../functions/session/env.ts';
import { EnvSchema as WebhookEnv } from '../functions/webhook/env.ts';

/** Every function of the product by its folder name, with the schema of the environment it asks for. */
export const FUNCTION_SCHEMAS = {
  analyze: AnalyzeEnv,
  api: ApiEnv,
  collect: CollectEnv,
  'detect-spikes': DetectSpikesEnv,
  'erase-customer': EraseCustomerEnv,
  'import-customers': ImportCustomersEnv,
  'import-funnel': ImportFunnelEnv,
  'import-messages': ImportMessagesEnv,
  link: LinkEnv,
  'publish-insights': PublishInsightsEnv,
  reanalyze: ReanalyzeEnv,
  'render-pdf': RenderPdfEnv,
  rollup: RollupEnv,
  session: SessionEnv,
  webhook: WebhookEnv,
} as const;

export type FunctionName = keyof typeof FUNCTION_SCHEMAS;

/** What the stack must set for a function: exactly its schema's keys, so that a forgotten variable is a type error. */
export type FunctionEnvironment<Name extends FunctionName> = Record<
  keyof z.input<(typeof FUNCTION_SCHEMAS)[Name]>,
  string
>;

export function functionNames(): FunctionName[] {
  return Object.keys(FUNCTION_SCHEMAS).filter(isFunctionName);
}

function isFunctionName(name: string): name is FunctionName {
  return name in FUNCTION_SCHEMAS;
}
