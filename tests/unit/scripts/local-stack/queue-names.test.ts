import { expect, it } from 'vitest';
import type { QueuePlan, StackPlan } from '../../../../scripts/local-stack/plan.ts';
import { nameQueues } from '../../../../scripts/local-stack/queue-names.ts';
import { QueueProperties } from '../../../../scripts/local-stack/resource-schemas.ts';

const queue = (logicalId: string, deadLetterQueue?: string): QueuePlan => ({
  logicalId,
  name: logicalId,
  url: `http://local/${logicalId}`,
  arn: `arn:${logicalId}`,
  properties: QueueProperties.parse(
    deadLetterQueue === undefined
      ? {}
      : { RedrivePolicy: { deadLetterTargetArn: `arn:${deadLetterQueue}`, maxReceiveCount: 3 } },
  ),
});
const source = (logicalId: string, functionName: string): StackPlan['eventSources'][number] => ({
  logicalId: `${logicalId}Mapping`,
  functionName,
  queueArn: `arn:${logicalId}`,
  batchSize: 10,
  windowSeconds: 0,
  partialResponses: true,
});
const sender: StackPlan['functions'][number] = {
  logicalId: 'Collect',
  name: 'Collect',
  vocName: 'collect',
  arn: 'arn:collect',
  codeDir: '/',
  handler: 'index.handler',
  timeoutMs: 1,
  memoryMb: 1,
  env: { RECORDS_QUEUE_URL: 'http://local/AnalysisRecordsQueue0A1B2C3D' },
  asyncRetries: 2,
  asyncFailureQueueArn: undefined,
};

it('calls queues after what the functions call them, and knows which only collect failures', () => {
  const names = nameQueues({
    functions: [sender],
    queues: [
      queue('AnalysisRecordsQueue0A1B2C3D', 'Dead1'),
      queue('Dead1'),
      queue('Uploads', 'Dead2'),
      queue('Dead2'),
      queue('FailedRunsQueue59EA2A4A'),
    ],
    eventSources: [source('AnalysisRecordsQueue0A1B2C3D', 'analyze'), source('Uploads', 'import-customers')],
  });
  expect([...names.byArn.values()]).toEqual([
    'records',
    'records-dlq',
    'import-customers',
    'import-customers-dlq',
    'failed-runs',
  ]);
  expect([...names.deadLetter]).toEqual(['records-dlq', 'import-customers-dlq', 'failed-runs']);
});
