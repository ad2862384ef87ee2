import { type BriefOptions, briefOf } from '../brief.ts';
import { mailOf } from '../mail-text.ts';
import { type MailRoute, sendMail } from '../send-mail.ts';
import type { Sink } from '../sink.ts';

/** Sends the review by mail: short, with the numbers first and a link. */
export function createSesMailSink(deps: BriefOptions & MailRoute): Sink {
  return {
    id: 'ses-mail',
    carries: ['weekly-review'],
    deliver: (delivery) => sendMail(deps, mailOf(briefOf(delivery, deps), deps.language)),
  };
}
