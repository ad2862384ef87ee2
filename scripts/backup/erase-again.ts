import { readFile } from 'node:fs/promises';
import { paginateQuery, paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { emptyReceipt } from '../../shared/customers/empty-receipt.ts';
import { eraseCustomer } from '../../shared/customers/erase-customer.ts';
import { type ErasureReceipt, ErasureReceiptSchema } from '../../shared/domain/erasure.ts';
import { VocError } from '../../shared/domain/errors.ts';
import { createQueueSender } from '../../shared/runtime/queue-sender.ts';
import { ERASURES_PARTITION } from '../../shared/storage/keys.ts';
import type { RunningStack } from '../running-stack.ts';
import type { BackupTarget } from './backup-target.ts';
import { erasedAgain } from './erased-again.ts';

/** Longer than one erasure takes. */
const RUN_MS = 600_000;

/**
 * Receipts from a file of lines, as `voc backup --receipts` writes it.
 * @throws VocError `record.schema-mismatch` (permanent) with the line that is none
 */
export async function readReceipts(file: string): Promise<ErasureReceipt[]> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const parsed = ErasureReceiptSchema.safeParse(jsonOf(line));
    if (parsed.success) return [parsed.data];
    const field = parsed.error.issues[0]?.path.join('.') || 'line';
    throw new VocError(
      'record.schema-mismatch',
      'permanent',
      `${file}, line ${index + 1}: ${field} is not that of a receipt of an erasure.`,
    );
  });
}

/** Every receipt of a stack, oldest first. */
export async function allReceipts({ dynamo, tables }: BackupTarget): Promise<ErasureReceipt[]> {
  const receipts: ErasureReceipt[] = [];
  const pages = paginateQuery(
    { client: dynamo },
    {
      TableName: tables.state,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: ERASURES_PARTITION } },
    },
  );
  for await (const page of pages)
    for (const item of page.Items ?? []) receipts.push(ErasureReceiptSchema.parse(unmarshall(item)));
  return receipts;
}

/**
 * Erases whoever was erased after the backup began, and keeps the receipts: of those erased here, what was done here.
 * @returns how many customers were there again
 */
export async function eraseAgain(
  stack: RunningStack,
  target: BackupTarget,
  receipts: readonly ErasureReceipt[],
  backupStartedAt: string,
): Promise<number> {
  const { repositories } = stack;
  const clock = () => new Date();
  const again = erasedAgain(await knownCustomers(target), receipts, backupStartedAt);
  const done = new Map<string, ErasureReceipt>();
  for (const { customerId, receipt } of again) {
    const { id, requestedBy } = receipt;
    const begun = emptyReceipt({ id, requestedBy, customerId }, new Date(receipt.requestedAt));
    const order = await eraseCustomer(
      {
        ...repositories,
        dirty: createQueueSender({ client: stack.sqs, queueUrl: stack.name('DIRTY_QUEUE_URL') }),
        dirtyWindowSeconds: Number(stack.name('DIRTY_WINDOW_SECONDS')),
        clock,
      },
      { customerId, receipt: begun, after: null, claim: null },
      () => RUN_MS,
    );
    done.set(id, order.receipt);
  }
  // After the erasures: a receipt that is there says that it was done.
  for (const receipt of receipts) await repositories.erasures.save(done.get(receipt.id) ?? receipt);
  return again.length;
}

/** Everybody whom the restored stack names: with a profile, or on a voice. */
async function knownCustomers({ dynamo, tables }: BackupTarget): Promise<Set<string>> {
  const known = new Set<string>();
  const profiles = paginateScan(
    { client: dynamo },
    { TableName: tables.customers, ProjectionExpression: 'pk' },
  );
  for await (const page of profiles) for (const { pk } of page.Items ?? []) known.add(pk?.S ?? '');
  const links = paginateScan(
    { client: dynamo },
    {
      TableName: tables.documents,
      // Where a document names its customer; a packed one does so beside what is packed.
      ProjectionExpression: '#link.customerId, linkedTo',
      ExpressionAttributeNames: { '#link': 'link' },
    },
  );
  for await (const page of links) {
    for (const { link, linkedTo } of page.Items ?? []) {
      const id = linkedTo?.S ?? link?.M?.customerId?.S;
      if (id !== undefined) known.add(id);
    }
  }
  return known;
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
