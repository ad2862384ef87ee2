import type { Context, SQSEvent } from 'aws-lambda';
import { lambdaHandler } from '../common/lambda-handler.ts';
import { processBatch } from '../common/sqs-batch.ts';
import { createAnalyzeBatch } from './analyze-batch.ts';
import { createDeps } from './deps.ts';

const analyzeBatch = createAnalyzeBatch(await createDeps(process.env));

/** SQS batch of the records queue: VocRecord → AnalysedRecord on the analyses queue. */
export const handler = lambdaHandler((event: SQSEvent, context: Context) =>
  processBatch(event, context, analyzeBatch),
);
