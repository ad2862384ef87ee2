import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { FUNCTION_SCHEMAS, functionNames } from '../../infra/function-schemas.ts';
import { loadEnv } from '../../shared/runtime/env.ts';
import { PAGE_HEADERS } from '../../shared/runtime/page-headers.ts';
import { TABLES, TTL_ATTRIBUTE } from '../../shared/storage/tables.ts';
import {
  objectsIn,
  ofType,
  type Resource,
  synthesize,
  type Template,
  targetOf,
} from './synthesized-stack.ts';

let template: Template;

beforeAll(async () => {
  ({ template } = await synthesize());
}, 120_000);

/** Property at a path like `A.B.0.C`. */
function at(resource: Resource, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) => (value as Record<string, unknown> | undefined)?.[key],
      resource.Properties,
    );
}

function named(
  kind: 'queue' | 'table' | 'bucket' | 'function',
  name: string,
): { id: string; resource: Resource } {
  const found = Object.entries(template.Resources).find(
    ([, resource]) => resource.Metadata?.voc?.[kind] === name,
  );
  if (found === undefined) throw new Error(`the template has no ${kind} ${name}`);
  return { id: found[0], resource: found[1] };
}

describe('tables', () => {
  it('are those of shared/storage/tables.ts, with their keys', () => {
    for (const [name, definition] of Object.entries(TABLES)) {
      const { resource } = named('table', name);
      const keys = z.array(z.object({ AttributeName: z.string() })).parse(at(resource, 'KeySchema'));
      expect(keys.map((key) => key.AttributeName)).toEqual(definition.sk ? ['pk', 'sk'] : ['pk']);
    }
    expect(ofType(template, 'AWS::DynamoDB::Table')).toHaveLength(Object.keys(TABLES).length);
  });

  it('are on demand, restorable to a point in time, expiring, protected, and without a stream', () => {
    for (const { id, resource } of ofType(template, 'AWS::DynamoDB::Table')) {
      expect.soft(at(resource, 'BillingMode'), id).toBe('PAY_PER_REQUEST');
      expect.soft(at(resource, 'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled'), id).toBe(true);
      expect
        .soft(at(resource, 'TimeToLiveSpecification'), id)
        .toEqual({ AttributeName: TTL_ATTRIBUTE, Enabled: true });
      expect.soft(at(resource, 'DeletionProtectionEnabled'), id).toBe(true);
      expect.soft(resource.DeletionPolicy, id).toBe('Retain');
      expect.soft(at(resource, 'StreamSpecification'), id).toBeUndefined();
    }
  });

  it('are encrypted with the key of their data class, three keys that rotate', () => {
    const keyByClass = new Map<string, Set<unknown>>();
    for (const [name, { dataClass }] of Object.entries(TABLES)) {
      const key = targetOf(at(named('table', name).resource, 'SSESpecification.KMSMasterKeyId'));
      keyByClass.set(dataClass, (keyByClass.get(dataClass) ?? new Set()).add(key));
    }
    expect([...keyByClass.values()].map((keys) => keys.size)).toEqual([1, 1, 1]);
    expect(new Set([...keyByClass.values()].flatMap((keys) => [...keys])).size).toBe(3);
    const keys = ofType(template, 'AWS::KMS::Key');
    expect(keys.map(({ resource }) => at(resource, 'EnableKeyRotation'))).toEqual([true, true, true]);
  });
});

