import type { Context, SQSEvent } from 'aws-lambda';
import { isSqsEvent } from '../common/event-kind.ts';
import { lambdaHandler } from '../common/lambda-handler.ts';
import { processBatch } from '../common/sqs-batch.ts';
import { createDeps } from './deps.ts';
import { createPublishBatch, PublishEventSchema } from './publish.ts';
import { publishFollowUps } from './publish-follow-ups.ts';
import { publishWeek } from './publish-week.ts';

const deps = await createDeps(process.env);
const publishBatch = createPublishBatch(deps);

/** A schedule's `{ publish: { week? } }` or `{ followUps: {} }`, or an SQS batch of `{ week }`, `{ redeliver }`, `{ draft }`. */
export const handler = lambdaHandler(async (event: SQSEvent | object, context: Context) => {
  if (isSqsEvent(event)) return processBatch(event, context, publishBatch);
  const wanted = PublishEventSchema.parse(event);
  return 'publish' in wanted ? publishWeek(deps, wanted.publish.week) : publishFollowUps(deps);
});
