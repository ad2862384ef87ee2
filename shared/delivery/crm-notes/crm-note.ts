import { createHash } from 'node:crypto';
import type { StoredDocument } from '../../domain/stored-document.ts';
import type { Taxonomy } from '../../domain/taxonomy.ts';
import { excerptOf } from '../../insight/excerpt.ts';

const MAX_QUOTE_UNITS = 200;

/** What colleagues read beside the customer: no more than a redacted quote, the reason and where to look. */
export interface CrmNote {
  readonly documentKey: string;
  readonly subject: string;
  readonly text: string;
}

/** Whether a voice is worth a note: surely this customer's, and negative. */
export function isNoteworthy({ record, reading, link }: StoredDocument): boolean {
  return link.status === 'linked' && reading.sentiment.label === 'negative' && record.erased !== true;
}

/** The note on a voice. `url` is the dashboard's page of it, empty where the dashboard has no address. */
export function crmNoteOf(
  { record, reading }: StoredDocument,
  options: { taxonomy: Taxonomy; language: 'ko' | 'en'; url: string },
): CrmNote {
  const { taxonomy, language, url } = options;
  const code = reading.hesitations[0]?.code;
  const reason = taxonomy.codes.find((entry) => entry.code === code)?.name[language];
  const quote = excerptOf(record.text, reading.hesitations[0]?.evidence ?? [], MAX_QUOTE_UNITS).text;
  const [heading, because] =
    language === 'ko' ? ['고객의 목소리', '이유'] : ['Voice of the customer', 'Reason'];
  return {
    documentKey: record.documentKey,
    subject: reason === undefined ? heading : `${heading}: ${reason}`,
    text: [
      `“${quote}”`,
      ...(reason === undefined ? [] : [`${because}: ${reason}`]),
      ...(url === '' ? [] : [url]),
      markOf(record.documentKey),
    ].join('\n'),
  };
}

/** The last line of every note: by it a note is found again. */
export function markOf(documentKey: string): string {
  return `voc:${documentKey.slice(0, 16)}`;
}

/** A GUID that is the same for the same document (RFC 9562 §5.8, version 8: of our own making). */
export function guidOf(documentKey: string): string {
  const hex = createHash('sha256').update(`note ${documentKey}`).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
