import { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { createQueueSender } from '../../../../shared/runtime/queue-sender.ts';
import { readSizes } from './sizes.ts';

const { analysedBytes } = await readSizes();
const analyses = createQueueSender({
  client: new SQSClient({}),
  queueUrl: process.env.ANALYSES_QUEUE_URL ?? '',
});
const body = 'x'.repeat(analysedBytes);

/** Sends a message on for each that came. */
export const handler = async (event: SQSEvent): Promise<null> => {
  const refused = await analyses.send(event.Records.map(() => ({ body })));
  if (refused.size > 0) throw new Error('the queue did not take all');
  return null;
};
