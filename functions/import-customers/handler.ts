import type { Context, SQSEvent } from 'aws-lambda';
import { CustomerRowSchema } from '../../shared/domain/customer.ts';
import { createImport } from '../common/import-file.ts';
import { lambdaHandler } from '../common/lambda-handler.ts';
import { processBatch } from '../common/sqs-batch.ts';
import { createDeps } from './deps.ts';
import { learning } from './learn-from-file.ts';
import { createStoreCustomers } from './store-customers.ts';

const deps = await createDeps(process.env);
const importCustomers = createImport(deps, {
  origin: 'customers',
  schema: CustomerRowSchema,
  errorCode: 'customer.schema-mismatch',
  ...learning(deps, createStoreCustomers(deps)),
});

/** SQS batch of uploads below `customers/`. */
export const handler = lambdaHandler((event: SQSEvent, context: Context) =>
  processBatch(event, context, importCustomers),
);
