import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { serviceMetric } from './observability.ts';

const PERIOD = Duration.minutes(5);
const HALF = 12;
const HEIGHT = 7;

/** One page for whoever is on call: from what comes in to what people see, in the order of the pipeline. */
export class Dashboard extends Construct {
  /** Everything that is drawn must be made before. */
  constructor(
    scope: Construct,
    id: string,
    props: { root: Construct; tables: Readonly<Record<string, Table>> },
  ) {
    super(scope, id);
    const all = props.root.node.findAll();
    const queues = all.filter((one) => one instanceof sqs.Queue);
    const functions = all.filter((one) => one instanceof lambda.Function);
    const dead = queues.filter((queue) => queue.deadLetterQueue === undefined);
    const fed = queues.filter((queue) => queue.deadLetterQueue !== undefined);
    const { tables } = props;

    new cloudwatch.Dashboard(this, 'Page', {
      dashboardName: 'voc',
      defaultInterval: Duration.days(1),
      widgets: [
        [
          new cloudwatch.TextWidget({
            width: 24,
            height: 2,
            markdown:
              '# voc\nEvery alarm names its section in `docs/operations.md`: what it means, where to look, what to do.',
          }),
        ],
        [
          graph('Voices', [
            serviceMetric('analyze', 'RecordsAnalysed', PERIOD),
            serviceMetric('link', 'DocumentsStored', PERIOD),
            serviceMetric('link', 'DocumentsLinked', PERIOD),
            serviceMetric('rollup', 'BucketsRecounted', PERIOD),
          ]),
          graph('What should not be', [
            serviceMetric('rollup', 'RollupsCorrected', PERIOD),
            serviceMetric('import-customers', 'SourceFailures', PERIOD),
            serviceMetric('import-messages', 'SourceFailures', PERIOD),
            serviceMetric('publish-insights', 'DeliveriesFailed', PERIOD),
            serviceMetric('detect-spikes', 'DeliveriesFailed', PERIOD),
          ]),
        ],
        [
          graph(
            'Age of the oldest message (s)',
            fed.map((queue) =>
              queue.metricApproximateAgeOfOldestMessage({ period: PERIOD, label: labelOf(queue) }),
            ),
          ),
          graph(
            'Dead letters and failed runs',
            dead.map((queue) =>
              queue.metricApproximateNumberOfMessagesVisible({ period: PERIOD, label: labelOf(queue) }),
            ),
          ),
        ],
        [
          graph(
            'Errors',
            functions.map((one) => one.metricErrors({ period: PERIOD, label: labelOf(one) })),
          ),
          graph(
            'Throttles',
            functions.map((one) => one.metricThrottles({ period: PERIOD, label: labelOf(one) })),
          ),
        ],
        [
          graph(
            'Longest duration (ms)',
            functions.map((one) =>
              one.metricDuration({ period: PERIOD, statistic: 'Maximum', label: labelOf(one) }),
            ),
          ),
          graph(
            'Invocations',
            functions.map((one) => one.metricInvocations({ period: PERIOD, label: labelOf(one) })),
          ),
        ],
        [
          graph(
            'Write units',
            Object.entries(tables).map(([label, table]) =>
              table.metricConsumedWriteCapacityUnits({ period: PERIOD, label }),
            ),
          ),
          graph(
            'Read units',
            Object.entries(tables).map(([label, table]) =>
              table.metricConsumedReadCapacityUnits({ period: PERIOD, label }),
            ),
          ),
        ],
      ],
    });
  }
}

function graph(title: string, left: cloudwatch.IMetric[]): cloudwatch.GraphWidget {
  return new cloudwatch.GraphWidget({ title, left, width: HALF, height: HEIGHT });
}

/** Where it stands in the stack says what it is: `Linking/Link/AnalysesQueue`. */
function labelOf(made: Construct): string {
  return made.node.path.split('/').slice(1).join('/');
}
