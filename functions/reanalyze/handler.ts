import type { Context, SQSEvent } from 'aws-lambda';
import { isSqsEvent } from '../common/event-kind.ts';
import { lambdaHandler } from '../common/lambda-handler.ts';
import { processBatch } from '../common/sqs-batch.ts';
import { createDeps } from './deps.ts';
import { createReanalyzeBatch, wakeStanding } from './reanalyze-batch.ts';

const deps = await createDeps(process.env);
const reanalyzeBatch = createReanalyzeBatch(deps);

/** SQS batch of the reanalyses queue (a walk to move on), or the schedule's `{ wake: {} }`. */
export const handler = lambdaHandler(async (event: SQSEvent | object, context: Context) =>
  isSqsEvent(event) ? processBatch(event, context, reanalyzeBatch) : wakeStanding(deps),
);
