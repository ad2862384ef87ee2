import { ArnFormat, type Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { FunctionName } from '../function-schemas.ts';

export const METRICS_NAMESPACE = 'voc';
const RUNBOOK = 'docs/operations.md';

export interface AlarmProps {
  /** Without the prefix; also the heading in the runbook. */
  name: string;
  metric: cloudwatch.IMetric;
  /** The alarm rings when the metric is above this … */
  above?: number;
  /** … or below this, or not there at all: a dead man's switch. */
  below?: number;
  /** The heading in the runbook, where several alarms share one. @default the name */
  runbook?: string;
  /** @default 1 */
  periods?: number;
  /** One sentence: what the people who use the product lose while this rings. */
  impact: string;
}

/** A counter that a function keeps by `count(name, value)` of functions/common/powertools.ts. */
export function serviceMetric(
  service: FunctionName,
  metricName: string,
  period: Duration,
): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: METRICS_NAMESPACE,
    metricName,
    dimensionsMap: { service },
    statistic: 'Sum',
    period,
  });
}

/** A counter of one source, kept by `countOf(source, name, value)`. */
export function sourceMetric(
  service: 'collect' | 'import-customers' | 'import-messages' | 'import-funnel',
  source: string,
  metricName: string,
  period: Duration,
): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: METRICS_NAMESPACE,
    metricName,
    dimensionsMap: { service, source },
    statistic: 'Sum',
    period,
  });
}

/** The one way to an alarm: an explicit name, an impact sentence, a runbook section, and somebody who hears it. */
export class Observability extends Construct {
  private readonly topic: sns.Topic;

  constructor(scope: Construct, id: string, props: { key: kms.IKey; mailTo: readonly string[] }) {
    super(scope, id);
    this.topic = new sns.Topic(this, 'AlarmTopic', {
      masterKey: props.key,
      enforceSSL: true,
      displayName: 'voc alarms',
    });
    // A topic with a policy of its own loses the default one, under which the account's alarms may publish.
    this.topic.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'Alarms',
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: {
          ArnLike: {
            'aws:SourceArn': Stack.of(this).formatArn({
              service: 'cloudwatch',
              resource: 'alarm',
              resourceName: 'voc-*',
              arnFormat: ArnFormat.COLON_RESOURCE_NAME,
            }),
          },
        },
      }),
    );
    for (const address of props.mailTo) this.topic.addSubscription(new EmailSubscription(address));
  }

  alarm(scope: Construct, id: string, props: AlarmProps): cloudwatch.Alarm {
    const alarm = new cloudwatch.Alarm(scope, id, {
      alarmName: `voc-${props.name}`,
      alarmDescription: `${props.impact} Runbook: ${RUNBOOK}#voc-${props.runbook ?? props.name}`,
      metric: props.metric,
      threshold: props.below ?? props.above ?? 0,
      comparisonOperator:
        props.below === undefined
          ? cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD
          : cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: props.periods ?? 1,
      treatMissingData:
        props.below === undefined
          ? cloudwatch.TreatMissingData.NOT_BREACHING
          : cloudwatch.TreatMissingData.BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    alarm.addOkAction(new SnsAction(this.topic));
    return alarm;
  }
}
