import { type BucketAggregate, TOTAL_KEY } from '../domain/aggregate.ts';
import type { Contribution } from '../domain/contribution.ts';
import type { EmergingDecision } from '../domain/emerging-point.ts';
import type { FunnelStep } from '../domain/funnel.ts';
import type { HesitationPoint, WeeklyReview } from '../domain/insight.ts';
import type { PointOutcome } from '../domain/point-outcome.ts';
import type { PointTracking } from '../domain/point-tracking.ts';
import type { SentMessage } from '../domain/sent-message.ts';
import type { StoredDocument } from '../domain/stored-document.ts';
import { FUNNEL_STAGES, type FunnelStage, SOURCE_KINDS, type Taxonomy } from '../domain/taxonomy.ts';
import { addDays, daysOfWeek, startOfBusinessDay } from '../domain/time.ts';
import type { CopyRules } from '../nlp/nlp-settings.ts';
import { cellAt } from './aggregate.ts';
import { wordsToAvoid } from './avoid.ts';
import { campaignEchoes } from './campaigns.ts';
import { caveatsOf } from './caveats.ts';
import { wilsonShare } from './change.ts';
import { inUsualSpelling } from './characteristic-terms.ts';
import { emergingPoints } from './emerging-points.ts';
import { archiveEffects } from './messages/archive-effects.ts';
import { ownWords } from './messages/own-words.ts';
import { pointMessages } from './messages/point-messages.ts';
import { findingsOf } from './period-findings.ts';
import { byPriority } from './point-priority.ts';
import { type ReviewWindow, reviewWindow, versionsOf } from './review-window.ts';
import { keywordSuggestions } from './suggestions.ts';
import { weekIncidents } from './week-incidents.ts';

export { evidenceKeys } from './evidence-keys.ts';

/** Everything a weekly review is made of. Pure data: the caller loads it. */
export interface WeeklyReviewInput {
  /** ISO week `YYYY-Www`. */
  readonly week: string;
  readonly timeZone: string;
  readonly brand: string;
  readonly generatedAt: string;
  readonly taxonomy: Taxonomy;
  readonly copyRules: CopyRules;
  /** Words that customers spell or call differently, see `spellingGroups`: counted as one, under the form used most. */
  readonly spellings?: readonly (readonly string[])[] | undefined;
  /** The review's week and the 4 weeks before it (days in the business zone). */
  readonly buckets: readonly BucketAggregate[];
  /** Of the review's week only. */
  readonly contributions: readonly Contribution[];
  /** At least those of `evidenceKeys(contributions)`. */
  readonly documents: ReadonlyMap<string, StoredDocument>;
  readonly messages: readonly SentMessage[];
  readonly funnel: readonly FunnelStep[];
  /** What people decided about points; none where it is left out. */
  readonly trackings?: readonly PointTracking[];
  /** What came back of accepted words that were sent, by the ID of their point; none where it is left out. */
  readonly outcomes?: ReadonlyMap<string, readonly PointOutcome[]>;
  /** What people made of earlier proposals; none where it is left out. */
  readonly emergingDecisions?: readonly EmergingDecision[];
}

/**
 * The weekly review of the given data: what customers hesitated about, how that changed against the 4 weeks before,
 * and what messages could do. Pure: the same input gives the same review, whatever the order of its lists.
 * Changes are corrected for all comparisons of the review together; counts that do not tell give `too-few`.
 */
