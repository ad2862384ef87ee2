import type { Context, SQSEvent } from 'aws-lambda';
import { FunnelStepSchema } from '../../shared/domain/funnel.ts';
import { createImport } from '../common/import-file.ts';
import { lambdaHandler } from '../common/lambda-handler.ts';
import { processBatch } from '../common/sqs-batch.ts';
import { createDeps } from './deps.ts';

const deps = await createDeps(process.env);
const importFunnel = createImport(deps, {
  origin: 'funnel',
  schema: FunnelStepSchema,
  errorCode: 'funnel.schema-mismatch',
  store: (steps) => deps.archive.putFunnelSteps(steps),
});

/** SQS batch of uploads below `funnel/`. */
export const handler = lambdaHandler((event: SQSEvent, context: Context) =>
  processBatch(event, context, importFunnel),
);
