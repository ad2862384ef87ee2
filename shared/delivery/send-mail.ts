import { type SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { deliveryFailed } from './delivery-failed.ts';
import type { Mail } from './mail-text.ts';

/** From whom mail comes and who gets it. */
export interface MailRoute {
  readonly client: Pick<SESv2Client, 'send'>;
  readonly from: string;
  readonly to: readonly string[];
}

/**
 * Sends a mail in both forms (Amazon SES, API v2).
 * @throws VocError `delivery.failed`
 */
export async function sendMail({ client, from, to }: MailRoute, mail: Mail): Promise<void> {
  const content = (Data: string) => ({ Data, Charset: 'UTF-8' });
  const command = new SendEmailCommand({
    FromEmailAddress: from,
    Destination: { ToAddresses: [...to] },
    Content: {
      Simple: {
        Subject: content(mail.subject),
        Body: { Text: content(mail.text), Html: content(mail.html) },
      },
    },
  });
  await client.send(command).catch((cause: unknown) => {
    throw deliveryFailed('ses-mail', cause);
  });
}
