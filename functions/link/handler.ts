import type { Context, SQSEvent } from 'aws-lambda';
import { lambdaHandler } from '../common/lambda-handler.ts';
import { processBatch } from '../common/sqs-batch.ts';
import { createDeps } from './deps.ts';
import { createLinkBatch } from './link-batch.ts';
import { createRelink } from './relink.ts';

const deps = await createDeps(process.env);
const linkBatch = createLinkBatch(deps);
const relink = createRelink(deps);

/**
 * SQS batch of the analyses queue (AnalysedRecord → documents, contributions and dirty marks) or of the relinks queue
 * (changed customers → documents to link again). A batch is of one queue.
 */
export const handler = lambdaHandler((event: SQSEvent, context: Context) =>
  processBatch(event, context, isRelink(event) ? relink : linkBatch),
);

function isRelink({ Records: [first] }: SQSEvent): boolean {
  return /^\{"(changedCustomers|relinkDocuments)":/.test(first?.body ?? '');
}
