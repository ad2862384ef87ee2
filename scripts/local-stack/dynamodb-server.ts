import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, openSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb';
import { VocError } from '../../shared/domain/errors.ts';
import { REGION } from './physical-names.ts';
import type { TablePlan } from './plan.ts';
import type { ProcessGuard } from './process-guard.ts';

export interface DynamoDbServer {
  readonly endpoint: string;
  /** Process of the embedded server; undefined when DYNAMODB_ENDPOINT points at another one. */
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

/** Credentials that every local server accepts and none checks. */
export const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' } as const;

/**
 * The DynamoDB API: the embedded server with its file in `dataDir`, or whatever `configuredEndpoint` points at.
 * @throws VocError `stack.unavailable` (config) where there is no binary for the platform, or it does not start
 */
export async function startDynamoDb(options: {
  dataDir: string;
  guard: ProcessGuard;
  configuredEndpoint: string | undefined;
  /** @default that of this machine, `linux-x64` */
  platform?: string;
}): Promise<DynamoDbServer> {
  if (options.configuredEndpoint !== undefined && options.configuredEndpoint !== '') {
    return { endpoint: options.configuredEndpoint, pid: undefined, stop: () => Promise.resolve() };
  }
  const binary = findBinary(options.platform ?? `${process.platform}-${process.arch}`);
  const file = join(options.dataDir, 'dynamodb.sqlite');
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    // In a process group of its own: Ctrl-C in the terminal must not end it before the functions have finished.
    const log = openSync(join(options.dataDir, 'logs', 'dynamodb.log'), 'a');
    const child = spawn(binary, ['--host', '127.0.0.1', '--port', String(port), '--db-path', file], {
      stdio: ['ignore', log, log],
      detached: true,
    });
    options.guard.watch(child);
    const endpoint = `http://127.0.0.1:${port}`;
    if (await answers(child, endpoint)) {
      chmodSync(file, 0o600);
      return { endpoint, pid: child.pid, stop: () => end(child) };
    }
    await end(child);
    // The port can be taken between choosing and using it.
    if (attempt === 3) {
      throw new VocError(
        'stack.unavailable',
        'config',
        `The embedded DynamoDB did not start. See ${options.dataDir}/logs/dynamodb.log`,
      );
    }
  }
}

function findBinary(platform: string): string {
  const name = `@dynoxide/${platform}`;
  try {
    const folder = createRequire(import.meta.url)
      .resolve(`${name}/package.json`)
      .replace(/package\.json$/, '');
    const binary = [
      join(folder, 'dynoxide'),
      join(folder, 'bin', 'dynoxide'),
      join(folder, 'dynoxide.exe'),
    ].find(existsSync);
    if (binary !== undefined) return binary;
  } catch {
    // Said below, together with what to do.
  }
  throw new VocError(
    'stack.unavailable',
    'config',
    `There is no embedded DynamoDB for ${platform} (${name}). Start DynamoDB Local ` +
      '(docker run -p 8000:8000 amazon/dynamodb-local) and set DYNAMODB_ENDPOINT=http://127.0.0.1:8000',
    { details: { platform } },
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string')
    throw new VocError('stack.unavailable', 'transient', 'No free port.');
  return address.port;
}

async function answers(child: ChildProcess, endpoint: string): Promise<boolean> {
  let failed = false;
  child.once('error', () => {
    failed = true;
  });
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (failed || child.exitCode !== null || child.signalCode !== null) return false;
    try {
      await fetch(endpoint);
      return true;
    } catch {
      await sleep(50);
    }
  }
  return false;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
  await exited;
  clearTimeout(timer);
}

/** Kills the embedded server that a dead stack left behind, if the process of that id is really one on this folder. */
export function killStaleDynamoDb(pid: number | undefined, dataDir: string): void {
  if (pid === undefined || !commandLine(pid).includes(join(dataDir, 'dynamodb.sqlite'))) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended in the meantime.
  }
}

function commandLine(pid: number): string {
  try {
    if (process.platform === 'linux')
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

/**
 * Creates the tables of the plan that do not exist yet. With `fresh`, those that exist are emptied first: a configured
 * server keeps its tables outside the data folder.
 */
export async function createTables(
  endpoint: string,
  tables: readonly TablePlan[],
  options: { fresh: boolean },
): Promise<void> {
  const client = new DynamoDBClient({ endpoint, region: REGION, credentials: LOCAL_CREDENTIALS });
  try {
    const { TableNames: existing = [] } = await client.send(new ListTablesCommand({ Limit: 100 }));
    for (const table of tables) {
      if (existing.includes(table.name)) {
        if (!options.fresh) continue;
        await client.send(new DeleteTableCommand({ TableName: table.name }));
        await waitUntilTableNotExists({ client, maxWaitTime: 30 }, { TableName: table.name });
      }
      await client.send(
        new CreateTableCommand({
          TableName: table.name,
          KeySchema: table.KeySchema,
          AttributeDefinitions: table.AttributeDefinitions,
          BillingMode: 'PAY_PER_REQUEST',
          ...(table.GlobalSecondaryIndexes.length === 0
            ? {}
            : {
                GlobalSecondaryIndexes: table.GlobalSecondaryIndexes.map((index) => ({
                  ...index,
                  Projection: projectionOf(index),
                })),
              }),
        }),
      );
    }
  } finally {
    client.destroy();
  }
}

function projectionOf({
  Projection: { ProjectionType, NonKeyAttributes },
}: TablePlan['GlobalSecondaryIndexes'][number]) {
  return {
    ProjectionType: ProjectionType ?? ('ALL' as const),
    ...(NonKeyAttributes === undefined ? {} : { NonKeyAttributes }),
  };
}
