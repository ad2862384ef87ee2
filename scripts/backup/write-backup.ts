import { mkdir } from 'node:fs/promises';
import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { VocError } from '../../shared/domain/errors.ts';
import type { TableId } from '../../shared/storage/tables.ts';
import type { Progress } from '../progress.ts';
import type { BackupTarget } from './backup-target.ts';
import { itemOf, lineOf, type StoredItem } from './item-lines.ts';
import { type Manifest, readManifest, writeManifest } from './manifest.ts';
import { writePart } from './parts.ts';

const ITEMS_PER_PART = 20_000;
const OBJECTS_PER_PART = 50;

/**
 * What is derived comes before what it is derived from. A backup taken while voices come in then holds every document
 * that one of its counts knows, and what is missing can be made again from the documents. `state` comes before
 * what its checkpoints call stored. Profiles come before their tokens: the other way round an import in between would
 * leave a profile whose tokens find nobody, and no later import of the same row would repair it.
 */
export const SECTION_ORDER = [
  'rollups',
  'insights',
  'contributions',
  'state',
  'customers',
  'identity',
  'archive',
  'documents',
] as const satisfies TableId[];
export const REPORTS_SECTION = 'reports';

/** A part of a section, and the position after it; null at the end. */
interface Page {
  readonly lines: readonly string[];
  readonly next: string | null;
}

/**
 * Copies all tables and the report bucket of a stack into a folder. A backup that was broken off goes on where it
 * stopped; one that is complete is not written over.
 * @throws VocError `usage.invalid` (config) where the folder holds a complete backup
 */
export async function writeBackup(
  target: BackupTarget,
  directory: string,
  progress: Progress,
  clock: () => Date,
): Promise<Manifest> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const known = await readManifest(directory);
  if (known !== undefined && known.finishedAt !== null) {
    throw new VocError(
      'usage.invalid',
      'config',
      `${directory} holds a complete backup of ${known.startedAt}. Give another folder.`,
    );
  }
  let manifest: Manifest = known ?? {
    version: 1,
    startedAt: clock().toISOString(),
    finishedAt: null,
    quiet: await target.isQuiet(),
    identityKeys: target.identityKeys,
    sections: {},
  };
  const copy = async (section: string, read: (from: string | null) => Promise<Page>): Promise<void> => {
    const begun = manifest.sections[section];
    let next = begun?.next ?? null;
    if (begun !== undefined && next === null) return;
    let parts = begun?.parts ?? [];
    do {
      const page = await read(next);
      parts = [...parts, await writePart(directory, section, parts.length + 1, page.lines)];
      next = page.next;
      manifest = { ...manifest, sections: { ...manifest.sections, [section]: { parts, next } } };
      await writeManifest(directory, manifest);
      progress.update(`backup: ${section}, ${parts.reduce((sum, { lines }) => sum + lines, 0)} lines`);
    } while (next !== null);
  };
  for (const table of SECTION_ORDER)
    await copy(table, (from) => itemsPage(target.dynamo, target.tables[table], from));
  await copy(REPORTS_SECTION, (from) => objectsPage(target.s3, target.reportsBucket, from));
  manifest = {
    ...manifest,
    finishedAt: clock().toISOString(),
    quiet: manifest.quiet && (await target.isQuiet()),
  };
  await writeManifest(directory, manifest);
  return manifest;
}

async function itemsPage(client: DynamoDBClient, TableName: string, from: string | null): Promise<Page> {
  const lines: string[] = [];
  let startKey: StoredItem | undefined =
    from === null ? undefined : itemOf(from, 'The position in the manifest');
  do {
    const page = await client.send(
      new ScanCommand({
        TableName,
        ConsistentRead: true,
        ...(startKey === undefined ? {} : { ExclusiveStartKey: startKey }),
      }),
    );
    for (const item of page.Items ?? []) lines.push(lineOf(item));
    startKey = page.LastEvaluatedKey;
  } while (startKey !== undefined && lines.length < ITEMS_PER_PART);
  return { lines, next: startKey === undefined ? null : lineOf(startKey) };
}

/** One object as a line: its key, its type and its bytes in base64. */
async function objectsPage(client: S3Client, Bucket: string, from: string | null): Promise<Page> {
  const listed = await client.send(
    new ListObjectsV2Command({
      Bucket,
      MaxKeys: OBJECTS_PER_PART,
      ...(from === null ? {} : { StartAfter: from }),
    }),
  );
  const keys = (listed.Contents ?? []).flatMap(({ Key }) => Key ?? []);
  const lines: string[] = [];
  for (const key of keys) {
    const object = await client.send(new GetObjectCommand({ Bucket, Key: key }));
    const body = Buffer.from((await object.Body?.transformToByteArray()) ?? []).toString('base64');
    lines.push(JSON.stringify({ key, contentType: object.ContentType ?? null, body }));
  }
  return { lines, next: listed.IsTruncated === true ? (keys.at(-1) ?? null) : null };
}
