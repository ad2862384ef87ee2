import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CopyObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from 'vitest';
import { type LocalStack, startLocalStack } from '../../../scripts/local-stack/start.ts';
import { type FixtureAssembly, fixtureAssembly, queueFor } from './fixture-stack.ts';

const AWS_CLIENTS = new URL('../../../node_modules/@aws-sdk/', import.meta.url);

let stack: LocalStack | undefined;
let fixture: FixtureAssembly | undefined;

afterEach(async () => {
  await stack?.stop();
  await fixture?.remove();
  stack = undefined;
});

async function start(
  functions: Parameters<typeof fixtureAssembly>[0],
  resources: Record<string, unknown>,
  options: { timeScale?: number; webDir?: string } = {},
): Promise<{ stack: LocalStack; fixture: FixtureAssembly }> {
  fixture = await fixtureAssembly(functions, resources);
  stack = await startLocalStack({ ...fixture, ...options, log: () => undefined });
  return { stack, fixture };
}

describe('object events', () => {
  const resourcesWith = (mapping: object): Record<string, unknown> => ({
    ...queueFor('worker', { mapping }),
    Drop: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        NotificationConfiguration: {
          QueueConfigurations: [
            {
              Event: 's3:ObjectCreated:*',
              Queue: { 'Fn::GetAtt': ['Jobs', 'Arn'] },
              Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'drops/' }] } },
            },
          ],
        },
      },
    },
  });

  it('reach the queue before the client has its answer, and only for keys of the prefix', async () => {
    const { stack: running } = await start({ worker: { code: '' } }, resourcesWith({ Enabled: false }));
    const s3 = clientOf(running);
    const Bucket = running.resources.buckets.Drop;
    await s3.send(new PutObjectCommand({ Bucket, Key: 'drops/a.ndjson', Body: '{"id":1}' }));
    expect((await running.queueDepths()).jobs).toBe(1);
    await s3.send(new PutObjectCommand({ Bucket, Key: 'other/x', Body: 'x' }));
    expect((await running.queueDepths()).jobs).toBe(1);
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'drops/copy', CopySource: `${Bucket}/other/x` }));
    expect((await running.queueDepths()).jobs).toBe(2);
  });

  it('arrive as S3 sends them, the key form-encoded', async () => {
    const { stack: running, fixture: given } = await start(
      {
        worker: { code: 'for (const record of event.Records) note(JSON.parse(record.body).Records[0].s3);' },
      },
      resourcesWith({}),
    );
    const Bucket = running.resources.buckets.Drop;
    await clientOf(running).send(
      new PutObjectCommand({ Bucket, Key: 'drops/a b/리뷰+1.ndjson', Body: '{"id":1}' }),
    );
    const [s3] = await given.until((notes) => notes.length === 1);
    const key = `drops/a+b/${encodeURIComponent('리뷰')}%2B1.ndjson`;
    expect(s3).toMatchObject({ bucket: { name: Bucket }, object: { key, size: 8 } });
  });

  function clientOf(running: LocalStack): S3Client {
    return new S3Client({
      endpoint: running.endpoints.AWS_ENDPOINT_URL_S3 ?? '',
      region: 'ap-northeast-2',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      forcePathStyle: true,
    });
  }
});