describe('queues', () => {
  it('that feed a function have a dead-letter queue of 14 days, reached after five tries', () => {
    const sources = ofType(template, 'AWS::Lambda::EventSourceMapping');
    expect(sources).toHaveLength(13);
    for (const { resource } of sources) {
      const queueId = targetOf(at(resource, 'EventSourceArn')) ?? '';
      const queue = template.Resources[queueId] as Resource;
      expect.soft(at(queue, 'RedrivePolicy.maxReceiveCount'), queueId).toBe(5);
      const deadLetters = template.Resources[
        targetOf(at(queue, 'RedrivePolicy.deadLetterTargetArn')) ?? ''
      ] as Resource;
      expect.soft(at(deadLetters, 'MessageRetentionPeriod'), queueId).toBe(14 * 86_400);
      expect.soft(at(deadLetters, 'FifoQueue'), queueId).toBe(at(queue, 'FifoQueue'));
    }
  });

  it('hide a message for at least six time limits of the function that works on it', () => {
    for (const { resource } of ofType(template, 'AWS::Lambda::EventSourceMapping')) {
      const queue = template.Resources[targetOf(at(resource, 'EventSourceArn')) ?? ''] as Resource;
      const worker = template.Resources[targetOf(at(resource, 'FunctionName')) ?? ''] as Resource;
      const visibility = z.number().parse(at(queue, 'VisibilityTimeout'));
      expect(visibility).toBeGreaterThanOrEqual(6 * z.number().parse(at(worker, 'Timeout')));
    }
  });

  it('hand over batches whose failed messages alone come back', () => {
    for (const { id, resource } of ofType(template, 'AWS::Lambda::EventSourceMapping')) {
      expect(at(resource, 'FunctionResponseTypes'), id).toEqual(['ReportBatchItemFailures']);
    }
  });

  it('have the batch sizes and windows that the functions are written for', () => {
    const batches = ofType(template, 'AWS::Lambda::EventSourceMapping').map(({ resource }) => {
      const queue = template.Resources[targetOf(at(resource, 'EventSourceArn')) ?? ''] as Resource;
      const size = at(resource, 'BatchSize');
      return [queue.Metadata?.voc?.queue, `${size}/${at(resource, 'MaximumBatchingWindowInSeconds') ?? 0}s`];
    });
    expect(Object.fromEntries(batches)).toEqual({
      records: '100/1s',
      analyses: '100/1s',
      urgent: '100/2s',
      relinks: '1/0s',
      reanalyses: '1/0s',
      dirty: '10/0s',
      drops: '1/0s',
      publish: '1/0s',
      pdf: '1/0s',
      'customers-import': '1/0s',
      erasures: '1/0s',
      'messages-import': '1/0s',
      'funnel-import': '1/0s',
    });
  });

  it('of dirty marks delay by more than the window that link deduplicates in, one lane per bucket and shard', () => {
    const { resource } = named('queue', 'dirty');
    const window = at(named('function', 'link').resource, 'Environment.Variables.DIRTY_WINDOW_SECONDS');
    expect(resource.Properties).toMatchObject({
      FifoQueue: true,
      // A clock that is behind sends marks of a window that is over: they must meet the mark before it is taken.
      DelaySeconds: Number(window) + 10,
      ContentBasedDeduplication: false,
      DeduplicationScope: 'messageGroup',
      FifoThroughputLimit: 'perMessageGroupId',
    });
  });

  it('are encrypted with our keys and refuse plain HTTP', () => {
    const policies = ofType(template, 'AWS::SQS::QueuePolicy');
    for (const { id, resource } of ofType(template, 'AWS::SQS::Queue')) {
      expect.soft(targetOf(at(resource, 'KmsMasterKeyId')), id).toMatch(/Key/);
      const policy = policies.find((candidate) => targetOf(at(candidate.resource, 'Queues.0')) === id);
      expect.soft(JSON.stringify(policy?.resource.Properties), id).toContain('"aws:SecureTransport":"false"');
    }
  });
});

