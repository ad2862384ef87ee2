import type { Context, SQSEvent } from 'aws-lambda';
import { SentMessageSchema } from '../../shared/domain/sent-message.ts';
import { isSqsEvent } from '../common/event-kind.ts';
import { createImport } from '../common/import-file.ts';
import { lambdaHandler } from '../common/lambda-handler.ts';
import { processBatch } from '../common/sqs-batch.ts';
import { createDeps } from './deps.ts';
import { importMessageSource, type MessageSourceEvent, MessageSourceEventSchema } from './import-source.ts';

const deps = await createDeps(process.env);
const importMessages = createImport(
  deps,
  {
    origin: 'messages',
    schema: SentMessageSchema,
    errorCode: 'message.schema-mismatch',
    store: deps.storeMessages,
  },
  {
    event: MessageSourceEventSchema,
    start: (event, remainingTimeMs) => importMessageSource(deps, event, remainingTimeMs),
  },
);

/** SQS batch of uploads below `messages/` and of runs that people ask for, or a schedule's `{ messageSourceId }`. */
export const handler = lambdaHandler(async (event: SQSEvent | MessageSourceEvent, context: Context) =>
  isSqsEvent(event)
    ? processBatch(event, context, importMessages)
    : importMessageSource(deps, MessageSourceEventSchema.parse(event), () =>
        context.getRemainingTimeInMillis(),
      ),
);
