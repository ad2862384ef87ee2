import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AttributeValue, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type DropFile, uploadDrops } from '../../scripts/load-files.ts';
import { DASHBOARD, runIfStale, SYNTHESIS } from '../../scripts/local-stack/build-steps.ts';
import { peekStackFile, type StackFile } from '../../scripts/local-stack/stack-file.ts';
import { readTotals, type StackTotals } from '../../scripts/local-stack/stack-totals.ts';
import { type LocalStack, startLocalStack } from '../../scripts/local-stack/start.ts';
import { createDocumentClient } from '../../shared/runtime/clients.ts';
import { createAlertRepository } from '../../shared/storage/alert-repository.ts';
import { createContributionRepository } from '../../shared/storage/contribution-repository.ts';
import { createDocumentRepository } from '../../shared/storage/document-repository.ts';
import { unpackJson } from '../../shared/storage/packed-json.ts';
import { createQuarantineRepository } from '../../shared/storage/quarantine-repository.ts';
import { createRollupRepository } from '../../shared/storage/rollup-repository.ts';

/** A local stack of the real template in a folder of its own, with the repositories to look into it. */
export async function startPipeline(
  options: {
    withDashboard?: boolean;
    /** @default the stack of this repository */
    assemblyDir?: string;
    sourceSecret?: (name: string) => string | undefined;
  } = {},
) {
  const notes: string[] = [];
  const log = (line: string): void => {
    notes.push(line);
  };
  if (options.assemblyDir === undefined) await runIfStale(SYNTHESIS, log);
  if (options.withDashboard === true) await runIfStale(DASHBOARD, log);
  const dataDir = mkdtempSync(join(tmpdir(), 'voc-pipeline-'));
  const stack = await startLocalStack({
    dataDir,
    timeScale: 60,
    log,
    ...(options.assemblyDir === undefined ? {} : { assemblyDir: options.assemblyDir }),
    ...(options.sourceSecret === undefined ? {} : { sourceSecret: options.sourceSecret }),
  });
  const file = stackFile(dataDir);
  const plain = clientOf(file);
  return {
    stack,
    dataDir,
    notes,
    tables: file.resources.environment,
    plain,
    ...repositoriesOf(file, plain),
    /** Sends files through the drop bucket and waits until nothing moves any more. */
    async send(...files: DropFile[]): Promise<void> {
      await uploadDrops(files, file);
      await stack.waitUntilIdle();
    },
    /** Puts a file into the drop bucket byte for byte and waits until nothing moves any more. */
    async sendAsIs(key: string, path: string): Promise<void> {
      const s3 = new S3Client({
        endpoint: file.endpoints.AWS_ENDPOINT_URL_S3 ?? '',
        region: file.region,
        credentials: file.credentials,
        forcePathStyle: true,
      });
      const Bucket = file.resources.environment.DROP_BUCKET;
      await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: readFileSync(path) }));
      s3.destroy();
      await stack.waitUntilIdle();
    },
    /** Everything in a table, as stored; what is packed also as its text. */
    async dumpTable(name: string): Promise<unknown[]> {
      const TableName = file.resources.environment[name];
      const items: unknown[] = [];
      for await (const page of paginateScan({ client: plain }, { TableName }))
        items.push(...(page.Items ?? []).map(withUnpacked));
      return items;
    },
    totals: (): Promise<StackTotals> => totalsOf(file, plain),
    async stop(): Promise<void> {
      plain.destroy();
      await stack.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
export type Pipeline = Awaited<ReturnType<typeof startPipeline>>;

function withUnpacked(item: Record<string, AttributeValue>): object {
  return item.packed?.B === undefined ? item : { ...item, unpacked: unpackJson(item.packed.B) };
}

/** Writes lines as a file of the pipeline's folder, to be sent as a drop. */
export function dropFile(dataDir: string, name: string, lines: readonly (string | object)[]): DropFile {
  const path = join(dataDir, name);
  writeFileSync(
    path,
    `${lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')}\n`,
  );
  return { kind: 'drops', path, dropName: name.replace(/\..*$/, '') };
}

export function stackFile(dataDir: string): StackFile {
  const file = peekStackFile(dataDir);
  if (file === undefined) throw new Error(`no stack runs on ${dataDir}`);
  return file;
}

export function clientOf(file: StackFile): DynamoDBClient {
  return new DynamoDBClient({
    endpoint: file.endpoints.AWS_ENDPOINT_URL_DYNAMODB ?? '',
    region: file.region,
    credentials: file.credentials,
  });
}

export function totalsOf(file: StackFile, plain: DynamoDBClient): Promise<StackTotals> {
  return readTotals({ plain, document: createDocumentClient(plain) }, file.resources.environment);
}

export function repositoriesOf(file: StackFile, plain: DynamoDBClient) {
  const client = createDocumentClient(plain);
  const table = (name: string): { client: typeof client; tableName: string } => ({
    client,
    tableName: file.resources.environment[name] ?? '',
  });
  return {
    documents: createDocumentRepository({
      ...table('DOCUMENTS_TABLE'),
      timeZone: 'Asia/Seoul',
      retentionDays: 730,
    }),
    contributions: createContributionRepository(table('CONTRIBUTIONS_TABLE')),
    alerts: createAlertRepository(table('INSIGHTS_TABLE')),
    rollups: createRollupRepository(table('ROLLUPS_TABLE')),
    quarantine: createQuarantineRepository({ ...table('STATE_TABLE'), retentionDays: 30 }),
  };
}

/** Messages in the dead-letter queues that are not empty. */
export async function deadLetters(stack: LocalStack): Promise<Record<string, number>> {
  const depths = await stack.queueDepths();
  return Object.fromEntries(
    stack.deadLetterQueues.map((name) => [name, depths[name] ?? 0] as const).filter(([, depth]) => depth > 0),
  );
}
