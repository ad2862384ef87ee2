import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { VocError } from '../shared/domain/errors.ts';
import { type DropPrefix, dropObjectKey, importObjectKey } from '../shared/storage/keys.ts';
import { dropNameOf } from './drop-name.ts';
import type { StackFile } from './local-stack/stack-file.ts';

/** A file on its way into the drop bucket. */
export interface DropFile {
  readonly kind: DropPrefix;
  readonly path: string;
  /** Name of the drop for documents: their `connector` where a line names none. @default the file's own name */
  readonly dropName?: string;
}

/** Where to: a running stack, as `stack.json` describes it. */
export type DropTarget = Pick<StackFile, 'endpoints' | 'region' | 'credentials' | 'resources'>;

/** The smallest part S3 takes; larger files go up in parts of this size, so that none is held in memory. */
const PART_BYTES = 5 * 1024 * 1024;

/**
 * Sends files into the drop bucket, in the given order; what is done with them then is the pipeline's work. The object
 * key carries a hash of the contents, so that two files of one name do not overwrite each other. Files that end in
 * `.gz` are unpacked on the way.
 * @returns the object keys, in the order of the files
 * @throws VocError `usage.invalid` when a file cannot be read (nothing is sent then)
 */
export async function uploadDrops(
  files: readonly DropFile[],
  stack: DropTarget,
  onUploaded: (file: DropFile, key: string) => void = () => undefined,
): Promise<string[]> {
  for (const file of files) await assertReadable(file.path);
  const bucket = stack.resources.environment.DROP_BUCKET;
  const endpoint = stack.endpoints.AWS_ENDPOINT_URL_S3;
  if (bucket === undefined || endpoint === undefined) {
    throw new VocError(
      'stack.unavailable',
      'config',
      'The running stack has no drop bucket. Start it again: npm start',
    );
  }
  const client = new S3Client({
    endpoint,
    region: stack.region,
    credentials: stack.credentials,
    forcePathStyle: true,
  });
  try {
    const keys: string[] = [];
    for (const file of files) {
      const key = objectKey(file, await contentHash(file.path));
      await upload(client, bucket, key, file.path);
      onUploaded(file, key);
      keys.push(key);
    }
    return keys;
  } finally {
    client.destroy();
  }
}

/** SHA-256 of the bytes of a file, as hex. */
export async function contentHash(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

function objectKey({ kind, path, dropName = dropNameOf(path) }: DropFile, hash: string): string {
  const name = `${hash.slice(0, 12)}-${basename(path).replace(/\.gz$/, '')}`;
  return kind === 'drops' ? dropObjectKey(dropName, name) : importObjectKey(kind, name);
}

async function assertReadable(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() === true) return;
  throw new VocError(
    'usage.invalid',
    'config',
    `Cannot read ${path}: there is no such file. Check the path.`,
  );
}

async function upload(client: S3Client, bucket: string, key: string, path: string): Promise<void> {
  const place = { Bucket: bucket, Key: key };
  const parts = partsOf(path);
  const first = await parts.next();
  const second = await parts.next();
  if (second.done === true) {
    await client.send(new PutObjectCommand({ ...place, Body: first.value ?? Buffer.alloc(0) }));
    return;
  }
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(place));
  try {
    const done: { PartNumber: number; ETag: string | undefined }[] = [];
    const send = async (Body: Buffer): Promise<void> => {
      const PartNumber = done.length + 1;
      const { ETag } = await client.send(new UploadPartCommand({ ...place, UploadId, PartNumber, Body }));
      done.push({ PartNumber, ETag });
    };
    await send(first.value ?? Buffer.alloc(0));
    await send(second.value);
    for await (const part of parts) await send(part);
    await client.send(
      new CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload: { Parts: done } }),
    );
  } catch (error) {
    await client.send(new AbortMultipartUploadCommand({ ...place, UploadId })).catch(() => undefined);
    throw error;
  }
}

/** The contents of a file in parts of {@link PART_BYTES}, the last one smaller. */
async function* partsOf(path: string): AsyncGenerator<Buffer, undefined> {
  const file = createReadStream(path);
  const source = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  file.on('error', (error) => source.destroy(error));
  let chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of source) {
    if (!Buffer.isBuffer(chunk)) continue;
    chunks.push(chunk);
    bytes += chunk.length;
    while (bytes >= PART_BYTES) {
      const whole = Buffer.concat(chunks);
      yield whole.subarray(0, PART_BYTES);
      chunks = [whole.subarray(PART_BYTES)];
      bytes -= PART_BYTES;
    }
  }
  if (bytes > 0) yield Buffer.concat(chunks);
  return undefined;
}
