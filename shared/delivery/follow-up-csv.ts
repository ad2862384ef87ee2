import type { FollowUps } from '../domain/follow-up.ts';
import type { Taxonomy } from '../domain/taxonomy.ts';
import { type CsvCell, toCsv } from './to-csv.ts';

/** The lists that follow from linked voices, as files for the help desk and the messaging tool. */
export const FOLLOW_UP_FILES = [
  'fast-follow.csv',
  'hold.csv',
  'repeat-complaints.csv',
  'churn-risk.csv',
] as const;
export type FollowUpFile = (typeof FOLLOW_UP_FILES)[number];

interface Options {
  readonly language: 'ko' | 'en';
  readonly taxonomy: Taxonomy;
}

const COLUMNS: Readonly<Record<FollowUpFile, Readonly<Record<'ko' | 'en', string>>>> = {
  'fast-follow.csv': {
    ko: '고객ID,기한,긴급도,사유코드,사유,구매 후 일수,출처,작성 시각,문서키',
    en: 'customerId,dueAt,urgency,code,reason,daysSincePurchase,source,publishedAt,documentKey',
  },
  'hold.csv': {
    ko: '고객ID,보류 종료,사유코드,사유,문서키',
    en: 'customerId,until,code,reason,documentKey',
  },
  'repeat-complaints.csv': {
    ko: '고객ID,사유코드,사유,횟수,처음,마지막,문서키',
    en: 'customerId,code,reason,voices,firstAt,lastAt,documentKeys',
  },
  'churn-risk.csv': {
    ko: '고객ID,점수,등급,최근성,빈도,불만 횟수 점수,사유 점수,부정 목소리,사유,마지막,문서키',
    en: 'customerId,score,band,recency,frequency,voicesPart,reasonsPart,negativeVoices,reasons,lastAt,documentKeys',
  },
};

/** Every list as CSV; see {@link toCsv}. */
export function followUpCsv(followUps: FollowUps, options: Options): Record<FollowUpFile, string> {
  const nameOf = (code: string): string =>
    options.taxonomy.codes.find((entry) => entry.code === code)?.name[options.language] ?? code;
  const reason = (code: string | null): CsvCell[] => (code === null ? ['', ''] : [code, nameOf(code)]);
  const file = (name: FollowUpFile, rows: readonly CsvCell[][]): string =>
    toCsv([COLUMNS[name][options.language].split(','), ...rows]);
  return {
    'fast-follow.csv': file(
      'fast-follow.csv',
      followUps.fastFollows.map((one) => [
        one.customerId,
        one.dueAt,
        one.urgency,
        ...reason(one.code),
        one.daysSincePurchase ?? '',
        one.source,
        one.publishedAt,
        one.documentKey,
      ]),
    ),
    'hold.csv': file(
      'hold.csv',
      followUps.holds.map((one) => [one.customerId, one.until, ...reason(one.code), one.documentKey]),
    ),
    'repeat-complaints.csv': file(
      'repeat-complaints.csv',
      followUps.repeats.map((one) => [
        one.customerId,
        ...reason(one.code),
        one.voices,
        one.firstAt,
        one.lastAt,
        one.documentKeys.join(' '),
      ]),
    ),
    'churn-risk.csv': file(
      'churn-risk.csv',
      followUps.churnRisks.map((one) => [
        one.customerId,
        one.score,
        one.band,
        one.parts.recency,
        one.parts.frequency,
        one.parts.voices,
        one.parts.reasons,
        one.negativeVoices,
        one.codes.map(nameOf).join(' · '),
        one.lastAt,
        one.documentKeys.join(' '),
      ]),
    ),
  };
}
