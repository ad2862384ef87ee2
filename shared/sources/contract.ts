import type * as z from 'zod';
import type { SourceKind } from '../domain/taxonomy.ts';
import type { HttpFetch } from './access/http.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** What a connector may use of the world. */
export interface CollectContext {
  readonly http: HttpFetch;
  readonly sleep: (ms: number) => Promise<void>;
  readonly now: () => Date;
  /** The zone of days and of times without an offset. */
  readonly timeZone: string;
  /**
   * The secret that the source names, read as JSON against the connector's schema.
   * @throws VocError `source.secret-missing` (auth) that names the missing fields, never a value
   */
  readonly secret: <Value>(schema: z.ZodType<Value>) => Promise<Value>;
  /** What must outlive a run and is secret: tokens that change with each refresh. */
  readonly vault: TokenVault;
}

/**
 * Keeps one sealed text per source, written only while the run holds its lease: a run that has lost the lease must
 * not put back a token that its successor has used up.
 */
export interface TokenVault {
  load(): Promise<string | null>;
  /** @throws VocError `source.lease-lost` (transient) */
  save(text: string): Promise<void>;
}

/** A document that its source has deleted or redacted: what we hold of its words must go. */
export interface Erasure {
  readonly id: string;
  readonly app?: string | undefined;
  /** ISO 8601; the time that the document had, where the source still says it. */
  readonly publishedAt?: string | undefined;
  /** ISO 8601; a later revision of the document brings it back. */
  readonly erasedAt: string;
}

/** An item of an outside answer that is not what is documented. Never holds a value. */
export interface ItemProblem {
  readonly id?: string | undefined;
  readonly field: string;
  readonly message: string;
}

/** Why a run that ended well is doubted. */
export type SuspicionKind =
  /** Nothing, where there was something before. */
  | 'silent'
  /** The page is there but its parts are not where the configuration says. */
  | 'selector-drift'
  /** The source shows only a window, and it may have moved past something. */
  | 'possible-gap'
  /** The source says that it leaves something out. */
  | 'truncated';

export interface Suspicion {
  readonly kind: SuspicionKind;
  /** One sentence for the operator: what was seen and what to do. No content. */
  readonly message: string;
}

/** What a page says of the source's own state; the last one told wins. */
export interface SourceSigns {
  /** Requests or units left until `quotaResetsAt`. */
  readonly quotaLeft?: number | undefined;
  /** ISO 8601. */
  readonly quotaResetsAt?: string | undefined;
  /** ISO 8601: when the key or its whole kind stops to work. */
  readonly credentialExpiresAt?: string | undefined;
}

/** One step of a run. The checkpoint may be saved only after the documents are safely queued. */
export interface Page {
  /** Input documents, not yet validated; each goes through `parseDocument`. */
  readonly documents: readonly unknown[];
  readonly erasures?: readonly Erasure[];
  /** Items that never became a document; each goes to quarantine. */
  readonly problems?: readonly ItemProblem[];
  readonly checkpoint: Json;
  readonly done: boolean;
  /** Set when success looks wrong: the run counts as not healthy. */
  readonly suspect?: Suspicion;
  readonly signs?: SourceSigns;
}

/** A delivery to `POST /v1/webhooks/{source id}`, as it arrived. */
export interface WebhookDelivery {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly now: Date;
}

/** How a source pushes, where it can. */
export interface SourceWebhook {
  /**
   * Verifies and reads one delivery.
   * @param secret the source's secret, not yet validated
   * @throws VocError `webhook.bad-signature`, `webhook.stale`, `record.bad-json` (permanent)
   */
  receive(
    delivery: WebhookDelivery,
    config: unknown,
    secret: unknown,
  ): Pick<Page, 'documents' | 'erasures' | 'problems'>;
}

/**
 * One kind of source: one file and one line of `registry.ts`. `collect` resumes from any checkpoint that it gave
 * before, may repeat documents (identity makes that harmless) and never skips any; it throws VocError only.
 */
export interface SourceConnector {
  readonly id: string;
  readonly source: SourceKind;
  readonly title: string;
  readonly docsUrl: string;
  /** Whether the URLs of its documents are free of user ids and may be kept. */
  readonly keepsUrl: boolean;
  readonly configSchema: z.ZodType;
  /** The fields of the secret in Secrets Manager that the source names; absent where none is needed. */
  readonly secretSchema?: z.ZodType;
  /** Hours without a successful run after which data is lost for good; default: never. */
  readonly losesDataAfterHours?: number;
  /**
   * @param config as in `voc.config.yaml`; validated here
   * @param checkpoint what the last page of the last run gave, or null; an unreadable one starts anew
   */
  collect(context: CollectContext, config: unknown, checkpoint: Json | null): AsyncGenerator<Page>;
  readonly webhook?: SourceWebhook;
}
