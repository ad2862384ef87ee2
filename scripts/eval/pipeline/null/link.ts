import { createHash } from 'node:crypto';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { SHARDS } from '../../../../shared/domain/document-identity.ts';
import { createDocumentClient } from '../../../../shared/runtime/clients.ts';
import { mapWithLimit } from '../../../../shared/runtime/map-with-limit.ts';
import { createQueueSender } from '../../../../shared/runtime/queue-sender.ts';
import { contributionKey, dirtyDeduplicationId, dirtyGroupId } from '../../../../shared/storage/keys.ts';
import { createTable } from '../../../../shared/storage/table.ts';
import { readSizes } from './sizes.ts';

const DAY = '2026-10-05';
const BUCKET = `${DAY}T00`;
const CONCURRENT_WRITES = 16;
const sizes = await readSizes();
const client = createDocumentClient();
const table = (name: string) => createTable({ client, tableName: process.env[name] ?? '' });
const documents = table('DOCUMENTS_TABLE');
const contributions = table('CONTRIBUTIONS_TABLE');
const state = table('STATE_TABLE');
const dirty = createQueueSender({ client: new SQSClient({}), queueUrl: process.env.DIRTY_QUEUE_URL ?? '' });
const documentBody = 'x'.repeat(sizes.documentBytes);
const contributionBody = 'x'.repeat(sizes.contributionBytes);
let posted = 0;

/** Writes what the real function writes for each message, under the same conditions, and marks a bucket. */
export const handler = async (event: SQSEvent): Promise<null> => {
  await mapWithLimit(event.Records, CONCURRENT_WRITES, async ({ messageId }, index) => {
    const documentKey = createHash('sha256').update(messageId).digest('hex');
    await documents.putIf(
      { pk: documentKey, body: documentBody },
      { expression: 'attribute_not_exists(pk)' },
    );
    const at = { day: DAY, bucket: BUCKET, shard: index % SHARDS, documentKey };
    await contributions.putIf(
      { ...contributionKey(at), revision: '1', body: contributionBody },
      { expression: 'attribute_not_exists(pk) OR revision <= :revision', values: { ':revision': '1' } },
    );
    posted += sizes.postings;
    for (; posted >= 1; posted -= 1) {
      await state.update({
        Key: { pk: documentKey, sk: String(posted) },
        UpdateExpression: 'ADD documents :one SET expiresAt = :expires',
        ConditionExpression: 'attribute_not_exists(documents) OR size(documents) < :max',
        ExpressionAttributeValues: { ':one': new Set([documentKey]), ':max': 12, ':expires': 2_000_000_000 },
      });
    }
  });
  const nowMs = Date.now();
  const windowSeconds = Number(process.env.DIRTY_WINDOW_SECONDS ?? '60');
  const marks = Array.from({ length: SHARDS }, (_, shard) => ({ day: DAY, bucket: BUCKET, shard }));
  await dirty.send(
    marks.map((at) => ({
      body: JSON.stringify(at),
      groupId: dirtyGroupId(at),
      deduplicationId: dirtyDeduplicationId(at, nowMs, windowSeconds),
    })),
  );
  return null;
};
