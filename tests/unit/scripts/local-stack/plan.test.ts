import { describe, expect, it } from 'vitest';
import { IGNORED_TYPES } from '../../../../scripts/local-stack/ignored-types.ts';
import { planStack } from '../../../../scripts/local-stack/plan.ts';
import type { Assembly } from '../../../../scripts/local-stack/template.ts';

const ORIGINS = { queues: 'http://127.0.0.1:4000', web: 'http://127.0.0.1:5000' };

function assembly(
  resources: Record<string, { Type: string; Properties?: Record<string, unknown>; Condition?: string }>,
): Assembly {
  return {
    template: {
      Resources: Object.fromEntries(
        Object.entries(resources).map(([id, resource]) => [id, { Properties: {}, ...resource }]),
      ),
    },
    assetDirs: new Map([['abc', '/assets/abc']]),
  };
}

const worker = {
  Type: 'AWS::Lambda::Function',
  Properties: {
    Code: { S3Bucket: 'assets', S3Key: 'abc.zip' },
    Handler: 'index.handler',
    Timeout: 30,
    Environment: { Variables: { VOC_FUNCTION: 'worker', JOBS_QUEUE_URL: { Ref: 'Jobs' } } },
  },
};

describe('planStack', () => {
  it('resolves references between resources to the names of the local servers', () => {
    const plan = planStack(
      assembly({
        Worker: worker,
        Dead: { Type: 'AWS::SQS::Queue' },
        Jobs: {
          Type: 'AWS::SQS::Queue',
          Properties: {
            RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 3 },
          },
        },
        Mapping: {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: {
            EventSourceArn: { 'Fn::GetAtt': ['Jobs', 'Arn'] },
            FunctionName: { Ref: 'Worker' },
            BatchSize: 25,
          },
        },
      }),
      ORIGINS,
    );
    expect(plan.functions[0]).toMatchObject({
      vocName: 'worker',
      codeDir: '/assets/abc',
      timeoutMs: 30_000,
      env: { JOBS_QUEUE_URL: 'http://127.0.0.1:4000/000000000000/Jobs' },
    });
    expect(plan.eventSources[0]).toMatchObject({
      functionName: 'worker',
      queueArn: 'arn:aws:sqs:ap-northeast-2:000000000000:Jobs',
      batchSize: 25,
    });
    expect(plan.queues[1]?.properties.RedrivePolicy?.deadLetterTargetArn).toBe(plan.queues[0]?.arn);
  });

  it.each([
    [
      'a resource type it does not know',
      { Cache: { Type: 'AWS::ElastiCache::CacheCluster' } },
      /AWS::ElastiCache::CacheCluster \(Cache\)/,
    ],
    [
      'an intrinsic it does not know',
      { Jobs: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: { 'Fn::If': ['IsProd', 60, 0] } } } },
      /Fn::If at Jobs\.DelaySeconds/,
    ],
    [
      'an attribute it does not know',
      {
        Worker: worker,
        Jobs: {
          Type: 'AWS::SQS::Queue',
          Properties: { QueueName: 'j', Tags: { 'Fn::GetAtt': ['Worker', 'SnapStart'] } },
        },
      },
      /SnapStart of Worker/,
    ],
    [
      'a reference to nothing',
      { Jobs: { Type: 'AWS::SQS::Queue', Properties: { Tags: { Ref: 'Gone' } } } },
      /refers to Gone/,
    ],
    ['a condition', { Jobs: { Type: 'AWS::SQS::Queue', Condition: 'IsProd' } }, /Jobs has a condition/],
    [
      'a table stream',
      {
        Things: {
          Type: 'AWS::DynamoDB::Table',
          Properties: {
            KeySchema: [],
            AttributeDefinitions: [],
            StreamSpecification: { StreamViewType: 'KEYS_ONLY' },
          },
        },
      },
      /StreamSpecification/,
    ],
    [
      'a trigger of a function that is not ours',
      {
        Tick: {
          Type: 'AWS::Scheduler::Schedule',
          Properties: {
            ScheduleExpression: 'rate(1 hour)',
            Target: { Arn: 'arn:aws:lambda:x:y:function:z' },
          },
        },
      },
      /Tick points at/,
    ],
  ])('refuses %s, naming the place', (_what, resources, message) => {
    expect(() => planStack(assembly(resources), ORIGINS)).toThrow(message);
    expect(() => planStack(assembly(resources), ORIGINS)).toThrow(
      expect.objectContaining({ code: 'stack.unsupported' }),
    );
  });

  it('leaves out only the listed types, each with a reason, and still answers references to them', () => {
    for (const reason of Object.values(IGNORED_TYPES)) expect(reason.length).toBeGreaterThan(15);
    const plan = planStack(
      assembly({
        Key: { Type: 'AWS::KMS::Key' },
        Role: { Type: 'AWS::IAM::Role', Properties: { Anything: { 'Fn::If': ['a', 'b', 'c'] } } },
        Worker: {
          ...worker,
          Properties: {
            ...worker.Properties,
            Environment: { Variables: { VOC_FUNCTION: 'w', KEY: { 'Fn::GetAtt': ['Key', 'Arn'] } } },
          },
        },
      }),
      ORIGINS,
    );
    expect(plan.functions[0]?.env.KEY).toMatch(/Key\/Arn$/);
  });

  it('reads notifications of a bucket from its property and from the custom resource of CDK', () => {
    const queue = { 'Fn::GetAtt': ['Jobs', 'Arn'] };
    const plan = planStack(
      assembly({
        Jobs: { Type: 'AWS::SQS::Queue' },
        Direct: {
          Type: 'AWS::S3::Bucket',
          Properties: {
            NotificationConfiguration: {
              QueueConfigurations: [
                {
                  Event: 's3:ObjectCreated:*',
                  Queue: queue,
                  Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'a/' }] } },
                },
              ],
            },
          },
        },
        Other: { Type: 'AWS::S3::Bucket' },
        Notifications: {
          Type: 'Custom::S3BucketNotifications',
          Properties: {
            BucketName: { Ref: 'Other' },
            NotificationConfiguration: {
              QueueConfigurations: [
                {
                  Events: ['s3:ObjectCreated:Put'],
                  QueueArn: queue,
                  Filter: { Key: { FilterRules: [{ Name: 'Suffix', Value: '.csv' }] } },
                },
              ],
            },
          },
        },
      }),
      ORIGINS,
    );
    const queueArn = plan.queues[0]?.arn;
    expect(plan.buckets.map((bucket) => bucket.notifications)).toEqual([
      [{ events: ['s3:ObjectCreated:*'], queueArn, prefix: 'a/', suffix: '' }],
      [{ events: ['s3:ObjectCreated:Put'], queueArn, prefix: '', suffix: '.csv' }],
    ]);
  });
});
