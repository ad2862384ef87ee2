import { type DynamoDBClient, paginateScan, type ScanCommandInput } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { TOTAL_KEY } from '../../shared/domain/aggregate.ts';
import { parseContributionKey } from '../../shared/storage/keys.ts';
import { createQuarantineRepository } from '../../shared/storage/quarantine-repository.ts';
import { createRollupRepository } from '../../shared/storage/rollup-repository.ts';

/** Names of the tables, by the variables that give them to the functions. */
export type TableNames = Readonly<Record<string, string | undefined>>;

export interface StackTotals {
  /** Items in the documents table. */
  readonly documents: number;
  /** Documents counted in the roll-ups, over all days. */
  readonly rolledUp: number;
  /** Error records in quarantine. */
  readonly errors: number;
}

/** Counts what a running stack holds. */
export async function readTotals(
  clients: { plain: DynamoDBClient; document: DynamoDBDocumentClient },
  tables: TableNames,
): Promise<StackTotals> {
  const { document: client } = clients;
  const rollups = createRollupRepository({ client, tableName: tables.ROLLUPS_TABLE ?? '' });
  const quarantine = createQuarantineRepository({
    client,
    tableName: tables.STATE_TABLE ?? '',
    retentionDays: 1,
  });
  let rolledUp = 0;
  for (const day of await rollups.listDays()) {
    for (const { aggregate } of await rollups.readDay(day)) {
      rolledUp += aggregate.cells.total?.[TOTAL_KEY]?.documents ?? 0;
    }
  }
  let errors = 0;
  for (const day of await quarantine.listDays()) errors += (await quarantine.listDay(day)).length;
  return { documents: await countItems(clients.plain, tables.DOCUMENTS_TABLE ?? ''), rolledUp, errors };
}

async function countItems(client: DynamoDBClient, table: string): Promise<number> {
  let count = 0;
  for await (const page of scan(client, { TableName: table, Select: 'COUNT' })) count += page.Count ?? 0;
  return count;
}

/** The business days that have documents, oldest first. */
export async function daysWithDocuments(client: DynamoDBClient, tables: TableNames): Promise<string[]> {
  const days = new Set<string>();
  const input = { TableName: tables.CONTRIBUTIONS_TABLE ?? '', ProjectionExpression: 'pk, sk' };
  for await (const page of scan(client, input)) {
    for (const item of page.Items ?? []) {
      days.add(parseContributionKey({ pk: item.pk?.S ?? '', sk: item.sk?.S ?? '' }).day);
    }
  }
  return [...days].sort();
}

function scan(client: DynamoDBClient, input: ScanCommandInput) {
  return paginateScan({ client }, { ...input, ConsistentRead: true });
}
