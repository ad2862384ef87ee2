import { type BucketAggregate, TOTAL_KEY } from '../domain/aggregate.ts';
import type { Contribution } from '../domain/contribution.ts';
import type { FunnelStep } from '../domain/funnel.ts';
import type { WeeklyReview } from '../domain/insight.ts';
import type { SentMessage } from '../domain/sent-message.ts';
import type { StoredDocument } from '../domain/stored-document.ts';
import { FUNNEL_STAGES, type FunnelStage, SOURCE_KINDS, type Taxonomy } from '../domain/taxonomy.ts';
import { addDays, startOfBusinessDay } from '../domain/time.ts';
import type { CopyRules } from '../nlp/nlp-settings.ts';
import { cellAt } from './aggregate.ts';
import { wordsToAvoid } from './avoid.ts';
import { campaignEchoes } from './campaigns.ts';
import { caveatsOf } from './caveats.ts';
import { controlFalseDiscoveries, type RawChange, rateRatio, wilsonShare } from './change.ts';
import { inUsualSpelling } from './characteristic-terms.ts';
import { groupByPoint, hesitationPoints, pointChange, totalOf } from './points.ts';
import { noQuotesYet } from './quotes.ts';
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
  const groups = groupByPoint(contributions);
  const codes = codesOf(window);
  const changes = controlFalseDiscoveries([
    rateRatio(
      { events: total.negative, documents: total.documents },
      { events: before.negative, documents: before.documents },
    ),
    ...codes.map((code) => codeChange(code, window)),
    ...groups.map((group) => pointChange(group, window)),
  ]);
  const quotable = withoutUnread(input.documents, contributions);
  const points = hesitationPoints({
    groups,
    changes: changes.slice(1 + codes.length),
    window,
    contributions,
    documents: quotable,
    quoted: noQuotesYet(),
  });
  const from = window.days[0] ?? '';
  const to = window.days[6] ?? '';
  const funnel = input.funnel.filter((step) => step.date >= from && step.date <= to);
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
    change: changes[0] ?? 'too-few',
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
    codes: codes.map((code, index) => ({
      code,
      documents: cellAt(window.current, 'code', code).documents,
      share: wilsonShare(cellAt(window.current, 'code', code).documents, total.documents),
      change: changes[1 + index] ?? 'too-few',
      daily: window.allDays.map((day) => ({
        day,
        documents: cellAt(window.dayAggregate(day), 'code', code).documents,
      })),
    })),
    stages: FUNNEL_STAGES.map((stage) => stageOf(stage, window, funnel)),
    points,
    keywords: keywordSuggestions({
      points,
      groups,
      documents: quotable,
      messages: input.messages,
      copyRules: input.copyRules,
      brand: input.brand,
      window,
    }),
    avoid: wordsToAvoid({
      messages: input.messages,
      rules: input.copyRules,
      contributions,
      documents: quotable,
    }),
    campaigns: campaignEchoes(input.messages, window, input.timeZone, quotable.values()),
    incidents: weekIncidents({
      buckets: input.buckets,
      contributions,
      documents: quotable,
      timeZone: input.timeZone,
      fromMs: startOfBusinessDay(from, input.timeZone).getTime(),
      untilMs: startOfBusinessDay(addDays(to, 1), input.timeZone).getTime(),
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

/** Codes seen in the window, most documents of the week first. */
function codesOf(window: ReviewWindow): string[] {
  const seen = new Set([window.current, window.before].flatMap((part) => Object.keys(part.cells.code ?? {})));
  const documents = (code: string) => cellAt(window.current, 'code', code).documents;
  return [...seen].sort((a, b) => documents(b) - documents(a) || (a < b ? -1 : 1));
}

function codeChange(code: string, window: ReviewWindow): RawChange {
  return rateRatio(
    { events: cellAt(window.current, 'code', code).documents, documents: totalOf(window.current) },
    { events: cellAt(window.before, 'code', code).documents, documents: totalOf(window.before) },
  );
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
