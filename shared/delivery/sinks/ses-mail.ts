import { type SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { type BriefOptions, briefOf } from '../brief.ts';
import { deliveryFailed } from '../delivery-failed.ts';
import { mailOf } from '../mail-text.ts';
import type { Sink } from '../sink.ts';

/** Sends the review by mail (Amazon SES, API v2): short, with the numbers first and a link. */
export function createSesMailSink(
  deps: BriefOptions & {
    readonly client: Pick<SESv2Client, 'send'>;
    readonly from: string;
    readonly to: readonly string[];
  },
): Sink {
  return {
    id: 'ses-mail',
    carries: ['weekly-review'],
    async deliver(delivery) {
      const mail = mailOf(briefOf(delivery, deps), deps.language);
      await deps.client
        .send(
          new SendEmailCommand({
            FromEmailAddress: deps.from,
            Destination: { ToAddresses: [...deps.to] },
            Content: {
              Simple: {
                Subject: { Data: mail.subject, Charset: 'UTF-8' },
                Body: {
                  Text: { Data: mail.text, Charset: 'UTF-8' },
                  Html: { Data: mail.html, Charset: 'UTF-8' },
                },
              },
            },
          }),
        )
        .catch((cause: unknown) => {
          throw deliveryFailed('ses-mail', cause);
        });
    },
  };
}
