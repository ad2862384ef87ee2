import type { Context, SQSEvent } from 'aws-lambda';
import { isSqsEvent } from '../common/event-kind.ts';
import { lambdaHandler } from '../common/lambda-handler.ts';
import { processBatch } from '../common/sqs-batch.ts';
import { createDeps } from './deps.ts';
import { createPublishBatch, PublishEventSchema } from './publish.ts';
import { publishWeek } from './publish-week.ts';

const deps = await createDeps(process.env);
const publishBatch = createPublishBatch(deps);

/** The schedule's `{ publish: { week? } }`, or an SQS batch of `{ week }`. */
export const handler = lambdaHandler(async (event: SQSEvent | { publish: unknown }, context: Context) =>
  isSqsEvent(event)
    ? processBatch(event, context, publishBatch)
    : publishWeek(deps, PublishEventSchema.parse(event).publish.week),
);
