import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { logger, metrics } from './powertools.ts';

/**
 * Wraps a handler with logging and metrics. Neither events nor results are ever recorded. Traces are Lambda's own: the
 * X-Ray SDK follows every promise of the process by async hooks, which took a sixth of the processor time of `link`, and the AWS
 * SDK hands the trace on to queues without it.
 */
export function lambdaHandler<Event, Result>(handle: (event: Event, context: Context) => Promise<Result>) {
  return middy<Event, Result>()
    .use(injectLambdaContext(logger, { logEvent: false, resetKeys: true }))
    .use(logMetrics(metrics))
    .handler((event: Event, context: Context) => handle(event, context));
}
