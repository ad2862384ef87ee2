import type { StoredDocument } from '../../domain/stored-document.ts';
import type { HttpWriter } from '../../sources/access/http.ts';
import type { CrmNote } from './crm-note.ts';

/** A system that takes notes on customers or tickets. */
export interface NoteTarget {
  readonly id: 'dataverse' | 'zendesk';
  /** Whether the document's customer or ticket lives in this system. */
  concerns(document: StoredDocument): boolean;
  /**
   * Leaves the note once, however often it is called.
   * @throws VocError `source.rate-limited` (rate), `source.unauthorized` (auth), `source.unreachable` (transient),
   *   `source.gone`, `source.bad-response` (permanent: this note will never be taken)
   */
  leave(document: StoredDocument, note: CrmNote): Promise<void>;
}

export interface NoteContext {
  readonly http: HttpWriter;
  readonly now: () => Date;
}
