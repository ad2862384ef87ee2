import { type SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { Taxonomy } from '../domain/taxonomy.ts';
import { deliveryFailed } from './delivery-failed.ts';
import type { Language } from './format.ts';
import { incidentMail, type Mail, reviewMail } from './mail-text.ts';
import type { Delivery, Sink } from './sink.ts';

/** Sends the review and the incidents by mail (Amazon SES, API v2): short, with the numbers first and a link. */
export function createSesMailSink(deps: {
  client: Pick<SESv2Client, 'send'>;
  language: Language;
  from: string;
  to: readonly string[];
  /** Gives codes their names. */
  taxonomy: Taxonomy;
  /** The zone in which an incident's hours are told. */
  timeZone: string;
}): Sink {
  return {
    id: 'ses-mail',
    async deliver(delivery) {
      const mail = mailOf(delivery, deps);
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

interface MailOptions {
  readonly language: Language;
  readonly taxonomy: Taxonomy;
  readonly timeZone: string;
}

function mailOf(delivery: Delivery, { language, ...options }: MailOptions): Mail {
  return delivery.kind === 'weekly-review'
    ? reviewMail(delivery.review, delivery.url, language, options.taxonomy)
    : incidentMail(delivery.incident, delivery.url, language, options);
}
