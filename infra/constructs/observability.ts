import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import * as budgets from 'aws-cdk-lib/aws-budgets';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { CfnSamplingRule } from 'aws-cdk-lib/aws-xray';
import { Construct } from 'constructs';
import type { FunctionName } from '../function-schemas.ts';

export const METRICS_NAMESPACE = 'voc';
const RUNBOOK = 'docs/operations.md';

/** So much of its time limit may a function take before somebody should look. */
const NEAR_TIME_OUT = 0.8;
/**
 * A function of these reads on until its time is nearly up, keeps its place and goes on in the next run. Files of messages
 * and funnel steps are the exception, read in one go: one that is too long is cut off, which the alarms on errors and dead
 * letters tell.
 */
const RUNS_UNTIL_ITS_LIMIT: ReadonlySet<string> = new Set([
  'collect',
  'erase-customer',
  'import-customers',
  'import-funnel',
  'import-messages',
  'reanalyze',
] satisfies FunctionName[]);
/** In per cent of what the months before have cost. */
const COST_ANOMALY = 130;
const COST_HISTORY_MONTHS = 3;

/** Of so many requests X-Ray keeps the trace: its own rule keeps one each second, which at few voices is nearly all. */
const TRACED_SHARE = 0.05;

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

/** What runs configured sources. */
export type SourceService = 'collect' | 'import-customers' | 'import-messages' | 'import-funnel';

/** The sum of one counter over several functions. Each costs as much as an alarm of its own. */
export function servicesMetric(
  services: readonly FunctionName[],
  metricName: string,
  period: Duration,
): cloudwatch.IMetric {
  const [only, ...more] = services;
  if (only !== undefined && more.length === 0) return serviceMetric(only, metricName, period);
  const counters = services.map((service) => [
    service.replaceAll('-', '_'),
    serviceMetric(service, metricName, period),
  ]);
  return new cloudwatch.MathExpression({
    // A function that has not run in the period has no value, and would leave the sum without one.
    expression: counters.map(([id]) => `FILL(${id}, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(counters),
    label: metricName,
    period,
  });
}

/** A counter of one source, kept by `countOf(source, name, value)`. */
export function sourceMetric(
  service: SourceService,
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
    new CfnSamplingRule(this, 'Tracing', {
      samplingRule: {
        ruleName: 'voc',
        version: 1,
        // Before the rule that every account has.
        priority: 1000,
        reservoirSize: 0,
        fixedRate: TRACED_SHARE,
        serviceName: `${Stack.of(this).stackName}-*`,
        serviceType: 'AWS::Lambda::Function',
        host: '*',
        httpMethod: '*',
        urlPath: '*',
        resourceArn: '*',
      },
    });
    for (const address of props.mailTo) this.topic.addSubscription(new EmailSubscription(address));
  }

  /**
   * What every function needs and none should have to ask for: somebody hears when it is throttled or comes near its
   * time limit. To be called when all functions are made.
   */
  watchFunctions(stack: Stack): void {
    for (const made of stack.node.findAll()) {
      if (!(made instanceof lambda.Function)) continue;
      const name = nameOf(made);
      if (name === undefined) continue;
      this.alarm(made, 'ThrottledAlarm', {
        name: `throttled-${name}`,
        runbook: 'throttled',
        metric: made.metricThrottles({ period: Duration.minutes(5), statistic: 'Sum' }),
        above: 0,
        periods: 3,
        impact: 'A function is refused for want of concurrency: what it does comes late.',
      });
      const limitMs = made.timeout?.toMilliseconds();
      if (limitMs === undefined || RUNS_UNTIL_ITS_LIMIT.has(name)) continue;
      this.alarm(made, 'NearTimeOutAlarm', {
        name: `near-time-out-${name}`,
        runbook: 'near-time-out',
        metric: made.metricDuration({ period: Duration.minutes(15), statistic: 'Maximum' }),
        above: limitMs * NEAR_TIME_OUT,
        impact: 'A function needs nearly all of its time: beyond that it is cut off and does its work again.',
      });
    }
  }

  /** Somebody hears when the account costs clearly more than in the months before. AWS works the usual cost out itself. */
  watchCost(): void {
    const { account } = Stack.of(this);
    this.topic.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'Budgets',
        principals: [new iam.ServicePrincipal('budgets.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
    );
    new budgets.CfnBudget(this, 'CostAnomaly', {
      budget: {
        budgetName: 'voc-cost-anomaly',
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        autoAdjustData: {
          autoAdjustType: 'HISTORICAL',
          historicalOptions: { budgetAdjustmentPeriod: COST_HISTORY_MONTHS },
        },
      },
      notificationsWithSubscribers: (['ACTUAL', 'FORECASTED'] as const).map((notificationType) => ({
        notification: {
          notificationType,
          comparisonOperator: 'GREATER_THAN',
          threshold: COST_ANOMALY,
          thresholdType: 'PERCENTAGE',
        },
        subscribers: [{ subscriptionType: 'SNS', address: this.topic.topicArn }],
      })),
    });
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

/** Our own name of a function, as `describe` wrote it. */
function nameOf(made: lambda.Function): string | undefined {
  const { defaultChild } = made.node;
  if (!(defaultChild instanceof lambda.CfnFunction)) return undefined;
  const named: unknown = defaultChild.getMetadata('voc');
  return typeof named === 'object' && named !== null && 'function' in named
    ? String(named.function)
    : undefined;
}
