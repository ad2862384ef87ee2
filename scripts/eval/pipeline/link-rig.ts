import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Context } from 'aws-lambda';
import { createStoreCustomers } from '../../../functions/import-customers/store-customers.ts';
import { createLinkBatch } from '../../../functions/link/link-batch.ts';
import { recount } from '../../../functions/rollup/recount.ts';
import type { AnalysedRecord } from '../../../shared/domain/analysis.ts';
import { CustomerRowSchema } from '../../../shared/domain/customer.ts';
import { SettingsHeadSchema } from '../../../shared/domain/reading-order.ts';
import type { TokenKeys } from '../../../shared/privacy/token-keys.ts';
import { queueJson } from '../../../shared/runtime/queue-json.ts';
import type { QueueSender } from '../../../shared/runtime/queue-sender.ts';
import { createContributionRepository } from '../../../shared/storage/contribution-repository.ts';
import { createCustomerRepository } from '../../../shared/storage/customer-repository.ts';
import { createDocumentRepository } from '../../../shared/storage/document-repository.ts';
import { createIdentityRepository } from '../../../shared/storage/identity-repository.ts';
import { createImportClaimRepository } from '../../../shared/storage/import-claim-repository.ts';
import type { BucketShard } from '../../../shared/storage/keys.ts';
import { createLearntRepository } from '../../../shared/storage/learnt-repository.ts';
import { createLinkReviewRepository } from '../../../shared/storage/link-review-repository.ts';
import { createPostingRepository } from '../../../shared/storage/posting-repository.ts';
import { createRollupRepository } from '../../../shared/storage/rollup-repository.ts';

/** Nobody has edited the settings. */
const UNEDITED = SettingsHeadSchema.parse({});

/** Tables that the rig needs, named as their variables. */
export const RIG_TABLES = [
  'documents',
  'contributions',
  'rollups',
  'identity',
  'customers',
  'state',
] as const;

/** The functions `link` and `rollup` in this process, over a database. */
export function createLinkRig(client: DynamoDBDocumentClient, keys: TokenKeys, clock: () => Date) {
  const table = (tableName: string) => ({ client, tableName });
  const timeZone = 'Asia/Seoul';
  const marks = new Map<string, BucketShard>();
  const nowhere: QueueSender = { send: async () => new Set() };
  const customers = createCustomerRepository(table('CUSTOMERS_TABLE'));
  const identity = createIdentityRepository(table('IDENTITY_TABLE'));
  const contributions = createContributionRepository(table('CONTRIBUTIONS_TABLE'));
  const rollups = createRollupRepository(table('ROLLUPS_TABLE'));
  const storeCustomers = createStoreCustomers({
    customers,
    identity,
    claims: createImportClaimRepository(table('STATE_TABLE')),
    announce: async () => undefined,
    tokenKeys: async () => keys,
    clock,
    sleep: async () => undefined,
  });
  const work = createLinkBatch({
    documents: createDocumentRepository({ ...table('DOCUMENTS_TABLE'), timeZone, retentionDays: 730 }),
    contributions,
    identity,
    customers,
    quarantine: { put: async () => undefined },
    urgent: nowhere,
    postings: createPostingRepository(table('STATE_TABLE')),
    dirty: {
      send: async (entries) => {
        for (const { body } of entries) marks.set(body, JSON.parse(body));
        return new Set();
      },
    },
    learnt: createLearntRepository({ ...table('STATE_TABLE'), clock }),
    reviews: createLinkReviewRepository({ ...table('STATE_TABLE'), clock }),
    standard: async () => UNEDITED,
    records: nowhere,
    readAgainSeconds: 0,
    clock,
    dirtyWindowSeconds: 60,
    timeZone,
  });
  return {
    async importCustomers(rows: readonly object[]): Promise<void> {
      await storeCustomers(
        rows.map((row, index) => ({
          row: CustomerRowSchema.parse(row),
          version: { asOf: clock().toISOString(), line: index + 1 },
        })),
        { remainingTimeMs: () => 600_000, confirm: false },
      );
    },
    /** @throws Error where one of them could not be stored */
    async link(records: readonly AnalysedRecord[]): Promise<void> {
      const sentAt = clock().toISOString();
      const failures = await work(
        records.map((record, index) => ({ messageId: String(index), body: queueJson(record), sentAt })),
        {} as Context,
      );
      for (const error of failures.values()) throw error;
    },
    /** Recounts everything that was marked since. */
    async rollUp(): Promise<void> {
      for (const at of marks.values()) await recount({ contributions, rollups }, at);
      marks.clear();
    },
  };
}
