import type { Change, WeeklyReview } from '../domain/insight.ts';
import { businessDay } from '../domain/time.ts';
import { intervalCells, keywordRow } from './keyword-row.ts';
import { openAnswers } from './open-answers.ts';
import type { CsvOptions } from './review-csv.ts';
import { seriesHeading } from './series-name.ts';
import type { TableName } from './table-fields.ts';
import type { CsvCell } from './to-csv.ts';

/** The tables that a review has. */
export type ReviewTable = Exclude<TableName, 'draft'>;

type Row = readonly CsvCell[];
type Rows = (review: WeeklyReview, options: CsvOptions) => Row[];

/** The rows of a table, their cells in the order of `TABLE_FIELDS`. */
export function reviewRows(review: WeeklyReview, table: ReviewTable, options: CsvOptions): Row[] {
  return ROWS[table](review, options);
}

const ROWS: Readonly<Record<ReviewTable, Rows>> = {
  hesitations: (review, options) =>
    review.points.map((point, index) => [
      review.week,
      index + 1,
      point.code,
      codeName(point.code, options),
      point.stage,
      stageName(point.stage, options),
      point.documents,
      point.customers,
      ...intervalCells(point.share),
      ...changeCells(point.change),
      round(point.negativeShare),
      point.status,
      point.terms.map((term) => term.term).join(' · '),
      point.evidence[0]?.text ?? '',
      point.evidence[0]?.id ?? '',
      point.tracking?.owner ?? '',
      point.tracking?.dueDate ?? '',
      point.tracking?.note ?? '',
    ]),
  keywords: (review, options) =>
    review.keywords.map((suggestion) => {
      const point = review.points.find((candidate) => candidate.id === suggestion.pointId);
      return keywordRow(suggestion, {
        week: review.week,
        point:
          point === undefined
            ? suggestion.pointId
            : `${codeName(point.code, options)} / ${stageName(point.stage, options)}`,
      });
    }),
  avoid: (review) => review.avoid.map(({ term, reason, messages }) => [review.week, term, reason, messages]),
  answers: (review, options) =>
    openAnswers(review, businessDay(new Date(review.generatedAt), review.timeZone)).map(
      ({ about, owner, dueDate, isOverdue, note }) => [
        review.week,
        about.kind,
        about.kind === 'point'
          ? `${codeName(about.point.code, options)} / ${stageName(about.point.stage, options)}`
          : seriesHeading(about.incident.series, options),
        owner ?? '',
        dueDate ?? '',
        isOverdue ? 'Y' : 'N',
        note ?? '',
      ],
    ),
  reasons: (review, options) =>
    review.codes.map(({ code, documents, share, change }) => [
      review.week,
      code,
      codeName(code, options),
      documents,
      ...intervalCells(share),
      ...changeCells(change),
    ]),
  stages: (review, options) =>
    review.stages.map(({ stage, entered, completed, documents, negative }) => [
      review.week,
      stage,
      stageName(stage, options),
      entered ?? '',
      completed ?? '',
      documents,
      negative,
    ]),
  daily: (review) =>
    review.daily.map(({ day, documents, negative, neutral, positive }) => [
      day,
      documents,
      negative,
      neutral,
      positive,
    ]),
  alerts: (review, options) =>
    review.incidents.map((incident) => [
      review.week,
      incident.id,
      seriesHeading(incident.series, options),
      incident.startedAt,
      incident.endedAt ?? '',
      incident.count,
      round(incident.expected),
      incident.status,
      incident.codes.map(({ code, documents }) => `${codeName(code, options)} ${documents}`).join(' · '),
      incident.terms.join(' · '),
      incident.acknowledgedBy ?? '',
    ]),
  campaigns: (review) =>
    review.campaigns.map((one) => [
      review.week,
      one.campaign,
      one.sentAt,
      one.delivered,
      one.clicked,
      one.unsubscribed,
      one.windowDays ?? 7,
      one.doubtsBefore,
      one.doubtsAfter,
      one.text,
    ]),
  quotes: (review) =>
    review.points.flatMap((point) =>
      point.evidence.map(({ source, day, rating, sentiment, text, id }) => [
        review.week,
        point.id,
        source,
        day,
        rating ?? '',
        sentiment,
        text,
        id,
      ]),
    ),
};

function codeName(code: string, { taxonomy, language }: CsvOptions): string {
  return taxonomy.codes.find((entry) => entry.code === code)?.name[language] ?? code;
}

function stageName(stage: string, { taxonomy, language }: CsvOptions): string {
  return taxonomy.stages.find((entry) => entry.stage === stage)?.name[language] ?? stage;
}

function changeCells(change: Change): CsvCell[] {
  if (change === 'too-few') return ['', '', '', ''];
  return [...intervalCells({ ...change, value: change.ratio }), change.significant ? 'Y' : 'N'];
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
