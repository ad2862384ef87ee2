import * as z from 'zod';
import { lambdaHandler } from '../common/lambda-handler.ts';
import { createDeps } from './deps.ts';
import { detectSpikes } from './detect-spikes.ts';

const EventSchema = z.object({ detect: z.object({}) });
const deps = await createDeps(process.env);

/** The schedule's `{ detect: {} }`. */
export const handler = lambdaHandler(async (event: unknown) => {
  EventSchema.parse(event);
  return detectSpikes(deps);
});
