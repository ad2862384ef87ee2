import { contentHash, documentKey } from '../../domain/document-identity.ts';
import { type InputDocument, publicationTime, resolveTime } from '../../domain/input-document.ts';
import type { LearntFormats } from '../../domain/learnt.ts';
import { present } from '../../domain/present.ts';
import type { VocRecord } from '../../domain/record.ts';
import type { RawIdentifier } from '../../privacy/author-identifiers.ts';
import { documentIdentifiers } from '../../privacy/document-identifiers.ts';
import { readDocumentSigns } from '../../privacy/document-signs.ts';
import { REDACTION_VERSION, redact } from '../../privacy/redact.ts';
import type { TokenKeys } from '../../privacy/token-keys.ts';
import { lastingSecret, safeDocumentId } from './safe-document-id.ts';

/** Marks a record whose id was replaced by its hash, because it held personal data. */
export const ID_REPLACED_ATTRIBUTE = 'voc.idReplaced';

export interface RecordContext {
  /** Used where the document names no connector: the drop's name, the source's id. */
  readonly connector: string;
  readonly keys: TokenKeys;
  /** The business zone, in which days and times without an offset are read. */
  readonly timeZone: string;
  /** ISO 8601, UTC: when we first saw it. */
  readonly firstSeenAt: string;
  readonly runId: string;
  /** Whether the connector declares its URLs free of user ids; otherwise the URL is dropped. */
  readonly keepUrl?: boolean;
  /** How our order numbers and user IDs look, learnt from the customer file. */
  readonly formats?: LearntFormats | undefined;
}

/**
 * The document as it may go past collection: identifiers are keyed tokens, personal data in `text`, `title`, `device`,
 * `app`, `appVersion`, `connector` and attributes are placeholders. The content hash is of the customer's own words, so that a better
 * redaction is no edit. Deterministic.
 */
export function toRecord(document: InputDocument, context: RecordContext): VocRecord {
  const found: RawIdentifier[] = [];
  const clean = (text: string): string => {
    const redaction = redact(wellFormed(text), context.formats);
    found.push(...redaction.identifiers);
    return redaction.text;
  };
  // A drop is named by people, a version is typed by some: neither tells who wrote this voice.
  const connector = redact(document.connector ?? context.connector).text;
  const time = publicationTime(document, context.timeZone);
  const secret = lastingSecret(context.keys);
  const id = safeDocumentId(document.id, secret);
  const text = clean(document.text);
  const title = document.title === undefined ? undefined : clean(document.title);
  const attributes = {
    ...cleanAttributes(document.attributes ?? {}, clean),
    ...(id.replaced ? { [ID_REPLACED_ATTRIBUTE]: true } : {}),
  };

  const app = document.app === undefined ? undefined : clean(document.app);
  const device = document.device === undefined ? undefined : clean(document.device);
  const signs = readDocumentSigns(`${document.title ?? ''}\n${document.text}`);

  return {
    documentKey: documentKey(connector, document.app, id.id),
    id: id.id,
    connector,
    source: document.source,
    ...present('app', app),
    publishedAt: time?.at.toISOString() ?? context.firstSeenAt,
    publishedAtPrecision: time?.precision ?? 'first-seen',
    ...present(
      'editedAt',
      document.editedAt && resolveTime(document.editedAt, context.timeZone).at.toISOString(),
    ),
    firstSeenAt: context.firstSeenAt,
    contentHash: contentHash({ title: document.title, text: document.text, rating: document.rating }, secret),
    ...present('title', title),
    text,
    ...present('rating', document.rating),
    ...present('appVersion', document.appVersion && safeVersion(document.appVersion)),
    ...present('device', device),
    ...present('url', context.keepUrl === true ? document.url : undefined),
    ...present('attributes', Object.keys(attributes).length === 0 ? undefined : attributes),
    identifiers: documentIdentifiers(
      { author: document.author, source: document.source, found, signs },
      context.keys,
    ),
    redactionVersion: REDACTION_VERSION,
    runId: context.runId,
  };
}

/** Lone surrogates and the two non-characters that queues refuse become U+FFFD, of the same length. */
function wellFormed(text: string): string {
  return text.toWellFormed().replace(/[\uFFFE\uFFFF]/g, '\uFFFD');
}

/** Four numbers with dots are a version here, not an address of a machine. */
function safeVersion(version: string): string {
  const { pii, text } = redact(version);
  return pii.some(({ type }) => type !== 'ip') ? text : version;
}

/** Names too: a column may be called after a person. */
function cleanAttributes(
  attributes: NonNullable<InputDocument['attributes']>,
  clean: (text: string) => string,
): NonNullable<InputDocument['attributes']> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      redact(name).text,
      typeof value === 'string' ? clean(value) : typeof value === 'number' ? safeNumber(value) : value,
    ]),
  );
}

/** A spreadsheet makes a number of a phone and drops its zero; what stands for a person becomes its placeholder. */
function safeNumber(value: number): number | string {
  const digits = String(value);
  const { pii, text } = redact(/^10\d{8}$/.test(digits) ? `0${digits}` : digits);
  return pii.length > 0 ? text : value;
}
