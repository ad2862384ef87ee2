import { type BucketAggregate, TOTAL_KEY } from '../domain/aggregate.ts';
import type { Contribution } from '../domain/contribution.ts';
import type { FunnelStep } from '../domain/funnel.ts';
import type { WeeklyReview } from '../domain/insight.ts';
import type { SentMessage } from '../domain/sent-message.ts';
import type { StoredDocument } from '../domain/stored-document.ts';
import { FUNNEL_STAGES, SOURCE_KINDS, type Taxonomy } from '../domain/taxonomy.ts';
import type { CopyRules } from '../nlp/nlp-settings.ts';
import { cellAt } from './aggregate.ts';
import { reviewWindow } from './review-window.ts';

/** Everything a weekly review is made of. Pure data: the caller loads it. */
export interface WeeklyReviewInput {
  /** ISO week `YYYY-Www`. */
  readonly week: string;
  readonly timeZone: string;
  readonly brand: string;
  readonly generatedAt: string;
  readonly taxonomy: Taxonomy;
  readonly copyRules: CopyRules;
  /** The review's week and the 4 weeks before it (days in the business zone). */
  readonly buckets: readonly BucketAggregate[];
  /** Of the review's week only. */
  readonly contributions: readonly Contribution[];
  /** At least those of `evidenceKeys(contributions)`. */
  readonly documents: ReadonlyMap<string, StoredDocument>;
  readonly messages: readonly SentMessage[];
  readonly funnel: readonly FunnelStep[];
}

/** Which documents to load, so that the review can quote them. */
export function evidenceKeys(contributions: readonly Contribution[]): string[] {
  return contributions.slice(0, 500).map((contribution) => contribution.documentKey);
}

/** The weekly review of the given data; the same input gives the same review. */
export function buildWeeklyReview(input: WeeklyReviewInput): WeeklyReview {
  const window = reviewWindow(input.week, input.buckets);
  const total = cellAt(window.current, 'total', TOTAL_KEY);
  return {
    week: input.week,
    from: window.days[0] ?? '',
    to: window.days[6] ?? '',
    timeZone: input.timeZone,
    generatedAt: input.generatedAt,
    brand: input.brand,
    documents: total.documents,
    customers: 0,
    negativeShare: total.documents === 0 ? 0 : total.negative / total.documents,
    negativeShareBefore: null,
    change: 'too-few',
    sources: SOURCE_KINDS.map((source) => {
      const { documents, negative } = cellAt(window.current, 'source', source);
      return { source, documents, negative };
    }),
    weeks: [],
    daily: [],
    codes: [],
    stages: FUNNEL_STAGES.map((stage) => ({
      stage,
      documents: 0,
      negative: 0,
      entered: null,
      completed: null,
    })),
    points: [],
    keywords: [],
    avoid: [],
    campaigns: [],
    incidents: [],
    caveats: [],
    analysisVersions: [],
  };
}
