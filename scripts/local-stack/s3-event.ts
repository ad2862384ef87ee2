import { REGION } from './physical-names.ts';
import type { NotificationPlan } from './plan.ts';

/** What a request to the object server has created, or undefined when it created no object. */
export type ObjectCreation = 'Put' | 'Copy' | 'CompleteMultipartUpload';

/** Reads from method, query and headers of a successful request which kind of object creation it was. */
export function objectCreation(
  method: string,
  query: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, unknown>>,
): ObjectCreation | undefined {
  if (method === 'POST' && 'uploadId' in query) return 'CompleteMultipartUpload';
  if (method !== 'PUT' || 'partNumber' in query || 'renameObject' in query || 'lifecycle' in query)
    return undefined;
  return 'x-amz-copy-source' in headers ? 'Copy' : 'Put';
}

/** Whether a notification of a bucket wants the event of this key. */
export function wantsEvent(notification: NotificationPlan, creation: ObjectCreation, key: string): boolean {
  const name = `s3:ObjectCreated:${creation}`;
  return (
    notification.events.some((event) => event === name || event === 's3:ObjectCreated:*') &&
    key.startsWith(notification.prefix) &&
    key.endsWith(notification.suffix)
  );
}

/**
 * The message that S3 sends for a created object. The key is form-encoded, a space as `+`.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function s3EventMessage(created: {
  bucket: string;
  key: string;
  size: number;
  etag: string;
  creation: ObjectCreation;
  at: Date;
  sequencer: string;
}): string {
  return JSON.stringify({
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: REGION,
        eventTime: created.at.toISOString(),
        eventName: `ObjectCreated:${created.creation}`,
        s3: {
          s3SchemaVersion: '1.0',
          configurationId: 'local',
          bucket: { name: created.bucket, arn: `arn:aws:s3:::${created.bucket}` },
          object: {
            key: encodeURIComponent(created.key).replaceAll('%2F', '/').replaceAll('%20', '+'),
            size: created.size,
            eTag: created.etag.replaceAll('"', ''),
            sequencer: created.sequencer,
          },
        },
      },
    ],
  });
}
