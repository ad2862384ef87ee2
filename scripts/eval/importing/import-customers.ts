import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { importCustomerFile } from '../../../functions/import-customers/import-customer-file.ts';
import { createStoreCustomers } from '../../../functions/import-customers/store-customers.ts';
import { createDocumentClient } from '../../../shared/runtime/clients.ts';
import { createCustomerRepository } from '../../../shared/storage/customer-repository.ts';
import { createIdentityRepository } from '../../../shared/storage/identity-repository.ts';
import { createImportClaimRepository } from '../../../shared/storage/import-claim-repository.ts';
import { createImportReportRepository } from '../../../shared/storage/import-report-repository.ts';
import { createLearntRepository } from '../../../shared/storage/learnt-repository.ts';
import { LOCAL_CREDENTIALS } from '../../local-stack/dynamodb-server.ts';
import { offlineKeys } from '../../offline-keys.ts';
import { generatedCustomersCsv } from './generated-customers.ts';

/**
 * A process of its own: `import-customers.ts DYNAMODB_URL COUNT` imports a generated file twice, as the function does,
 * and prints what each took. Tables are named as their variables.
 */
const [endpoint = '', count = '0'] = process.argv.slice(2);
const client = createDocumentClient(
  new DynamoDBClient({ endpoint, region: 'ap-northeast-2', credentials: LOCAL_CREDENTIALS }),
);
const keys = offlineKeys();
const clock = () => new Date();
let peakMb = 0;
const watch = setInterval(() => {
  peakMb = Math.max(peakMb, Math.round(process.memoryUsage.rss() / 1024 / 1024));
}, 100);

const storeCustomers = createStoreCustomers({
  customers: createCustomerRepository({ client, tableName: 'CUSTOMERS_TABLE' }),
  identity: createIdentityRepository({ client, tableName: 'IDENTITY_TABLE' }),
  claims: createImportClaimRepository({ client, tableName: 'STATE_TABLE' }),
  announce: async () => undefined,
  tokenKeys: async () => keys,
  clock,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
});
const learnt = createLearntRepository({ client, tableName: 'STATE_TABLE', clock });
const reports = createImportReportRepository({ client, tableName: 'STATE_TABLE' });

async function importOnce(asOf: string): Promise<number> {
  const start = performance.now();
  await importCustomerFile(
    {
      drops: {
        open: async () => ({ entityTag: asOf, body: generatedCustomersCsv(Number(count)) }),
        list: async () => [],
        read: async () => null,
        write: async () => undefined,
        delete: async () => undefined,
      },
      quarantine: { put: async () => undefined },
      reports,
      learnt,
      storeCustomers,
      clock,
      columns: {},
    },
    { objectKey: 'customers/generated.csv', asOf, remainingTimeMs: () => 600_000 },
  );
  return performance.now() - start;
}

const firstMs = await importOnce('2026-01-01T00:00:00.000Z');
const againMs = await importOnce('2026-01-02T00:00:00.000Z');
clearInterval(watch);
const [again, first] = (await reports.list()).map(({ outcomes }) => outcomes);
process.stdout.write(
  `${JSON.stringify({ firstMs, againMs, new: first?.new ?? 0, unchanged: again?.unchanged ?? 0, peakMb })}\n`,
);
