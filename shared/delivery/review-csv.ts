import type { HesitationPoint, Interval, KeywordSuggestion, WeeklyReview } from '../domain/insight.ts';
import type { Taxonomy } from '../domain/taxonomy.ts';
import { type CsvCell, toCsv } from './to-csv.ts';

/** How to write a CSV of a review. */
export interface CsvOptions {
  readonly language: 'ko' | 'en';
  readonly taxonomy: Taxonomy;
}

const COLUMNS = {
  hesitations: {
    ko: '주,순위,사유코드,사유,단계코드,단계,건수,고객수,비중,비중 하한,비중 상한,이전 4주 대비(배),하한,상한,뚜렷한 변화,부정 비중,상태,주요 표현,인용,문서ID',
    en: 'week,rank,code,reason,stageCode,stage,documents,customers,share,shareLow,shareHigh,changeRatio,changeLow,changeHigh,significant,negativeShare,status,terms,quote,documentId',
  },
  keywords: {
    ko: '주,표현,사유·단계,세그먼트,말한 문서 수,우리 메시지에 없음,클릭률 배수,하한,상한,제안 방향,문안 예시,인용,문서ID',
    en: 'week,phrase,point,segment,said,gap,lift,liftLow,liftHigh,angle,drafts,quote,documentId',
  },
} as const;

/** The hesitation points of a review; see {@link toCsv}. */
export function hesitationsCsv(review: WeeklyReview, options: CsvOptions): string {
  const rows = review.points.map((point, index) => pointRow(review, point, index + 1, options));
  return toCsv([COLUMNS.hesitations[options.language].split(','), ...rows]);
}

/** The keyword suggestions of a review as CSV, in the same form. */
export function keywordsCsv(review: WeeklyReview, options: CsvOptions): string {
  const rows = review.keywords.map((suggestion) => suggestionRow(review, suggestion, options));
  return toCsv([COLUMNS.keywords[options.language].split(','), ...rows]);
}

function pointRow(
  review: WeeklyReview,
  point: HesitationPoint,
  rank: number,
  options: CsvOptions,
): CsvCell[] {
  const { change } = point;
  return [
    review.week,
    rank,
    point.code,
    codeName(point.code, options),
    point.stage,
    stageName(point.stage, options),
    point.documents,
    point.customers,
    ...intervalCells(point.share),
    ...(change === 'too-few'
      ? ['', '', '', '']
      : [...intervalCells({ ...change, value: change.ratio }), change.significant ? 'Y' : 'N']),
    round(point.negativeShare),
    point.status,
    point.terms.map((term) => term.term).join(' · '),
    point.evidence[0]?.text ?? '',
    point.evidence[0]?.id ?? '',
  ];
}

function suggestionRow(review: WeeklyReview, suggestion: KeywordSuggestion, options: CsvOptions): CsvCell[] {
  const point = review.points.find((candidate) => candidate.id === suggestion.pointId);
  const place =
    point === undefined
      ? suggestion.pointId
      : `${codeName(point.code, options)} / ${stageName(point.stage, options)}`;
  return [
    review.week,
    suggestion.phrase,
    place,
    suggestion.segment,
    suggestion.said,
    suggestion.gap ? 'Y' : 'N',
    ...(suggestion.lift === null ? ['', '', ''] : intervalCells(suggestion.lift)),
    suggestion.angle,
    suggestion.drafts.join('\n'),
    suggestion.evidence[0]?.text ?? '',
    suggestion.evidence[0]?.id ?? '',
  ];
}

function codeName(code: string, { taxonomy, language }: CsvOptions): string {
  return taxonomy.codes.find((entry) => entry.code === code)?.name[language] ?? code;
}

function stageName(stage: string, { taxonomy, language }: CsvOptions): string {
  return taxonomy.stages.find((entry) => entry.stage === stage)?.name[language] ?? stage;
}

function intervalCells({ value, low, high }: Interval): number[] {
  return [round(value), round(low), round(high)];
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
