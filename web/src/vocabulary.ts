import type { FunnelStage, SentimentLabel, SourceKind } from '../../shared/domain/taxonomy.ts';

// The lists of shared/domain/taxonomy.ts, written out: importing their values would bring the validator into the page.
// The types make a missing or foreign value an error.

export const SOURCE_KINDS = [
  'app-review',
  'community',
  'ticket',
  'survey',
] as const satisfies readonly SourceKind[];

export const SENTIMENT_LABELS = [
  'negative',
  'neutral',
  'positive',
] as const satisfies readonly SentimentLabel[];

export const FUNNEL_STAGES = [
  'awareness',
  'signup',
  'verification',
  'exploration',
  'purchase',
  'usage',
  'loyalty',
  'churn',
] as const satisfies readonly FunnelStage[];
