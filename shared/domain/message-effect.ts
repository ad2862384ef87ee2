import * as z from 'zod';
import { IntervalSchema } from './measure.ts';

export const EFFECT_OUTCOMES = ['click', 'conversion', 'leaving'] as const;

/** How a word or a feature of our messages went with an outcome, other things being equal. */
export const ArchiveEffectSchema = z.object({
  /** `leaving`: unsubscribed or complained. */
  outcome: z.enum(EFFECT_OUTCOMES),
  kind: z.enum(['feature', 'word']),
  /** The word, or the name of the feature (`tone.urgent`, `image`, …). */
  name: z.string(),
  /** How many times as often per delivery. */
  lift: IntervalSchema,
  /** Sends with it that were compared. */
  sends: z.int().min(0),
});
export type ArchiveEffect = z.infer<typeof ArchiveEffectSchema>;
