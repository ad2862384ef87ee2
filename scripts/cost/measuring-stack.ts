import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { TABLES } from '../../shared/storage/tables.ts';
import { createTables, LOCAL_CREDENTIALS, startDynamoDb } from '../local-stack/dynamodb-server.ts';
import { toRecord } from '../local-stack/event-source.ts';
import { functionEnvironment, sdkEndpoints } from '../local-stack/function-environment.ts';
import { REGION } from '../local-stack/physical-names.ts';
import { planStack } from '../local-stack/plan.ts';
import { startProcessGuard } from '../local-stack/process-guard.ts';
import { startQueueServer } from '../local-stack/queue-server.ts';
import { openSecrets } from '../local-stack/secrets.ts';
import { startServiceServer } from '../local-stack/service-server.ts';
import { readAssembly } from '../local-stack/template.ts';
import { PROJECT_ROOT } from '../project-files.ts';
import { startCountingProxy } from './counting-proxy.ts';
import type { Use } from './measured.ts';
import { type MeasuredFunction, startMeasuredFunction } from './measured-function.ts';

export type MeasuringStack = Awaited<ReturnType<typeof openMeasuringStack>>;

/**
 * The synthesized functions on embedded servers, fed by hand and one at a time, with everything that leaves them
 * counted. `close` removes all of it.
 */
export async function openMeasuringStack() {
  const dataDir = mkdtempSync(join(tmpdir(), 'voc-cost-'));
  mkdirSync(join(dataDir, 'logs'));
  const assembly = await readAssembly(fileURLToPath(new URL('cdk.out', PROJECT_ROOT)));
  const guard = startProcessGuard();
  const dynamoDb = await startDynamoDb({ dataDir, guard, configuredEndpoint: undefined });
  const queueServer = await startQueueServer({ dataDir });
  const ids = new Map<string, string>();
  const nameOf = (table: string): string => ids.get(table) ?? table;
  const tableProxy = await startCountingProxy(dynamoDb.endpoint, nameOf);
  const queueProxy = await startCountingProxy(queueServer.origin, nameOf);
  const plan = planStack(assembly, { queues: queueProxy.origin, web: 'http://127.0.0.1:9' });
  const variables: Readonly<Record<string, string>> = Object.assign(
    {},
    ...plan.functions.map(({ env }) => env),
  );
  for (const [id, { envName }] of Object.entries(TABLES)) ids.set(variables[envName] ?? '', id);
  await createTables(dynamoDb.endpoint, plan.tables, { fresh: false });
  queueServer.create(plan.queues, plan.buckets, 1);
  const services = await startServiceServer({
    secrets: openSecrets(join(dataDir, 'secrets.json'), plan.secrets),
    sendMail: () => 'not sent',
    putEvents: (request) => request.Entries.map((_, index) => String(index)),
  });
  const endpoints = sdkEndpoints({
    dynamoDb: tableProxy.origin,
    queues: queueProxy.origin,
    services: services.origin,
  });
  const client = { region: REGION, credentials: LOCAL_CREDENTIALS };
  const s3 = new S3Client({ ...client, endpoint: queueServer.origin, forcePathStyle: true });
  const functions = new Map<string, MeasuredFunction>();

  async function functionOf(name: string): Promise<MeasuredFunction> {
    const known = functions.get(name);
    if (known !== undefined) return known;
    const found = plan.functions.find(({ vocName }) => vocName === name);
    if (found === undefined) throw new Error(`the template has no function ${name}`);
    const env = functionEnvironment(found, {
      endpoints,
      webOrigin: 'http://127.0.0.1:9',
      timeScale: 1,
      machine: process.env,
    });
    const started = await startMeasuredFunction(found, env);
    functions.set(name, started);
    return started;
  }

  return {
    /** Past the counting, for looking at what was stored. */
    dynamo: new DynamoDBClient({ ...client, endpoint: dynamoDb.endpoint }),
    tableName: (variable: string): string => variables[variable] ?? '',

    async putDrop(key: string, body: string): Promise<void> {
      await s3.send(new PutObjectCommand({ Bucket: variables.DROP_BUCKET, Key: key, Body: body }));
    },

    /** Takes everything that waits in the queue of a function, as the records of its events. */
    async drain(functionName: string): Promise<object[]> {
      const source = plan.eventSources.find((one) => one.functionName === functionName);
      const queue = queueServer.consumer(source?.queueArn ?? '');
      const records: object[] = [];
      for (;;) {
        const messages = await queue.receive(10, 0, 3600);
        if (messages.length === 0) return records;
        for (const message of messages) {
          records.push(toRecord(message, queue.name));
          queue.delete(message.ReceiptHandle);
        }
      }
    },

    /** Invokes a function with each event and tells what all of them together used. */
    async use(name: string, events: readonly unknown[]): Promise<Use> {
      const running = await functionOf(name);
      tableProxy.take();
      queueProxy.take();
      const before = running.spent();
      for (const event of events) await running.invoke(event);
      const after = running.spent();
      const tables = tableProxy.take();
      const queues = queueProxy.take();
      return {
        cpuMs: after.cpuMs - before.cpuMs,
        logBytes: after.logBytes - before.logBytes,
        writeUnits: tables.writeUnits,
        readUnits: tables.readUnits,
        calls: tables.calls + queues.calls,
        standardRequests: queues.standardRequests,
        fifoRequests: queues.fifoRequests,
        objectWrites: queues.objectWrites,
        objectReads: queues.objectReads,
      };
    },

    async close(): Promise<void> {
      for (const running of functions.values()) await running.stop();
      s3.destroy();
      await Promise.all([tableProxy.stop(), queueProxy.stop(), services.stop()]);
      await queueServer.stop();
      await dynamoDb.stop();
      await guard.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
