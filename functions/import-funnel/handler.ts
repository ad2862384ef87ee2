import type { Context, SQSEvent } from 'aws-lambda';
import { FunnelStepSchema } from '../../shared/domain/funnel.ts';
import { isSqsEvent } from '../common/event-kind.ts';
import { createImport } from '../common/import-file.ts';
import { lambdaHandler } from '../common/lambda-handler.ts';
import { processBatch } from '../common/sqs-batch.ts';
import { createDeps } from './deps.ts';
import { FunnelSourceEventSchema, importFunnelSource } from './import-source.ts';

const deps = await createDeps(process.env);
const importFunnel = createImport(
  deps,
  {
    origin: 'funnel',
    schema: FunnelStepSchema,
    errorCode: 'funnel.schema-mismatch',
    store: (steps) => deps.archive.putFunnelSteps(steps),
  },
  {
    event: FunnelSourceEventSchema,
    start: (event, remainingTimeMs) => importFunnelSource(deps, event, remainingTimeMs),
  },
);

/** SQS batch of uploads below `funnel/` and of runs that people ask for, or a schedule's `{ funnelSourceId }`. */
export const handler = lambdaHandler(
  async (event: SQSEvent | { funnelSourceId: string }, context: Context) =>
    isSqsEvent(event)
      ? processBatch(event, context, importFunnel)
      : importFunnelSource(deps, FunnelSourceEventSchema.parse(event), () =>
          context.getRemainingTimeInMillis(),
        ),
);
