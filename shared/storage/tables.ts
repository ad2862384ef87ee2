/**
 * Every table: its key attributes and what it holds. The stack, the repositories and the tests read this one list.
 * All tables are on demand, encrypted with the key of their data class, restorable to a point in time, and expire
 * items by {@link TTL_ATTRIBUTE} (epoch seconds).
 */
export const TABLES = {
  /** One voice at rest (redacted text, reading, link). */
  documents: { pk: true, sk: false, dataClass: 'voice', envName: 'DOCUMENTS_TABLE' },
  /** What each document adds to the rollups; no text, outlives the document. */
  contributions: { pk: true, sk: true, dataClass: 'operations', envName: 'CONTRIBUTIONS_TABLE' },
  /** Aggregates per bucket of time and shard. */
  rollups: { pk: true, sk: true, dataClass: 'operations', envName: 'ROLLUPS_TABLE' },
  /** Keyed identifier token → customer IDs. */
  identity: { pk: true, sk: false, dataClass: 'identity', envName: 'IDENTITY_TABLE' },
  /** Customer attributes and consents; tokens, no raw identifiers. */
  customers: { pk: true, sk: false, dataClass: 'identity', envName: 'CUSTOMERS_TABLE' },
  /** Our own sent messages with results, and funnel steps. */
  archive: { pk: true, sk: true, dataClass: 'operations', envName: 'ARCHIVE_TABLE' },
  /** Hesitation points, suggestions, incidents, weekly reviews. */
  insights: { pk: true, sk: true, dataClass: 'voice', envName: 'INSIGHTS_TABLE' },
  /** Checkpoints, leases, connector health, quarantine, settings. */
  state: { pk: true, sk: true, dataClass: 'operations', envName: 'STATE_TABLE' },
} as const satisfies Record<string, TableDefinition>;

export type TableId = keyof typeof TABLES;

interface TableDefinition {
  readonly pk: true;
  readonly sk: boolean;
  readonly dataClass: 'voice' | 'identity' | 'operations';
  readonly envName: string;
}

export const PARTITION_KEY = 'pk';
export const SORT_KEY = 'sk';
export const TTL_ATTRIBUTE = 'expiresAt';
