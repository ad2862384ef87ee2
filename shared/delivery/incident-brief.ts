import type { Incident } from '../domain/insight.ts';
import type { Brief, BriefOptions } from './brief.ts';
import { createFormat } from './format.ts';

const TOP = 3;
const QUOTES = 3;

/** An incident in a few lines: since when, how many, how many are usual, why, in whose words. */
export function incidentBrief(
  incident: Incident,
  url: string,
  { language, taxonomy, timeZone }: BriefOptions,
): Brief {
  const format = createFormat(language, timeZone);
  const name = (code: string) => taxonomy.codes.find((entry) => entry.code === code)?.name[language] ?? code;
  const since = format.dateTime(incident.startedAt);
  const ko = language === 'ko';
  const title = ko
    ? `부정적인 목소리 급증: ${since}부터 ${format.count(incident.count)}건`
    : `Negative voices rise: ${format.count(incident.count)} since ${since}`;
  const codes = incident.codes.slice(0, TOP).map(({ code, documents }) => `${name(code)} ${documents}`);
  const lines = [
    ko
      ? `${since}부터 부정적인 목소리가 ${format.count(incident.count)}건 들어왔습니다. 평소 같은 시간대에는 ${format.expected(incident.expected)}건입니다.`
      : `${format.count(incident.count)} negative voices came in since ${since}; ${format.expected(incident.expected)} are usual at these hours.`,
    ...(codes.length === 0 ? [] : [ko ? `이유: ${codes.join(', ')}` : `Reasons: ${codes.join(', ')}`]),
    ...(incident.terms.length === 0
      ? []
      : [ko ? `자주 나온 말: ${incident.terms.join(', ')}` : `Typical words: ${incident.terms.join(', ')}`]),
  ];
  return {
    title,
    sections: [
      {
        heading: ko ? '무슨 일인가' : 'What happened',
        lines,
        quotes: incident.evidence.slice(0, QUOTES).map(({ text }) => text),
      },
    ],
    url,
    open: ko ? '자세히 보기' : 'See details',
  };
}