export function buildWeeklyReview(input: WeeklyReviewInput): WeeklyReview {
  const window = reviewWindow(input.week, input.buckets);
  const contributions = inUsualSpelling(
    [...input.contributions].sort((a, b) => (a.documentKey < b.documentKey ? -1 : 1)),
    input.spellings,
  );
  const total = cellAt(window.current, 'total', TOTAL_KEY);
  const before = cellAt(window.before, 'total', TOTAL_KEY);
  const from = window.days[0] ?? '';
  const to = window.days[6] ?? '';
  const until = startOfBusinessDay(addDays(to, 1), input.timeZone);
  const funnel = input.funnel.filter((step) => step.date >= from && step.date <= to);
  const quotable = withoutUnread(input.documents, contributions);
  const { overall, codes, groups, points } = findingsOf({
    window,
    contributions,
    documents: quotable,
    funnel,
    trackings: input.trackings ?? [],
    until: until.toISOString(),
  });
  const keywords = keywordSuggestions({
    points,
    groups,
    documents: quotable,
    messages: input.messages,
    copyRules: input.copyRules,
    brand: input.brand,
    window,
  });
  const words = ownWords(contributions, input.messages);
  const avoid = wordsToAvoid({
    messages: input.messages,
    ownWords: words,
    rules: input.copyRules,
    contributions,
    documents: quotable,
  });
  return {
    week: input.week,
    from,
    to,
    timeZone: input.timeZone,
    generatedAt: input.generatedAt,
    brand: input.brand,
    documents: total.documents,
    customers: new Set(contributions.flatMap((one) => one.customerRef ?? [])).size,
    negativeShare: share(total.negative, total.documents),
    negativeShareBefore: before.documents === 0 ? null : share(before.negative, before.documents),
    change: overall,
    sources: SOURCE_KINDS.map((source) => {
      const { documents, negative } = cellAt(window.current, 'source', source);
      return { source, documents, negative };
    }).filter(({ documents }) => documents > 0),
    weeks: window.weeks.map(({ week, aggregate }) => {
      const { documents, negative } = cellAt(aggregate, 'total', TOTAL_KEY);
      return { week, documents, negative };
    }),
    daily: window.allDays.map((day) => {
      const { documents, negative, neutral, positive } = cellAt(window.dayAggregate(day), 'total', TOTAL_KEY);
      return { day, documents, negative, neutral, positive };
    }),
    codes: codes.map(({ code, change }) => ({
      code,
      documents: cellAt(window.current, 'code', code).documents,
      share: wilsonShare(cellAt(window.current, 'code', code).documents, total.documents),
      change,
      daily: window.allDays.map((day) => ({
        day,
        documents: cellAt(window.dayAggregate(day), 'code', code).documents,
      })),
    })),
    stages: FUNNEL_STAGES.map((stage) => stageOf(stage, window, funnel)),
    points: byPriority(points).map((point) => withMessages(point, input)),
    emerging: emergingPoints({
      window,
      contributions,
      documents: quotable,
      decisions: input.emergingDecisions ?? [],
    }),
    keywords,
    avoid,
    campaigns: campaignEchoes(input.messages, window, input.timeZone, quotable.values()),
    effects: archiveEffects(
      [...keywords.map(({ phrase }) => phrase), ...avoid.map(({ term }) => term), ...words],
      input.messages,
    ),
    incidents: weekIncidents({
      buckets: input.buckets,
      contributions,
      documents: quotable,
      timeZone: input.timeZone,
      fromMs: startOfBusinessDay(from, input.timeZone).getTime(),
      untilMs: until.getTime(),
    }),
    caveats: caveatsOf({
      window,
      contributions,
      quotableDocuments: quotable.size,
      messages: input.messages.length,
      funnelSteps: funnel.length,
    }),
    analysisVersions: versionsOf(window.current),
  };
}

/** A point with our own messages that speak of it, and what accepted words brought. */
function withMessages(point: HesitationPoint, input: WeeklyReviewInput): HesitationPoint {
  const until = startOfBusinessDay(addDays(daysOfWeek(input.week).at(-1) ?? '', 1), input.timeZone);
  const at = { timeZone: input.timeZone, until: until.toISOString() };
  const messages = pointMessages(point, input.messages, at);
  const outcomes = input.outcomes?.get(point.id) ?? [];
  return {
    ...point,
    ...(messages.length === 0 ? {} : { messages }),
    ...(outcomes.length === 0 ? {} : { outcomes: [...outcomes] }),
  };
}

/** Funnel numbers of a stage are null where the week has no row of it: unknown is not zero. */
function stageOf(
  stage: FunnelStage,
  window: ReviewWindow,
  funnel: readonly FunnelStep[],
): WeeklyReview['stages'][number] {
  const { documents, negative } = cellAt(window.current, 'stage', stage);
  const steps = funnel.filter((step) => step.stage === stage);
  const sum = (field: 'entered' | 'completed') =>
    steps.length === 0 ? null : steps.reduce((total, step) => total + step[field], 0);
  return { stage, documents, negative, entered: sum('entered'), completed: sum('completed') };
}

/** A document that another revision has replaced since the contribution was counted is not quoted. */
function withoutUnread(
  documents: ReadonlyMap<string, StoredDocument>,
  contributions: readonly Contribution[],
): Map<string, StoredDocument> {
  const quotable = new Map<string, StoredDocument>();
  for (const { documentKey, analysisVersion } of contributions) {
    const document = documents.get(documentKey);
    if (document?.reading.analysisVersion === analysisVersion) quotable.set(documentKey, document);
  }
  return quotable;
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
