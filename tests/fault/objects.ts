import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { S3Client } from '@aws-sdk/client-s3';
import { REGION } from './dynamodb-wire.ts';
import type { FaultPlan } from './fault-plan.ts';
import type { Kernel } from './kernel.ts';
import { connectionReset, type WireResponse } from './wire-errors.ts';

interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Record<string, string>;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

interface Stored {
  readonly body: Buffer;
  readonly tag: string;
}

/** Buckets in memory, spoken to through the real S3 client. `uploaded` hears of every object that is put. */
export function createObjects(
  kernel: Kernel,
  faults: FaultPlan,
  uploaded: (bucket: string, key: string, tag: string) => void,
) {
  const buckets = new Map<string, Map<string, Stored>>();

  function bucketOf(name: string): Map<string, Stored> {
    const found = buckets.get(name) ?? new Map<string, Stored>();
    buckets.set(name, found);
    return found;
  }

  function perform(request: SdkRequest, bucket: string, key: string, truncated: boolean): WireResponse {
    const objects = bucketOf(bucket);
    if (request.method === 'PUT') {
      const body = Buffer.from((request.body ?? '') as string | Uint8Array);
      const tag = `"${createHash('md5').update(body).digest('hex')}"`;
      objects.set(key, { body, tag });
      uploaded(bucket, key, tag);
      return { statusCode: 200, headers: { etag: tag }, body: Buffer.alloc(0) };
    }
    if (request.method === 'GET' && request.query['list-type'] === '2') {
      const found = [...objects].filter(([name]) => name.startsWith(request.query.prefix ?? ''));
      const contents = found.map(([name]) => `<Contents><Key>${name}</Key></Contents>`).join('');
      return xml(200, `<ListBucketResult>${contents}</ListBucketResult>`);
    }
    const object = objects.get(key);
    if (request.method === 'GET') {
      if (object === undefined) return xml(404, '<Error><Code>NoSuchKey</Code></Error>');
      return { statusCode: 200, headers: { etag: object.tag }, body: streamOf(object.body, truncated) };
    }
    if (request.method === 'DELETE') {
      const wanted = request.headers['if-match'];
      if (object !== undefined && wanted !== undefined && wanted !== object.tag) {
        return xml(412, '<Error><Code>PreconditionFailed</Code></Error>');
      }
      objects.delete(key);
      return { statusCode: 204, headers: {}, body: Buffer.alloc(0) };
    }
    throw new Error(`the simulated S3 does not know ${request.method}`);
  }

  return {
    bucketOf,

    s3Client(): S3Client {
      const handle = async (request: SdkRequest) => {
        const [, bucket = '', ...rest] = request.path.split('/');
        const key = decodeURIComponent(rest.join('/'));
        const reads = request.method === 'GET' && request.query['list-type'] === undefined;
        const truncated = reads && faults.strikes('truncated');
        if (truncated) faults.struck('truncated', key);
        const call = { service: 's3', operation: request.method, target: `${bucket}/${key}` } as const;
        return { response: await kernel.send(call, async () => perform(request, bucket, key, truncated)) };
      };
      return new S3Client({
        region: REGION,
        endpoint: 'http://objects.local',
        forcePathStyle: true,
        // It warns of empty files.
        logger: { trace() {}, debug() {}, info() {}, warn() {}, error() {} },
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
        requestHandler: { handle, metadata: { handlerProtocol: 'http/1.1' } } as never,
      });
    },
  };
}
export type Objects = ReturnType<typeof createObjects>;

function xml(statusCode: number, body: string): WireResponse {
  return {
    statusCode,
    headers: { 'content-type': 'application/xml' },
    body: Readable.from([Buffer.from(body)]),
  };
}

function streamOf(body: Buffer, truncated: boolean): Readable {
  if (!truncated) return Readable.from([body]);
  const half = body.subarray(0, Math.floor(body.length / 2));
  return Readable.from(
    (function* () {
      yield half;
      throw connectionReset();
    })(),
  );
}
