import type * as z from 'zod';
import type { FunnelStep } from '../../domain/funnel.ts';
import type { CollectContext, Json, SourceSigns, Suspicion } from '../contract.ts';

/** One step of a run. The checkpoint may be saved only after the steps are stored. */
export interface FunnelPage {
  /** Whole days: what was known of a day and stage before is replaced. */
  readonly steps: readonly FunnelStep[];
  readonly checkpoint: Json;
  readonly done: boolean;
  readonly suspect?: Suspicion;
  readonly signs?: SourceSigns;
}

/** A system that counts how far people come in the funnel. Like a connector of voices, it throws VocError only. */
export interface FunnelConnector {
  readonly id: string;
  readonly title: string;
  readonly docsUrl: string;
  readonly configSchema: z.ZodType;
  readonly secretSchema: z.ZodType;
  /** @param checkpoint what the last page of the last run gave, or null; an unreadable one starts anew */
  read(context: CollectContext, config: unknown, checkpoint: Json | null): AsyncGenerator<FunnelPage>;
}
