import { Duration } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Observability } from './observability.ts';
import { describe } from './storage.ts';

/** Where the start events of scheduled runs end up that could not be delivered or failed three times. */
export class FailedRuns extends Construct {
  readonly queue: sqs.Queue;

  constructor(scope: Construct, id: string, props: { key: kms.IKey; observability: Observability }) {
    super(scope, id);
    this.queue = new sqs.Queue(this, 'Queue', {
      encryption: sqs.QueueEncryption.KMS,
      encryptionMasterKey: props.key,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    describe(this.queue, { queue: 'failed-runs' });
    props.observability.alarm(this, 'Alarm', {
      name: 'scheduled-runs-failed',
      metric: this.queue.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(1),
        statistic: 'Maximum',
      }),
      above: 0,
      impact: 'A scheduled run (collection, sweep, detection or weekly review) did not happen.',
    });
  }
}
