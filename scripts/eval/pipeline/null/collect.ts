import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { objectKeysOf, S3NotificationSchema } from '../../../../functions/common/s3-notification.ts';
import { createObjectStore } from '../../../../shared/runtime/object-store.ts';
import { createQueueSender } from '../../../../shared/runtime/queue-sender.ts';
import { readSizes } from './sizes.ts';

const CHUNK = 500;
const { recordBytes } = await readSizes();
const drops = createObjectStore({ client: new S3Client({}), bucket: process.env.DROP_BUCKET ?? '' });
const records = createQueueSender({
  client: new SQSClient({}),
  queueUrl: process.env.RECORDS_QUEUE_URL ?? '',
});
const body = 'x'.repeat(recordBytes);

/** Sends a message per line of the dropped file, whatever the line says. */
export const handler = async (event: SQSEvent): Promise<null> => {
  for (const { body: notification } of event.Records) {
    for (const key of objectKeysOf(S3NotificationSchema.parse(JSON.parse(notification)))) {
      const object = await drops.open(key);
      if (object === null) continue;
      let waiting = 0;
      for await (const chunk of object.body) {
        for (const byte of chunk) if (byte === 10) waiting += 1;
        for (; waiting >= CHUNK; waiting -= CHUNK) await send(CHUNK);
      }
      await send(waiting);
      await drops.delete(key, object.entityTag);
    }
  }
  return null;
};

async function send(count: number): Promise<void> {
  const refused = await records.send(Array.from({ length: count }, () => ({ body })));
  if (refused.size > 0) throw new Error('the queue did not take all');
}
