import type { Context, SQSEvent } from 'aws-lambda';
import { lambdaHandler } from '../common/lambda-handler.ts';
import { processBatch } from '../common/sqs-batch.ts';
import { createDeps } from './deps.ts';
import { createErase } from './erase.ts';

const erase = createErase(await createDeps(process.env));

/** SQS batch of orders to erase a customer. */
export const handler = lambdaHandler((event: SQSEvent, context: Context) =>
  processBatch(event, context, erase),
);
