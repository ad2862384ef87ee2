import type * as z from 'zod';
import type { SourceKind } from '../domain/taxonomy.ts';
import type { HttpFetch } from './http.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** What a connector may use of the world. */
export interface CollectContext {
  readonly http: HttpFetch;
  readonly sleep: (ms: number) => Promise<void>;
}

/** One step of a run. The checkpoint may be saved only after the documents are safely queued. */
export interface Page {
  /** Input documents, not yet validated; each goes through `parseDocument`. */
  readonly documents: readonly unknown[];
  readonly checkpoint: Json;
  readonly done: boolean;
  /** Set when success looks wrong (nothing, where there was something): the run counts as not healthy. */
  readonly suspect?: string;
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
  /**
   * @param config as in `voc.config.yaml`; validated here
   * @param checkpoint what the last page of the last run gave, or null; an unreadable one starts anew
   */
  collect(context: CollectContext, config: unknown, checkpoint: Json | null): AsyncGenerator<Page>;
}
