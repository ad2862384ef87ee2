import {
  type AttributeValue,
  type DynamoDBClient,
  paginateScan,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { createDocumentClient } from '../../../shared/runtime/clients.ts';
import { queueJson } from '../../../shared/runtime/queue-json.ts';
import { createDocumentRepository } from '../../../shared/storage/document-repository.ts';
import { POSTING_PREFIX } from '../../../shared/storage/keys.ts';
import { itemBytes } from './item-size.ts';

const SAMPLE = 500;

/** What a run has stored: how much, and for a real run how large on average. */
export async function measureStored(
  plain: DynamoDBClient,
  tables: Readonly<Record<string, string>>,
  isReal: boolean,
) {
  const name = (table: string) => tables[table] ?? '';
  const counts = {
    documents: await countItems(plain, name('DOCUMENTS_TABLE')),
    contributions: await countItems(plain, name('CONTRIBUTIONS_TABLE')),
  };
  if (!isReal) return counts;
  const stored = await sampleOf(plain, name('DOCUMENTS_TABLE'));
  const contributions = await sampleOf(plain, name('CONTRIBUTIONS_TABLE'));
  const repository = createDocumentRepository({
    client: createDocumentClient(plain),
    tableName: name('DOCUMENTS_TABLE'),
    timeZone: 'Asia/Seoul',
    retentionDays: 1,
  });
  const documents = [...(await repository.getMany(stored.map(({ pk }) => pk?.S ?? ''))).values()];
  const jsonBytes = (value: unknown) => Buffer.byteLength(queueJson(value));
  let postings = 0;
  const state = paginateScan(
    { client: plain },
    {
      TableName: name('STATE_TABLE'),
      FilterExpression: 'begins_with(pk, :posting)',
      ExpressionAttributeValues: { ':posting': { S: POSTING_PREFIX } },
    },
  );
  for await (const page of state)
    for (const item of page.Items ?? []) postings += item.documents?.SS?.length ?? 1;
  return {
    ...counts,
    sizes: {
      recordBytes: mean(documents.map(({ record }) => jsonBytes(record))),
      analysedBytes: mean(documents.map(({ record, reading }) => jsonBytes({ record, reading }))),
      documentBytes: mean(stored.map(itemBytes)),
      contributionBytes: mean(contributions.map(itemBytes)),
      postings: postings / counts.documents,
    },
  };
}

async function sampleOf(
  client: DynamoDBClient,
  TableName: string,
): Promise<Record<string, AttributeValue>[]> {
  const { Items = [] } = await client.send(new ScanCommand({ TableName, Limit: SAMPLE }));
  return Items;
}

async function countItems(client: DynamoDBClient, TableName: string): Promise<number> {
  let count = 0;
  for await (const page of paginateScan({ client }, { TableName, Select: 'COUNT' })) count += page.Count ?? 0;
  return count;
}

function mean(values: readonly number[]): number {
  return Math.round(values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length));
}
