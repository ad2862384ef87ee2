import * as z from 'zod';

/** The four kinds of places where customers speak. */
export const SOURCE_KINDS = ['app-review', 'community', 'ticket', 'survey'] as const;
export const SourceKindSchema = z.enum(SOURCE_KINDS);
export type SourceKind = z.infer<typeof SourceKindSchema>;

/** Hesitation codes of the default taxonomy, v1. A company may rename, add or drop codes in its settings. */
export const DEFAULT_HESITATION_CODES = [
  'trust',
  'price',
  'auth',
  'error',
  'usability',
  'privacy',
  'understanding',
  'eligibility',
  'delay',
  'support',
  'penalty',
  'messaging',
  'alternative',
  'feature',
] as const;

/** Codes are open strings at the border, because the taxonomy is data. */
export const HesitationCodeSchema = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
export type HesitationCode = z.infer<typeof HesitationCodeSchema>;

/** Funnel stages, in the order in which a customer goes through them. */
export const FUNNEL_STAGES = [
  'awareness',
  'signup',
  'verification',
  'exploration',
  'purchase',
  'usage',
  'loyalty',
  'churn',
] as const;
export const FunnelStageSchema = z.enum(FUNNEL_STAGES);
export type FunnelStage = z.infer<typeof FunnelStageSchema>;

export const SENTIMENT_LABELS = ['negative', 'neutral', 'positive'] as const;
export const SentimentLabelSchema = z.enum(SENTIMENT_LABELS);
export type SentimentLabel = z.infer<typeof SentimentLabelSchema>;

/** How fast a person must look at the voice. `high`: legal threat, self-harm, press, data leak, money lost. */
export const URGENCIES = ['low', 'normal', 'high'] as const;
export const UrgencySchema = z.enum(URGENCIES);
export type Urgency = z.infer<typeof UrgencySchema>;

const LocalizedNameSchema = z.object({ ko: z.string().min(1), en: z.string().min(1) });
export type LocalizedName = z.infer<typeof LocalizedNameSchema>;

/** The taxonomy as a marketer edits it: `shared/settings/taxonomy.yaml`. */
export const TaxonomySchema = z.strictObject({
  version: z.string().min(1),
  codes: z
    .array(
      z.strictObject({ code: HesitationCodeSchema, name: LocalizedNameSchema, what: LocalizedNameSchema }),
    )
    .min(1),
  stages: z
    .array(z.strictObject({ stage: FunnelStageSchema, name: LocalizedNameSchema }))
    .length(FUNNEL_STAGES.length),
});
export type Taxonomy = z.infer<typeof TaxonomySchema>;
