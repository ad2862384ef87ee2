import type { AlertMessage } from '../domain/alert.ts';
import type { AlertSink } from './alert-sink.ts';
import { type AlertReader, alertText } from './alert-text.ts';
import { html, safeUrl } from './html.ts';
import type { Mail } from './mail-text.ts';
import { type MailRoute, sendMail } from './send-mail.ts';

/** The mail of an alert: numbers first, quotes, a link; texts of customers are escaped. */
export function alertMail(message: AlertMessage, reader: AlertReader): Mail {
  const { title, lines, quotes, open, reference } = alertText(message, reader);
  const link = safeUrl(message.url);
  const text = [
    title,
    '',
    ...lines.map((line) => `- ${line}`),
    '',
    ...quotes.flatMap((quote) => [`“${quote.text}”`, `  (${quote.source})`]),
    ...(link === undefined ? [] : ['', `${open}: ${link}`]),
    '',
    reference,
  ];
  const body = html`<!doctype html><html lang="${reader.language}"><body style="margin:0;padding:24px;font:16px/1.6 -apple-system,'Apple SD Gothic Neo','Malgun Gothic',sans-serif;color:#1b2733"><div style="max-width:640px"><h1 style="font-size:20px;margin:0 0 16px">${title}</h1><ul style="padding-left:18px;margin:0 0 16px">${lines.map((line) => html`<li style="margin:0 0 8px">${line}</li>`)}</ul>${quotes.map((quote) => html`<blockquote style="margin:0 0 12px;padding:8px 12px;border-left:3px solid #b9c6d2">${quote.text}<br><small style="color:#5b6b7a">${quote.source}</small></blockquote>`)}${
    link === undefined
      ? undefined
      : html`<p style="margin:16px 0"><a href="${link}" style="color:#1f5f8b;font-weight:600">${open}</a></p>`
  }<p style="margin:16px 0 0;color:#5b6b7a;font-size:13px">${reference}</p></div></body></html>`;
  return { subject: `[VOC] ${title}`.replace(/[\r\n]+/g, ' '), text: text.join('\n'), html: body.markup };
}

/** Sends alerts by mail. */
export function createAlertMailSink(deps: MailRoute & { readonly reader: AlertReader }): AlertSink {
  return {
    id: 'ses-mail',
    deliver: (message) => sendMail(deps, alertMail(message, deps.reader)),
  };
}