describe('services at the wire level', () => {
  const sdk = (name: string): string =>
    JSON.stringify(new URL(`${name}/dist-cjs/index.js`, AWS_CLIENTS).pathname);

  it('give a function its secret, its mail and its events through the ordinary SDK, without any setting in code', async () => {
    const { stack: running, fixture: given } = await start(
      {
        worker: {
          env: { KEYS: { Ref: 'Keys' }, BUS: { Ref: 'Bus' }, WAIT_WINDOW_SECONDS: '60' },
          code: `
            const { createRequire } = await import('node:module');
            const require = createRequire(import.meta.url);
            const { SecretsManagerClient, GetSecretValueCommand } = require(${sdk('client-secrets-manager')});
            const { SESv2Client, SendEmailCommand } = require(${sdk('client-sesv2')});
            const { EventBridgeClient, PutEventsCommand } = require(${sdk('client-eventbridge')});
            const secret = await new SecretsManagerClient({}).send(new GetSecretValueCommand({ SecretId: process.env.KEYS }));
            const mail = await new SESv2Client({}).send(new SendEmailCommand({
              FromEmailAddress: 'voc@example.com', Destination: { ToAddresses: ['cx@example.com'] },
              Content: { Simple: { Subject: { Data: '주간 리뷰' }, Body: { Html: { Data: '<p>리뷰</p>' } } } } }));
            const events = await new EventBridgeClient({}).send(new PutEventsCommand({ Entries: [
              { Source: 'voc', DetailType: 'voc.insights.published', Detail: '{"week":"2026-W46"}', EventBusName: process.env.BUS }] }));
            return { secret: secret.SecretString, mail: mail.MessageId, failed: events.FailedEntryCount, window: process.env.WAIT_WINDOW_SECONDS };`,
        },
        listener: { code: 'note(event.detail);' },
      },
      {
        Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'voc' } },
        Published: {
          Type: 'AWS::Events::Rule',
          Properties: {
            EventBusName: { Ref: 'Bus' },
            EventPattern: { 'detail-type': ['voc.insights.published'] },
            State: 'ENABLED',
            Targets: [{ Id: 'listener', Arn: { 'Fn::GetAtt': ['Listener', 'Arn'] } }],
          },
        },
        Keys: {
          Type: 'AWS::SecretsManager::Secret',
          Properties: {
            GenerateSecretString: {
              SecretStringTemplate: '{"current":"k1"}',
              GenerateStringKey: 'k1',
              PasswordLength: 40,
              ExcludePunctuation: true,
            },
          },
        },
      },
      { timeScale: 20 },
    );
    const result = (await running.invoke('worker', {})) as Record<string, string>;
    expect(result).toMatchObject({ failed: 0, window: '3' });
    expect(JSON.parse(result.secret ?? '')).toEqual({
      current: 'k1',
      k1: expect.stringMatching(/^[A-Za-z0-9]{40}$/),
    });
    expect(await given.until((notes) => notes.length === 1)).toEqual([{ week: '2026-W46' }]);

    const mail = readdirSync(join(given.dataDir, 'mail'));
    expect(mail.map((name) => name.replace(/^.*\./, '')).sort()).toEqual(['html', 'json']);
    expect(readFileSync(join(given.dataDir, 'events.ndjson'), 'utf8')).toContain(
      '"detail":{"week":"2026-W46"}',
    );
    expect(statSync(join(given.dataDir, 'secrets.json')).mode & 0o777).toBe(0o600);

    await running.stop();
    stack = await startLocalStack({ ...given, log: () => undefined });
    expect(await stack.invoke('worker', {})).toMatchObject({ secret: result.secret });
  });
});

describe('schedules', () => {
  const schedule = (expression: string) => ({
    Tick: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        Name: 'tick',
        ScheduleExpression: expression,
        ScheduleExpressionTimezone: 'Asia/Seoul',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: { 'Fn::GetAtt': ['Worker', 'Arn'] }, Input: '{"sourceId":"apple-kr"}' },
      },
    },
  });

  it('run on their rate, divided by the time scale', async () => {
    const { fixture: given } = await start(
      { worker: { code: 'note(event);' } },
      schedule('rate(5 minutes)'),
      {
        timeScale: 300,
      },
    );
    await given.until((notes) => notes.length >= 2, 10_000);
    expect(given.notes()[0]).toEqual({ sourceId: 'apple-kr' });
  });

  it('run at once on demand and hand back the result', async () => {
    const { stack: running } = await start(
      { worker: { code: 'return event.sourceId;' } },
      schedule('cron(0 7 ? * MON *)'),
    );
    expect(await running.runSchedule('tick')).toBe('apple-kr');
    await expect(running.runSchedule('tock')).rejects.toThrow(/no schedule tock\. There are: tick/);
  });

  it('are tried three times when the function fails, then leave their event in its failure queue', async () => {
    const { fixture: given, stack: running } = await start(
      { worker: { code: "note('try'); throw new Error('no');" } },
      {
        ...schedule('rate(1 day)'),
        Failed: { Type: 'AWS::SQS::Queue' },
        Async: {
          Type: 'AWS::Lambda::EventInvokeConfig',
          Properties: {
            FunctionName: { Ref: 'Worker' },
            Qualifier: '$LATEST',
            DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Failed', 'Arn'] } } },
          },
        },
      },
      { timeScale: 86_400 },
    );
    await given.until((notes) => notes.length >= 3, 10_000);
    const deadline = Date.now() + 5000;
    while ((await running.queueDepths()).failed === 0 && Date.now() < deadline)
      await new Promise((done) => setTimeout(done, 50));
    expect((await running.queueDepths()).failed).toBeGreaterThanOrEqual(1);
  });
});
