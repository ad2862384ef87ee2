import type { Context, SQSEvent } from 'aws-lambda';
import { lambdaHandler } from '../common/lambda-handler.ts';
import { processBatch } from '../common/sqs-batch.ts';
import { createDeps } from './deps.ts';
import { createLinkBatch } from './link-batch.ts';

const linkBatch = createLinkBatch(await createDeps(process.env));

/** SQS batch of the analyses queue: AnalysedRecord → documents, contributions and dirty marks. */
export const handler = lambdaHandler((event: SQSEvent, context: Context) =>
  processBatch(event, context, linkBatch),
);
