import type { Brief, BriefSection } from './brief.ts';
import { safeUrl } from './html.ts';
import { clip } from './slack-message.ts';

/** A message larger than 28 kB is refused; some room is left for what Teams adds. */
export const TEAMS_MAX_BYTES = 27_000;
const MAX_TEXT = 1_500;

/**
 * A brief as the message of a Teams workflow: one Adaptive Card (version 1.4, https://adaptivecards.io/explorer).
 * Texts are `TextRun`s, which know no Markdown: customers' words can make neither links nor mentions. Sections that do
 * not fit are left out from the end; the link leads to them.
 */
export function teamsMessage(brief: Brief): object {
  const url = safeUrl(brief.url);
  for (let kept = brief.sections.length; ; kept -= 1) {
    const message = messageOf(brief, brief.sections.slice(0, kept), url);
    if (kept === 0 || Buffer.byteLength(JSON.stringify(message)) <= TEAMS_MAX_BYTES) return message;
  }
}

function messageOf(brief: Brief, sections: readonly BriefSection[], url: string | undefined): object {
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          msteams: { width: 'Full' },
          body: [
            paragraph({ text: brief.title, weight: 'Bolder', size: 'Large' }),
            ...sections.flatMap(sectionOf),
          ],
          ...(url === undefined ? {} : { actions: [{ type: 'Action.OpenUrl', title: brief.open, url }] }),
        },
      },
    ],
  };
}

function sectionOf({ heading, lines, quotes }: BriefSection): object[] {
  return [
    { ...paragraph({ text: heading, weight: 'Bolder' }), spacing: 'Medium' },
    ...lines.map((line) => paragraph({ text: `• ${line}` })),
    ...quotes.map((quote) => paragraph({ text: `“${quote}”`, isSubtle: true, italic: true })),
  ];
}

function paragraph(run: { readonly text: string } & Readonly<Record<string, unknown>>): object {
  return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', ...run, text: clip(run.text, MAX_TEXT) }] };
}
