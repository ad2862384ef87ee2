import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BackupTarget } from '../../../scripts/backup/backup-target.ts';
import { lineOf } from '../../../scripts/backup/item-lines.ts';
import { readManifest } from '../../../scripts/backup/manifest.ts';
import { readBackup } from '../../../scripts/backup/read-backup.ts';
import { writeBackup } from '../../../scripts/backup/write-backup.ts';
import { type DynamoDbServer, startDynamoDb } from '../../fixtures/dynamodb-server.ts';

let source: DynamoDbServer;
let empty: DynamoDbServer;
let fresh: DynamoDbServer;
let folder: string;

beforeAll(async () => {
  [source, empty, fresh] = await Promise.all([startDynamoDb(), startDynamoDb(), startDynamoDb()]);
  folder = mkdtempSync(join(tmpdir(), 'voc-backup-contract-'));
});
afterAll(async () => {
  await Promise.all([source.stop(), empty.stop(), fresh.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

const QUIET = { update: () => undefined, done: () => undefined };
const clock = () => new Date('2026-11-26T00:00:00.000Z');

/** A report bucket without objects that refuses so many requests first; `asked` counts them. */
function bucket(refusing = 0): { s3: S3Client; asked: () => number } {
  let requests = 0;
  const send = async (): Promise<object> => {
    requests += 1;
    if (requests <= refusing) throw new Error('the bucket cannot be reached');
    return { Contents: [], IsTruncated: false };
  };
  return { s3: { send } as unknown as S3Client, asked: () => requests };
}

function targetOn(server: DynamoDbServer, s3: S3Client): BackupTarget {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return {
    progressFile: join(folder, 'restore.json'),
    dynamo: new DynamoDBClient({ endpoint: server.endpoint, region: 'ap-northeast-2', credentials }),
    s3,
    tables: server.tables,
    reportsBucket: 'reports',
    identityKeys: null,
    isQuiet: async () => true,
  };
}

async function linesOf({ dynamo }: BackupTarget, table: string): Promise<string[]> {
  const { Items = [] } = await dynamo.send(new ScanCommand({ TableName: table }));
  return Items.map(lineOf).sort();
}

describe('a backup of tables', () => {
  it('that was broken off goes on, brings every item back, and mixes with nothing', async () => {
    const failing = targetOn(source, bucket(1).s3);
    for (let index = 0; index < 60; index += 1) {
      const pk = { S: `document-${index}` };
      const packed = { B: Buffer.from([0, 255, index]) };
      await failing.dynamo.send(
        new PutItemCommand({
          TableName: source.tables.documents,
          Item: { pk, packed, tags: { SS: ['환급', 'b'] }, link: { M: { customerId: { NULL: true } } } },
        }),
      );
    }
    await expect(writeBackup(failing, folder, QUIET, clock)).rejects.toThrow('cannot be reached');
    await expect(readBackup(targetOn(empty, bucket().s3), folder, QUIET)).rejects.toThrow(/is not complete/);

    // Tables that are copied are not read again: what comes meanwhile belongs to the next backup.
    await failing.dynamo.send(
      new PutItemCommand({ TableName: source.tables.documents, Item: { pk: { S: 'came-later' } } }),
    );
    await writeBackup(targetOn(source, bucket().s3), folder, QUIET, clock);
    expect((await readManifest(folder))?.sections.documents?.parts[0]?.lines).toBe(60);

    const into = targetOn(empty, bucket().s3);
    expect(await readBackup(into, folder, QUIET)).toMatchObject({ items: 60, objects: 0 });
    const brought = await linesOf(into, empty.tables.documents);
    expect(brought).toEqual(
      (await linesOf(failing, source.tables.documents)).filter((line) => !line.includes('came-later')),
    );

    // A second time nothing is left to do; where its progress is not known, it does not go into what holds something.
    expect(await readBackup(into, folder, QUIET)).toMatchObject({ items: 0 });
    await expect(
      readBackup({ ...into, progressFile: join(folder, 'another.json') }, folder, QUIET),
    ).rejects.toThrow(/not empty \(documents\)/);

    // Started afresh, the same data folder gets everything once more.
    rmSync(into.progressFile);
    const again = targetOn(fresh, bucket().s3);
    expect(await readBackup(again, folder, QUIET)).toMatchObject({ items: 60 });
    expect(await linesOf(again, fresh.tables.documents)).toEqual(brought);
  });
});
