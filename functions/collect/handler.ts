import type { Context, SQSEvent } from 'aws-lambda';
import { isSqsEvent } from '../common/event-kind.ts';
import { lambdaHandler } from '../common/lambda-handler.ts';
import { processBatch } from '../common/sqs-batch.ts';
import { createCollect, SourceEventSchema } from './collect.ts';
import { createDeps } from './deps.ts';

const collect = createCollect(await createDeps(process.env));

/** SQS batch of uploads, of runs that go on and that people ask for, or a schedule's `{ sourceId }`. */
export const handler = lambdaHandler(async (event: SQSEvent | { sourceId: string }, context: Context) =>
  isSqsEvent(event)
    ? processBatch(event, context, collect.queued)
    : collect.source(SourceEventSchema.parse(event), context.awsRequestId, () =>
        context.getRemainingTimeInMillis(),
      ),
);