describe('buckets', () => {
  it('are private, encrypted and refuse plain HTTP', () => {
    const buckets = ofType(template, 'AWS::S3::Bucket');
    expect(buckets).toHaveLength(4);
    for (const { id, resource } of buckets) {
      expect
        .soft(Object.values(at(resource, 'PublicAccessBlockConfiguration') as object), id)
        .toEqual([true, true, true, true]);
      expect.soft(at(resource, 'BucketEncryption'), id).toBeDefined();
      const policy = ofType(template, 'AWS::S3::BucketPolicy').find(
        (candidate) => targetOf(at(candidate.resource, 'Bucket')) === id,
      );
      expect.soft(JSON.stringify(policy?.resource.Properties), id).toContain('"aws:SecureTransport":"false"');
    }
  });

  it('for drops forgets after one day and keeps no versions', () => {
    const { resource } = named('bucket', 'drop');
    expect(at(resource, 'VersioningConfiguration')).toBeUndefined();
    expect(at(resource, 'LifecycleConfiguration.Rules')).toMatchObject([
      { ExpirationInDays: 1, Status: 'Enabled' },
    ]);
    expect(at(resource, 'LifecycleConfiguration.Rules.0')).not.toHaveProperty('Prefix');
  });

  it('for reports keeps versions', () => {
    expect(at(named('bucket', 'reports').resource, 'VersioningConfiguration.Status')).toBe('Enabled');
  });

  it('for drops tells each queue about its prefix, in plain CloudFormation, after the queue allows it', () => {
    const { resource } = named('bucket', 'drop');
    const targets = z
      .array(
        z.object({
          Event: z.literal('s3:ObjectCreated:*'),
          Queue: z.unknown(),
          Filter: z.object({
            S3Key: z.object({ Rules: z.tuple([z.object({ Name: z.literal('prefix'), Value: z.string() })]) }),
          }),
        }),
      )
      .parse(at(resource, 'NotificationConfiguration.QueueConfigurations'))
      .map((entry) => [entry.Filter.S3Key.Rules[0].Value, targetOf(entry.Queue)]);
    expect(Object.fromEntries(targets)).toEqual({
      'drops/': named('queue', 'drops').id,
      'customers/': named('queue', 'customers-import').id,
      'messages/': named('queue', 'messages-import').id,
      'funnel/': named('queue', 'funnel-import').id,
    });
    for (const [, queueId] of targets) {
      const policy = ofType(template, 'AWS::SQS::QueuePolicy').find(
        ({ resource: candidate }) => targetOf(at(candidate, 'Queues.0')) === queueId,
      );
      expect(resource.DependsOn).toContain(policy?.id);
    }
    expect(Object.values(template.Resources).map(({ Type }) => Type)).not.toContain(
      'Custom::S3BucketNotifications',
    );
  });
});

