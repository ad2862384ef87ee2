import type { Context, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { isSqsEvent } from '../common/event-kind.ts';
import { lambdaHandler } from '../common/lambda-handler.ts';
import { processBatch } from '../common/sqs-batch.ts';
import { createDeps } from './deps.ts';
import { detectSpikes } from './detect-spikes.ts';
import { flushOutbox } from './outbox.ts';
import { createUrgentBatch, tellUrgent } from './urgent-voices.ts';

const EventSchema = z.object({ detect: z.object({}) });
const currentDeps = await createDeps(process.env);

/** The schedule's `{ detect: {} }`, or a batch of the queue of urgent voices. */
export const handler = lambdaHandler(async (event: SQSEvent | unknown, context: Context) => {
  const deps = await currentDeps();
  if (isSqsEvent(event)) return processBatch(event, context, createUrgentBatch(deps));
  EventSchema.parse(event);
  const looked = await detectSpikes(deps);
  await tellUrgent(deps);
  return { ...looked, told: await flushOutbox(deps) };
});
