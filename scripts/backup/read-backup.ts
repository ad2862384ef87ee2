import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { BatchWriteItemCommand, type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { VocError } from '../../shared/domain/errors.ts';
import { mapWithLimit } from '../../shared/runtime/map-with-limit.ts';
import type { Progress } from '../progress.ts';
import type { BackupTarget } from './backup-target.ts';
import { itemOf, type StoredItem } from './item-lines.ts';
import { type Manifest, type Part, readManifest } from './manifest.ts';
import { readPart } from './parts.ts';
import { REPORTS_SECTION, SECTION_ORDER } from './write-backup.ts';

const ITEMS_PER_CALL = 25;
const CONCURRENT_CALLS = 8;
const MAX_ATTEMPTS = 8;

/**
 * Tables that only voices, customers and messages fill. What a stack that has just been started writes by itself (runs,
 * checkpoints, empty lists) lies in the others and is replaced.
 */
const MUST_BE_EMPTY = ['documents', 'contributions', 'identity', 'customers', 'archive'] as const;

/** Parts that the stack has already got, and from which backup: the moment it began tells it from others. */
const ProgressSchema = z.object({ backupOf: z.string(), done: z.array(z.string()) });

const ObjectLineSchema = z.object({ key: z.string(), contentType: z.string().nullable(), body: z.base64() });

/**
 * Writes a complete backup into the tables and the report bucket of a stack that holds nothing yet. Broken off, it goes on
 * with the part where it stopped; a part that comes twice changes nothing.
 * @throws VocError `config.invalid` where the folder holds no complete backup, `usage.invalid` where the stack holds
 *   something, `record.bad-json` for a damaged part; nothing of that part is written then
 */
export async function readBackup(
  target: BackupTarget,
  directory: string,
  progress: Progress,
): Promise<{ manifest: Manifest; items: number; objects: number }> {
  const manifest = await completeManifest(directory);
  const done = await doneParts(target, manifest.startedAt);
  let items = 0;
  let objects = 0;
  const finish = async (file: string): Promise<void> => {
    done.add(file);
    const brought = { backupOf: manifest.startedAt, done: [...done] };
    await writeFile(target.progressFile, JSON.stringify(brought));
    progress.update(`restore: ${file}`);
  };
  const partsOf = (section: string): readonly Part[] =>
    (manifest.sections[section]?.parts ?? []).filter(({ file }) => !done.has(file));
  for (const table of SECTION_ORDER) {
    for (const part of partsOf(table)) {
      const lines = await readPart(directory, part);
      const read = lines.map((line, index) => itemOf(line, `${part.file}:${index + 1}`));
      await putItems(target.dynamo, target.tables[table], read);
      items += read.length;
      await finish(part.file);
    }
  }
  for (const part of partsOf(REPORTS_SECTION)) {
    const lines = await readPart(directory, part);
    for (const [index, line] of lines.entries()) await putObject(target, line, `${part.file}:${index + 1}`);
    objects += lines.length;
    await finish(part.file);
  }
  return { manifest, items, objects };
}

async function completeManifest(directory: string): Promise<Manifest> {
  const manifest = await readManifest(directory);
  if (manifest !== undefined && manifest.finishedAt !== null) return manifest;
  throw new VocError(
    'config.invalid',
    'config',
    manifest === undefined
      ? `There is no backup in ${directory}.`
      : `The backup in ${directory} is not complete. Run voc backup --out ${directory} again: it goes on where it stopped.`,
  );
}

async function doneParts(target: BackupTarget, startedAt: string): Promise<Set<string>> {
  if (existsSync(target.progressFile)) {
    const known = ProgressSchema.parse(JSON.parse(await readFile(target.progressFile, 'utf8')));
    if (known.backupOf === startedAt) return new Set(known.done);
  }
  const filled: string[] = [];
  for (const table of MUST_BE_EMPTY) {
    const page = await target.dynamo.send(new ScanCommand({ TableName: target.tables[table], Limit: 1 }));
    if ((page.Items ?? []).length > 0) filled.push(table);
  }
  const reviews = await target.s3.send(
    new ListObjectsV2Command({ Bucket: target.reportsBucket, Prefix: 'reviews/', MaxKeys: 1 }),
  );
  if ((reviews.Contents ?? []).length > 0) filled.push('reviews');
  if (filled.length === 0) return new Set();
  throw new VocError(
    'usage.invalid',
    'config',
    `The stack is not empty (${filled.join(', ')}). A restore mixes with nothing: start a fresh stack and restore there.`,
  );
}

async function putItems(client: DynamoDBClient, table: string, items: readonly StoredItem[]): Promise<void> {
  const calls: StoredItem[][] = [];
  for (let start = 0; start < items.length; start += ITEMS_PER_CALL)
    calls.push(items.slice(start, start + ITEMS_PER_CALL));
  await mapWithLimit(calls, CONCURRENT_CALLS, async (batch) => {
    let open = batch.map((Item) => ({ PutRequest: { Item } }));
    for (let attempt = 0; open.length > 0; attempt += 1) {
      if (attempt === MAX_ATTEMPTS) throw notTaken(table);
      if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, 50 * 2 ** attempt));
      const answer = await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: open } }));
      open = (answer.UnprocessedItems?.[table] ?? []).flatMap(({ PutRequest }) =>
        PutRequest?.Item === undefined ? [] : [{ PutRequest: { Item: PutRequest.Item } }],
      );
    }
  });
}

async function putObject(target: BackupTarget, line: string, at: string): Promise<void> {
  const parsed = ObjectLineSchema.safeParse(JSON.parse(line));
  if (!parsed.success)
    throw new VocError('record.bad-json', 'permanent', `${at} is not an object of a backup.`);
  const { key, contentType, body } = parsed.data;
  await target.s3.send(
    new PutObjectCommand({
      Bucket: target.reportsBucket,
      Key: key,
      Body: Buffer.from(body, 'base64'),
      ...(contentType === null ? {} : { ContentType: contentType }),
    }),
  );
}

function notTaken(table: string): VocError {
  return new VocError(
    'storage.throttled',
    'transient',
    `The table ${table} does not take more at the moment. Restore again: it goes on where it stopped.`,
  );
}