describe('functions', () => {
  it('get exactly the environment that their schema asks for', () => {
    const ours = ['VOC_FUNCTION', 'NODE_OPTIONS', 'POWERTOOLS_SERVICE_NAME', 'POWERTOOLS_METRICS_NAMESPACE'];
    for (const name of functionNames()) {
      const { resource } = named('function', name);
      const variables = z.record(z.string(), z.unknown()).parse(at(resource, 'Environment.Variables'));
      const text = Object.fromEntries(
        Object.entries(variables).map(([key, value]) => [
          key,
          typeof value === 'string' ? value : `${targetOf(value)}`,
        ]),
      );
      expect.soft(() => loadEnv(FUNCTION_SCHEMAS[name], text), name).not.toThrow();
      const asked = Object.keys(FUNCTION_SCHEMAS[name].shape);
      expect.soft(Object.keys(variables).sort(), name).toEqual([...asked, ...ours].sort());
      expect.soft(variables.VOC_FUNCTION).toBe(name);
    }
    expect(ofType(template, 'AWS::Lambda::Function')).toHaveLength(functionNames().length);
  });

  it('read each table and queue variable from the resource it names', () => {
    for (const [tableId, { envName }] of Object.entries(TABLES)) {
      for (const { resource } of ofType(template, 'AWS::Lambda::Function')) {
        const value = at(resource, `Environment.Variables.${envName}`);
        if (value !== undefined) expect(targetOf(value)).toBe(named('table', tableId).id);
      }
    }
    for (const queue of ['records', 'analyses', 'dirty', 'drops', 'publish', 'pdf', 'erasures']) {
      const values = ofType(template, 'AWS::Lambda::Function')
        .map(({ resource }) => at(resource, `Environment.Variables.${queue.toUpperCase()}_QUEUE_URL`))
        .filter((value) => value !== undefined);
      expect(values.length, queue).toBeGreaterThan(0);
      for (const value of values) expect(targetOf(value)).toBe(named('queue', queue).id);
    }
  });

  it('run on Node 24 and arm64, render-pdf alone on x86_64, traced', () => {
    for (const { id, resource } of ofType(template, 'AWS::Lambda::Function')) {
      const isPdf = resource.Metadata?.voc?.function === 'render-pdf';
      expect.soft(at(resource, 'Runtime'), id).toBe('nodejs24.x');
      expect.soft(at(resource, 'Architectures'), id).toEqual([isPdf ? 'x86_64' : 'arm64']);
      expect.soft(at(resource, 'TracingConfig.Mode'), id).toBe('Active');
    }
  });

  it('write encrypted logs that go after 30 days', () => {
    const groups = ofType(template, 'AWS::Logs::LogGroup');
    expect(groups.length).toBeGreaterThan(functionNames().length);
    for (const { id, resource } of groups) {
      expect.soft(at(resource, 'RetentionInDays'), id).toBe(30);
      expect.soft(at(resource, 'KmsKeyId'), id).toBeDefined();
    }
  });
});

describe('schedules', () => {
  it('start sweep, detection and review with the events that the functions know, in the business time zone', () => {
    const schedules = ofType(template, 'AWS::Scheduler::Schedule').map(({ resource }) => [
      resource.Metadata?.voc?.schedule,
      [
        at(resource, 'ScheduleExpression'),
        at(resource, 'ScheduleExpressionTimezone'),
        JSON.parse(String(at(resource, 'Target.Input'))),
      ],
    ]);
    expect(Object.fromEntries(schedules)).toMatchObject({
      'rollup-sweep-0': ['cron(10 4 * * ? *)', 'Asia/Seoul', { sweep: { daysAgo: 0 } }],
      'rollup-sweep-6': ['cron(10 4 * * ? *)', 'Asia/Seoul', { sweep: { daysAgo: 6 } }],
      'rollup-sweep-13': ['cron(10 4 * * ? *)', 'Asia/Seoul', { sweep: { daysAgo: 13 } }],
      'detect-spikes': ['rate(2 minutes)', 'Asia/Seoul', { detect: {} }],
      'weekly-review': ['cron(0 7 ? * MON *)', 'Asia/Seoul', { publish: {} }],
    });
  });

  it('keep a start that could not be delivered, and a run that failed for good', () => {
    const failedRuns = named('queue', 'failed-runs').id;
    for (const { id, resource } of ofType(template, 'AWS::Scheduler::Schedule')) {
      expect.soft(targetOf(at(resource, 'Target.DeadLetterConfig.Arn')), id).toBe(failedRuns);
      const started = template.Resources[targetOf(at(resource, 'Target.Arn')) ?? ''] as Resource;
      expect.soft(targetOf(at(started, 'DeadLetterConfig.TargetArn')), id).toBe(failedRuns);
    }
  });
});

describe('HTTP API', () => {
  it('lets only the webhook and the sign-in itself in without a login', () => {
    const routes = ofType(template, 'AWS::ApiGatewayV2::Route').map(({ resource }) => [
      at(resource, 'RouteKey'),
      at(resource, 'AuthorizationType'),
    ]);
    expect(Object.fromEntries(routes)).toEqual({
      'POST /v1/webhooks/{dropName}': 'NONE',
      'GET /v1/session/{step}': 'NONE',
      'POST /v1/session/{step}': 'NONE',
      'ANY /v1/{proxy+}': 'JWT',
    });
  });

  it('has no self sign-up', () => {
    const [pool] = ofType(template, 'AWS::Cognito::UserPool');
    expect(pool && at(pool.resource, 'AdminCreateUserConfig.AllowAdminCreateUserOnly')).toBe(true);
  });
});

