import type { StackPlan } from './plan.ts';

export interface QueueNames {
  /** Short name of each queue by its ARN: `records`, `dirty`, `records-dlq`, … */
  readonly byArn: ReadonlyMap<string, string>;
  /** Short names of the queues that only collect what has failed: no function consumes them. */
  readonly deadLetter: ReadonlySet<string>;
}

/**
 * Names for people. A queue is called after the variable that gives it to a function (RECORDS_QUEUE_URL → records),
 * else after the function it feeds; a dead-letter queue after the queue it serves.
 */
export function nameQueues(plan: Pick<StackPlan, 'queues' | 'functions' | 'eventSources'>): QueueNames {
  const byArn = new Map<string, string>();
  for (const queue of plan.queues) {
    const variable = plan.functions
      .flatMap((one) => Object.entries(one.env))
      .find(([name, value]) => name.endsWith('_QUEUE_URL') && value === queue.url)?.[0];
    const feeds = plan.eventSources.find((source) => source.queueArn === queue.arn)?.functionName;
    const fromVariable = variable?.slice(0, -'_QUEUE_URL'.length).toLowerCase().replaceAll('_', '-');
    byArn.set(queue.arn, fromVariable ?? feeds ?? shortLogicalId(queue.logicalId));
  }
  for (const queue of plan.queues) {
    const target = queue.properties.RedrivePolicy?.deadLetterTargetArn;
    if (target === undefined || !byArn.has(target)) continue;
    const users = plan.queues.filter((one) => one.properties.RedrivePolicy?.deadLetterTargetArn === target);
    if (users.length === 1) byArn.set(target, `${byArn.get(queue.arn)}-dlq`);
  }
  const consumed = new Set(plan.eventSources.map((source) => source.queueArn));
  return {
    byArn,
    deadLetter: new Set(
      plan.queues.filter(({ arn }) => !consumed.has(arn)).map(({ arn }) => byArn.get(arn) ?? arn),
    ),
  };
}

/** `FailedRunsQueue59EA2A4A` → `failed-runs`. */
function shortLogicalId(logicalId: string): string {
  const name = logicalId.replace(/[0-9A-F]{8}$/, '').replace(/Queue$/, '');
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
}
