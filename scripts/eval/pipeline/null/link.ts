import { createHash } from 'node:crypto';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { SHARDS } from '../../../../shared/domain/document-identity.ts';
import { createDocumentClient } from '../../../../shared/runtime/clients.ts';
import { createQueueSender } from '../../../../shared/runtime/queue-sender.ts';
import { contributionKey, dirtyDeduplicationId, dirtyGroupId } from '../../../../shared/storage/keys.ts';
import { createTable } from '../../../../shared/storage/table.ts';
import { readSizes } from './sizes.ts';

const DAY = '2026-10-05';
const BUCKET = `${DAY}T00`;
const sizes = await readSizes();
const client = createDocumentClient();
const table = (name: string) => createTable({ client, tableName: process.env[name] ?? '' });
const documents = table('DOCUMENTS_TABLE');
const contributions = table('CONTRIBUTIONS_TABLE');
const state = table('STATE_TABLE');
const dirty = createQueueSender({ client: new SQSClient({}), queueUrl: process.env.DIRTY_QUEUE_URL ?? '' });
const documentBody = 'x'.repeat(sizes.documentBytes);
const contributionBody = 'x'.repeat(sizes.contributionBytes);

/** Writes what the real function writes of each message, by the same calls, and marks a bucket. */
export const handler = async (event: SQSEvent): Promise<null> => {
  const keys = event.Records.map(({ messageId }) => createHash('sha256').update(messageId).digest('hex'));
  await documents.insertEach(keys.map((pk) => ({ pk, body: documentBody })));
  await contributions.writeMany(
    keys.map((documentKey, index) => ({
      ...contributionKey({ day: DAY, bucket: BUCKET, shard: index % SHARDS, documentKey }),
      body: contributionBody,
    })),
  );
  await state.insertEach(
    Array.from({ length: Math.round(keys.length * sizes.postings) }, (_, index) => ({
      pk: keys[index % keys.length],
      sk: String(index),
      documents: new Set(keys.slice(0, 1)),
      expiresAt: 2_000_000_000,
    })),
  );
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
