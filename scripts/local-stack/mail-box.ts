import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const content = z.object({ Data: z.string() });

/** Body of SES v2 `SendEmail`, as far as mail is written down. */
export const SendEmailSchema = z.object({
  FromEmailAddress: z.string().optional(),
  Destination: z
    .object({
      ToAddresses: z.array(z.string()).default([]),
      CcAddresses: z.array(z.string()).default([]),
      BccAddresses: z.array(z.string()).default([]),
    })
    .prefault({}),
  Content: z.object({
    Simple: z
      .object({ Subject: content, Body: z.object({ Text: content.optional(), Html: content.optional() }) })
      .optional(),
    Raw: content.optional(),
  }),
});

/** Writes mail into a folder instead of sending it: `<time>-<id>.json`, and `.html` or `.eml` beside it. */
export function writeMail(folder: string, email: z.output<typeof SendEmailSchema>, at: Date): string {
  const messageId = randomUUID();
  const file = join(folder, `${at.toISOString().replaceAll(':', '-')}-${messageId.slice(0, 8)}`);
  const { Simple: simple, Raw: raw } = email.Content;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const summary = {
    messageId,
    at: at.toISOString(),
    from: email.FromEmailAddress,
    ...email.Destination,
    subject: simple?.Subject.Data,
    text: simple?.Body.Text?.Data,
  };
  writeFileSync(`${file}.json`, JSON.stringify(summary, null, 2), { mode: 0o600 });
  if (simple?.Body.Html !== undefined) writeFileSync(`${file}.html`, simple.Body.Html.Data, { mode: 0o600 });
  if (raw !== undefined) writeFileSync(`${file}.eml`, Buffer.from(raw.Data, 'base64'), { mode: 0o600 });
  return messageId;
}
