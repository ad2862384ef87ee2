import type { Context, SQSEvent } from 'aws-lambda';
import { SentMessageSchema } from '../../shared/domain/sent-message.ts';
import { createImport } from '../common/import-file.ts';
import { lambdaHandler } from '../common/lambda-handler.ts';
import { processBatch } from '../common/sqs-batch.ts';
import { createDeps } from './deps.ts';
import { createStoreMessages } from './store-messages.ts';

const deps = await createDeps(process.env);
const importMessages = createImport(deps, {
  origin: 'messages',
  schema: SentMessageSchema,
  errorCode: 'message.schema-mismatch',
  store: createStoreMessages(deps),
});

/** SQS batch of uploads below `messages/`. */
export const handler = lambdaHandler((event: SQSEvent, context: Context) =>
  processBatch(event, context, importMessages),
);
