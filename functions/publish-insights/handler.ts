import type { Context, SQSEvent } from 'aws-lambda';
import { isSqsEvent } from '../common/event-kind.ts';
import { lambdaHandler } from '../common/lambda-handler.ts';
import { processBatch } from '../common/sqs-batch.ts';
import { createDeps } from './deps.ts';
import { createPublishBatch, PublishEventSchema } from './publish.ts';
import { publishFollowUps } from './publish-follow-ups.ts';
import { publishWeek } from './publish-week.ts';
import { withdrawGoneQuotes } from './withdraw-gone-quotes.ts';

const currentDeps = await createDeps(process.env);

/**
 * A schedule's `{ publish: { week? } }`, `{ followUps: {} }` or `{ withdrawQuotes: {} }`, or an SQS batch of `{ week }`,
 * `{ redeliver }` or `{ draft }`.
 */
export const handler = lambdaHandler(async (event: SQSEvent | object, context: Context) => {
  const deps = await currentDeps();
  if (isSqsEvent(event)) return processBatch(event, context, createPublishBatch(deps));
  const wanted = PublishEventSchema.parse(event);
  if ('publish' in wanted) return publishWeek(deps, wanted.publish.week);
  return 'followUps' in wanted ? publishFollowUps(deps) : withdrawGoneQuotes(deps);
});
