import type { Correction } from '../../shared/domain/correction.ts';
import type { Voice } from '../../shared/domain/dashboard-api.ts';
import { present } from '../../shared/domain/present.ts';
import type { StoredDocument } from '../../shared/domain/stored-document.ts';
import { hasRole, type Session } from './session.ts';

/**
 * What the asking person may see of a document: redacted text, reading and link; never tokens or free attributes.
 * The CRM customer ID is there for cx and admin only, and not in lists: who sees it has opened this one voice.
 */
export function voiceView(
  document: StoredDocument,
  shown: { session: Session; inList: boolean; correction?: Correction | undefined },
): Voice {
  const { record, reading, link } = document;
  return {
    documentKey: record.documentKey,
    id: record.id,
    source: record.source,
    connector: record.connector,
    app: record.app,
    publishedAt: record.publishedAt,
    publishedAtPrecision: record.publishedAtPrecision,
    editedAt: record.editedAt,
    firstSeenAt: record.firstSeenAt,
    day: document.day,
    title: record.title,
    text: record.text,
    rating: record.rating,
    appVersion: record.appVersion,
    device: record.device,
    url: safeUrl(record.url),
    language: reading.language,
    sentiment: reading.sentiment,
    hesitations: reading.hesitations,
    keywords: reading.keywords,
    stage: reading.stage,
    urgency: reading.urgency,
    analysisVersion: reading.analysisVersion,
    redactionVersion: record.redactionVersion,
    link: {
      status: link.status,
      confidence: link.confidence,
      evidence: link.evidence,
      ...(!shown.inList && hasRole(shown.session, 'cx', 'admin') ? { customerId: link.customerId } : {}),
    },
    ...present('correction', shown.correction),
  };
}

/** A link that a page may show: http or https only, because addresses come from outside. */
function safeUrl(url: string | undefined): string | undefined {
  return url !== undefined && /^https?:\/\//i.test(url) ? url : undefined;
}
