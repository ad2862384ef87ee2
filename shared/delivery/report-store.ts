import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { deliveryFailed } from './delivery-failed.ts';

/** Where published reviews lie. */
export interface ReportStore {
  /** @throws VocError `delivery.failed` */
  write(key: string, body: string | Uint8Array, contentType: string): Promise<void>;
}

/** Reports on S3. Private and not to be cached: a corrected review must show at once. */
export function createReportStore(deps: { client: Pick<S3Client, 'send'>; bucket: string }): ReportStore {
  return {
    async write(key, body, contentType) {
      await deps.client
        .send(
          new PutObjectCommand({
            Bucket: deps.bucket,
            Key: key,
            Body: body,
            ContentType: contentType,
            CacheControl: 'private, no-store',
          }),
        )
        .catch((cause: unknown) => {
          throw deliveryFailed('report-store', cause);
        });
    },
  };
}
