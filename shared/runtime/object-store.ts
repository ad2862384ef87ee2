import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { VocError } from '../domain/errors.ts';

/** An object as it is read: its bytes as a stream, and the tag of exactly this content. */
export interface OpenObject {
  readonly body: AsyncIterable<Uint8Array>;
  readonly entityTag: string;
}

/** The objects of one bucket. */
export interface ObjectStore {
  /** The object, or null where it is gone. */
  open(key: string): Promise<OpenObject | null>;
  /** The whole object, or null where it is gone. */
  read(key: string): Promise<Uint8Array | null>;
  write(key: string, body: string | Uint8Array, contentType: string): Promise<void>;
  /** The keys of the first thousand objects below a prefix. */
  list(prefix: string): Promise<readonly string[]>;
  /** Deletes the object; that it is gone, or replaced by a newer upload, is success. */
  delete(key: string, entityTag: string): Promise<void>;
}

/** @throws VocError `storage.unavailable` (transient) */
export function createObjectStore(deps: { client: S3Client; bucket: string }): ObjectStore {
  const Bucket = deps.bucket;

  async function open(key: string) {
    try {
      const answer = await deps.client.send(new GetObjectCommand({ Bucket, Key: key }));
      return { body: answer.Body, entityTag: answer.ETag ?? '' };
    } catch (error) {
      if (isNamed(error, 'NoSuchKey', 'NotFound')) return null;
      throw unavailable(error);
    }
  }

  return {
    async open(key) {
      const found = await open(key);
      if (found?.body === undefined) return null;
      return { body: chunksOf(found.body.transformToWebStream()), entityTag: found.entityTag };
    },

    async read(key) {
      const found = await open(key);
      if (found?.body === undefined) return null;
      return await found.body.transformToByteArray().catch((error: unknown) => {
        throw unavailable(error);
      });
    },

    async write(key, body, contentType) {
      try {
        await deps.client.send(
          new PutObjectCommand({ Bucket, Key: key, Body: body, ContentType: contentType }),
        );
      } catch (error) {
        throw unavailable(error);
      }
    },

    async list(prefix) {
      try {
        const answer = await deps.client.send(new ListObjectsV2Command({ Bucket, Prefix: prefix }));
        return (answer.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key]));
      } catch (error) {
        throw unavailable(error);
      }
    },

    async delete(key, entityTag) {
      try {
        // Without the tag a file uploaded again under the same name meanwhile would be lost.
        await deps.client.send(
          new DeleteObjectCommand({ Bucket, Key: key, ...(entityTag === '' ? {} : { IfMatch: entityTag }) }),
        );
      } catch (error) {
        if (isNamed(error, 'PreconditionFailed', 'NoSuchKey', 'NotFound')) return;
        throw unavailable(error);
      }
    },
  };
}

async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of stream) yield chunk;
  } catch (error) {
    throw unavailable(error);
  }
}

function isNamed(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

function unavailable(cause: unknown): VocError {
  return new VocError(
    'storage.unavailable',
    'transient',
    'The object store did not answer; it is tried again.',
    {
      details: { reason: cause instanceof Error ? cause.name : 'unknown' },
      cause,
    },
  );
}
