import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { VocError } from '../../shared/domain/errors.ts';

const names = z.record(z.string(), z.string());

/** Names of the stack's resources as the local servers know them, by logical ID of the template. */
export const StackResourcesSchema = z.object({
  tables: names,
  /** Queue URLs. */
  queues: names,
  buckets: names,
  /** Folder under functions/ → name of the Lambda function. */
  functions: names,
  /** Every resource by the environment variable that names it to the functions (DOCUMENTS_TABLE, DROP_BUCKET, …). */
  environment: names,
});
export type StackResources = z.infer<typeof StackResourcesSchema>;

/** `<dataDir>/stack.json`: how another process reaches a running stack. */
export const StackFileSchema = z.object({
  pid: z.int(),
  dynamoDbPid: z.int().optional(),
  url: z.string(),
  region: z.string(),
  credentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
  /** `AWS_ENDPOINT_URL_…` variables of the AWS SDK. */
  endpoints: names,
  resources: StackResourcesSchema,
});
export type StackFile = z.infer<typeof StackFileSchema>;

const fileOf = (dataDir: string): string => join(dataDir, 'stack.json');

export function writeStackFile(dataDir: string, stack: StackFile): void {
  const file = fileOf(dataDir);
  writeFileSync(`${file}.new`, JSON.stringify(stack, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** The stack file of a folder, whether its stack runs or not; undefined when there is none or it cannot be read. */
export function peekStackFile(dataDir: string): StackFile | undefined {
  const file = fileOf(dataDir);
  if (!existsSync(file)) return undefined;
  try {
    return StackFileSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

/**
 * The stack that runs on a data folder.
 * @throws VocError `stack.unavailable` (config) when none does
 */
export function readRunningStack(dataDir: string): StackFile {
  const stack = peekStackFile(dataDir);
  if (stack === undefined || !isAlive(stack.pid)) {
    throw new VocError(
      'stack.unavailable',
      'config',
      `No local stack runs on ${dataDir}. Start one: npm start (or: npm run -s voc -- up)`,
    );
  }
  return stack;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
