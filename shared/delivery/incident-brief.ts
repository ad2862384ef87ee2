import type { AlertMessage } from '../domain/alert.ts';
import { alertText } from './alert-text.ts';
import type { Brief, BriefOptions } from './brief.ts';

/** An alert as a brief: what rose, against what, since when, why perhaps, in whose words. */
export function incidentBrief(message: AlertMessage, url: string, options: BriefOptions): Brief {
  const { title, lines, quotes, open, reference } = alertText(message, options);
  const heading = options.language === 'ko' ? '무슨 일인가' : 'What happened';
  return {
    title,
    sections: [{ heading, lines: [...lines, reference], quotes: quotes.map(({ text }) => text) }],
    url,
    open,
  };
}
