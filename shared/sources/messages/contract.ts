import type * as z from 'zod';
import type { CollectContext, ItemProblem, Json, SourceSigns, Suspicion } from '../contract.ts';

/** One step of a run. The checkpoint may be saved only after the rows are stored. */
export interface MessagePage {
  /** Rows by our field names, not yet validated; each goes through `SentMessageSchema`. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** Messages that never became a row; each goes to quarantine. */
  readonly problems?: readonly ItemProblem[];
  readonly checkpoint: Json;
  readonly done: boolean;
  readonly suspect?: Suspicion;
  readonly signs?: SourceSigns;
}

/**
 * A system that knows our sent messages. Like a connector of voices it resumes from any checkpoint that it gave before,
 * may repeat rows, never skips any, and throws VocError only. A row replaces what an earlier row of the same
 * `messageId` said, so results that come in later replace those of the first day.
 */
export interface MessageConnector {
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
  read(context: CollectContext, config: unknown, checkpoint: Json | null): AsyncGenerator<MessagePage>;
}
