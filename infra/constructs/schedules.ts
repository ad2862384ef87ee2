import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { NodeFunction, Platform } from './node-function.ts';

export interface ScheduleProps {
  /** Unique in the stack; physical name `voc-<name>`. */
  name: string;
  /** `rate(…)` or `cron(…)`; cron fields are read in the time zone. */
  expression: string;
  timeZone: string;
  /** The event the function receives. */
  input: Readonly<Record<string, unknown>>;
}

/**
 * Schedules that start one function. Their role may invoke that function and keep undelivered starts in the
 * failed-runs queue, nothing else. At-least-once: the function must bear being started twice.
 */
export class Schedules extends Construct {
  constructor(
    scope: Construct,
    id: string,
    props: { platform: Platform; target: NodeFunction; schedules: readonly ScheduleProps[] },
  ) {
    super(scope, id);
    const { platform, target } = props;
    const role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      description: `Starts ${target.node.path} on schedule`,
    });
    role.addToPolicy(
      new iam.PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: [target.function.functionArn],
      }),
    );
    role.addToPolicy(
      new iam.PolicyStatement({
        actions: ['sqs:SendMessage'],
        resources: [platform.failedRuns.queue.queueArn],
      }),
    );
    role.addToPolicy(
      new iam.PolicyStatement({
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [platform.failedRuns.key.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `sqs.${Stack.of(this).region}.amazonaws.com` } },
      }),
    );
    for (const schedule of props.schedules) {
      const resource = new CfnSchedule(this, schedule.name, {
        name: `voc-${schedule.name}`,
        scheduleExpression: schedule.expression,
        scheduleExpressionTimezone: schedule.timeZone,
        flexibleTimeWindow: { mode: 'OFF' },
        target: {
          arn: target.function.functionArn,
          roleArn: role.roleArn,
          input: JSON.stringify(schedule.input),
          retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 3 },
          deadLetterConfig: { arn: platform.failedRuns.queue.queueArn },
        },
      });
      resource.addMetadata('voc', { schedule: schedule.name });
    }
  }
}
