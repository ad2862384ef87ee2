import type { Context, SQSEvent } from 'aws-lambda';
import { isSqsEvent } from '../common/event-kind.ts';
import { lambdaHandler } from '../common/lambda-handler.ts';
import { processFifoBatch } from '../common/sqs-batch.ts';
import { createDeps } from './deps.ts';
import { createRollUp, SweepEventSchema } from './roll-up.ts';

const rollUp = createRollUp(createDeps(process.env));

/** SQS FIFO batch of dirty marks, or the sweep. */
export const handler = lambdaHandler(async (event: SQSEvent | { sweep: unknown }, context: Context) =>
  isSqsEvent(event)
    ? processFifoBatch(event, context, (message) => rollUp.mark(message))
    : rollUp.sweep(SweepEventSchema.parse(event)),
);
