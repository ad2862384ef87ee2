import type * as z from 'zod';
import type { CollectContext, ItemProblem, Json, SourceSigns, Suspicion } from '../contract.ts';

/** One step of a run. The checkpoint may be saved only after the rows are stored. */
export interface CustomerPage {
  /** Rows by our field names, not yet validated; each goes through `CustomerRowSchema`. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** IDs of customers whom the source has deleted; each is erased here too. */
  readonly removed?: readonly string[];
  /** Items that never became a row; each goes to quarantine. */
  readonly problems?: readonly ItemProblem[];
  readonly checkpoint: Json;
  readonly done: boolean;
  readonly suspect?: Suspicion;
  readonly signs?: SourceSigns;
}

/**
 * A system that knows customers. Like a connector of voices, it resumes from any checkpoint that it gave before, may
 * repeat rows, never skips any, and throws VocError only. A row says everything that the source knows of a customer: it
 * replaces what an earlier row of the same ID said, so an ID belongs to one source.
 */
export interface CustomerConnector {
  readonly id: string;
  readonly title: string;
  readonly docsUrl: string;
  readonly configSchema: z.ZodType;
  /** The fields of the secret in Secrets Manager that the source names. */
  readonly secretSchema: z.ZodType;
  /**
   * @param config as in `voc.config.yaml`; validated here
   * @param checkpoint what the last page of the last run gave, or null; an unreadable one starts anew
   */
  read(context: CollectContext, config: unknown, checkpoint: Json | null): AsyncGenerator<CustomerPage>;
}
