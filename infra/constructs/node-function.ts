import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Bundles } from '../bundle-functions.ts';
import type { FunctionEnvironment, FunctionName } from '../function-schemas.ts';
import { acknowledge } from './acknowledge.ts';
import { allowSend } from './grants.ts';
import { METRICS_NAMESPACE, type Observability } from './observability.ts';
import { describe, type KeyedQueue } from './storage.ts';

/** What every function of the stack is made with. */
export interface Platform {
  readonly bundles: Bundles;
  readonly observability: Observability;
  /** Key of logs and work queues. */
  readonly operationsKey: kms.IKey;
  /** Where runs that a schedule started end up when they failed for good. */
  readonly failedRuns: KeyedQueue;
}

export interface NodeFunctionProps<Name extends FunctionName> {
  platform: Platform;
  name: Name;
  environment: FunctionEnvironment<Name>;
  memoryMb: number;
  timeout: Duration;
  /** @default arm64 */
  architecture?: lambda.Architecture;
  /** Started by a schedule, thus asynchronously: a run that fails for good is kept in `failedRuns`. @default false */
  startedBySchedule?: boolean;
  /** What is lost while the function fails; the description of its error alarm. */
  impact: string;
}

/**
 * One Lambda function of `functions/<name>`: Node 24, arm64, traced, with its own role that may write its own log
 * group and nothing else yet, logs kept 30 days under the operations key, and an alarm on errors.
 */
export class NodeFunction<Name extends FunctionName = FunctionName> extends Construct {
  readonly function: lambda.Function;
  readonly role: iam.Role;

  constructor(scope: Construct, id: string, props: NodeFunctionProps<Name>) {
    super(scope, id);
    const { platform, name } = props;
    const logGroup = new logs.LogGroup(this, 'Logs', {
      retention: logs.RetentionDays.ONE_MONTH,
      encryptionKey: platform.operationsKey,
    });
    this.role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      description: `Runs functions/${name}`,
    });
    logGroup.grant(this.role, 'logs:CreateLogStream', 'logs:PutLogEvents');
    this.function = new lambda.Function(this, 'Function', {
      description: `functions/${name}`,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: props.architecture ?? lambda.Architecture.ARM_64,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(platform.bundles[name]),
      role: this.role,
      logGroup,
      memorySize: props.memoryMb,
      timeout: props.timeout,
      tracing: lambda.Tracing.ACTIVE,
      ...(props.startedBySchedule === true ? { deadLetterQueue: platform.failedRuns.queue } : {}),
      environment: {
        ...props.environment,
        VOC_FUNCTION: name,
        NODE_OPTIONS: '--enable-source-maps',
        POWERTOOLS_SERVICE_NAME: name,
        POWERTOOLS_METRICS_NAMESPACE: METRICS_NAMESPACE,
      },
    });
    describe(this.function, { function: name });
    if (props.startedBySchedule === true) allowSend(this, platform.failedRuns);
    acknowledge(this.role.node.findChild('DefaultPolicy'), {
      'AwsSolutions-IAM5[Resource::*]':
        'X-Ray has no resources: PutTraceSegments and PutTelemetryRecords take only "*".',
    });
    platform.observability.alarm(this, 'ErrorsAlarm', {
      name: `${name}-errors`,
      metric: this.function.metricErrors({ period: Duration.minutes(5), statistic: 'Sum' }),
      above: 0,
      periods: 2,
      impact: props.impact,
    });
  }
}