describe('dashboard', () => {
  it('is read by CloudFront alone, over TLS, with the API below the same origin', () => {
    const [distribution] = ofType(template, 'AWS::CloudFront::Distribution');
    const config = distribution && at(distribution.resource, 'DistributionConfig');
    expect(config).toMatchObject({
      DefaultCacheBehavior: { ViewerProtocolPolicy: 'redirect-to-https' },
      CacheBehaviors: [{ PathPattern: '/v1/*', ViewerProtocolPolicy: 'https-only' }],
    });
    const [access] = ofType(template, 'AWS::CloudFront::OriginAccessControl');
    expect(access && at(access.resource, 'OriginAccessControlConfig.SigningBehavior')).toBe('always');
    // No CORS anywhere: whoever needs it is not the dashboard.
    const [api] = ofType(template, 'AWS::ApiGatewayV2::Api');
    expect(api && at(api.resource, 'CorsConfiguration')).toBeUndefined();
  });

  it('carries the headers that the local server sends', () => {
    const [policy] = ofType(template, 'AWS::CloudFront::ResponseHeadersPolicy');
    const text = JSON.stringify(policy?.resource.Properties);
    const { 'x-content-type-options': sniffing, ...others } = PAGE_HEADERS;
    expect(sniffing).toBe('nosniff');
    expect(text).toContain('"ContentTypeOptions":{"Override":true}');
    for (const value of Object.values(others)) expect(text).toContain(JSON.stringify(value).slice(1, -1));
    expect(text).toContain('"AccessControlMaxAgeSec":63072000');
  });
});

describe('template', () => {
  it('uses only the intrinsics that the local stack resolves', () => {
    const intrinsics = new Set<string>();
    for (const object of objectsIn(template)) {
      for (const key of Object.keys(object)) if (/^(Fn::|Ref$|Condition$)/.test(key)) intrinsics.add(key);
    }
    // "Condition" is the word of IAM policies here; the template has no Conditions section.
    expect([...intrinsics].sort()).toEqual(['Condition', 'Fn::GetAtt', 'Fn::Join', 'Fn::Sub', 'Ref']);
    expect(Object.keys(template).sort()).toEqual(['Description', 'Outputs', 'Resources']);
  });

  it('keeps the logical ids of everything that holds data: a changed id makes an empty one beside the full one', () => {
    const stateful = [
      'AWS::DynamoDB::Table',
      'AWS::S3::Bucket',
      'AWS::KMS::Key',
      'AWS::Cognito::UserPool',
      'AWS::SecretsManager::Secret',
    ];
    const ids = Object.entries(template.Resources)
      .filter(([, { Type }]) => stateful.includes(Type))
      .map(([id]) => id);
    expect(ids.sort()).toEqual([
      'ApiHostingPagesBucketBF334605',
      'ApiUsers862F2BE7',
      'StorageAccessLogsBucketFEE4D6FB',
      'StorageArchiveTableA5AB222D',
      'StorageContributionsTableE0A47E3C',
      'StorageCustomersTableA9251EBB',
      'StorageDocumentsTableF859B0E6',
      'StorageDropBucket683C533F',
      'StorageIdentityKey7FB92961',
      'StorageIdentityKeys5943B752',
      'StorageIdentityTable9D3F6A5D',
      'StorageInsightsTableC6183DA1',
      'StorageOperationsKey7E877AE8',
      'StorageReportsBucket2AA89F72',
      'StorageRollupsTable4418DE5D',
      'StorageStateTable08B675A0',
      'StorageVoiceKeyDDE18D8A',
      'StorageWebhookSecret4434E342',
    ]);
  });
});
