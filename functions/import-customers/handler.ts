import type { Context, SQSEvent } from 'aws-lambda';
import { lambdaHandler } from '../common/lambda-handler.ts';
import { processBatch } from '../common/sqs-batch.ts';
import { createDeps } from './deps.ts';
import { createImportCustomers } from './import-customers.ts';

const importCustomers = createImportCustomers(await createDeps(process.env));

/** SQS batch of uploads below `customers/`. */
export const handler = lambdaHandler((event: SQSEvent, context: Context) =>
  processBatch(event, context, importCustomers),
);
