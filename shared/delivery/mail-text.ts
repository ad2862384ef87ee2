import type { Brief } from './brief.ts';
import type { Language } from './format.ts';
import { type Html, html, safeUrl } from './html.ts';

/** A mail in both forms; the same sentences in each. */
export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A brief as a mail: the news first, then the details, and where to read on. */
export function mailOf(brief: Brief, language: Language): Mail {
  const link = safeUrl(brief.url);
  const text = [
    brief.title,
    ...brief.sections.flatMap(({ heading, lines, quotes }) => [
      '',
      heading,
      ...lines.map((line) => `- ${line}`),
      ...quotes.map((quote) => `  “${quote}”`),
    ]),
    ...(link === undefined ? [] : ['', `${brief.open}: ${link}`]),
  ];
  const button: Html | undefined =
    link === undefined
      ? undefined
      : html`<p style="margin:24px 0 0"><a href="${link}" style="color:#1f5f8b;font-weight:600">${brief.open}</a></p>`;
  const sections = brief.sections.map(
    ({ heading, lines, quotes }) =>
      html`<h2 style="font-size:16px;margin:20px 0 6px">${heading}</h2><ul style="padding-left:18px;margin:0">${lines.map((line) => html`<li style="margin:0 0 6px">${line}</li>`)}</ul>${quotes.map((quote) => html`<blockquote style="margin:6px 0 0;padding-left:12px;border-left:3px solid #c4d6e4;color:#5b6875">${quote}</blockquote>`)}`,
  );
  return {
    subject: `[VOC] ${brief.title}`.replace(/[\r\n]+/g, ' '),
    text: text.join('\n'),
    html: html`<!doctype html><html lang="${language}"><body style="margin:0;padding:24px;font:16px/1.6 -apple-system,'Apple SD Gothic Neo','Malgun Gothic',sans-serif;color:#1b2733"><div style="max-width:640px"><h1 style="font-size:20px;margin:0 0 16px">${brief.title}</h1>${sections}${button}</div></body></html>`
      .markup,
  };
}
