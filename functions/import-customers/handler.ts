import type { Context, SQSEvent } from 'aws-lambda';
import { isSqsEvent } from '../common/event-kind.ts';
import { lambdaHandler } from '../common/lambda-handler.ts';
import { processBatch } from '../common/sqs-batch.ts';
import { createDeps } from './deps.ts';
import { CustomerSourceEventSchema, createImportCustomers } from './import-customers.ts';

const importCustomers = createImportCustomers(await createDeps(process.env));

/** SQS batch of uploads below `customers/`, of runs that go on and that people ask for, or a schedule's `{ customerSourceId }`. */
export const handler = lambdaHandler(
  async (event: SQSEvent | { customerSourceId: string }, context: Context) =>
    isSqsEvent(event)
      ? processBatch(event, context, importCustomers.queued)
      : importCustomers.source(CustomerSourceEventSchema.parse(event), () =>
          context.getRemainingTimeInMillis(),
        ),
);
