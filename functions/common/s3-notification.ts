import * as z from 'zod';

/** A message of an upload, or of a run that sends itself the rest of a file. */
export const S3NotificationSchema = z.object({
  Records: z
    .array(
      z.object({
        eventTime: z.string().optional(),
        s3: z.object({
          bucket: z.object({ name: z.string().min(1) }),
          object: z.object({ key: z.string().min(1), size: z.number().optional() }),
        }),
      }),
    )
    // What S3 sends once, when a notification is set up, has none.
    .default([]),
  /** The last line that an earlier run has handled. */
  fromLine: z.int().min(0).optional(),
  /** When the first message of this upload was sent; a continuation carries it on. */
  announcedAt: z.iso.datetime().optional(),
});
export type S3Notification = z.infer<typeof S3NotificationSchema>;

/** The keys of the uploaded objects; in a notification they are form-encoded. */
export function objectKeysOf(notification: Pick<S3Notification, 'Records'>): string[] {
  return notification.Records.map((record) => decodeURIComponent(record.s3.object.key.replaceAll('+', ' ')));
}
