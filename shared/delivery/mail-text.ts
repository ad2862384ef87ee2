import type { Incident, WeeklyReview } from '../domain/insight.ts';
import type { Taxonomy } from '../domain/taxonomy.ts';
import { changeSentences } from './change-sentences.ts';
import { createFormat, type Language } from './format.ts';
import { type Html, html, safeUrl } from './html.ts';
import { pageWords } from './page-words.ts';

/** A mail in both forms; the same sentences in each. */
export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** The mail of a weekly review: what changed, and where to read it. */
export function reviewMail(review: WeeklyReview, url: string, language: Language, taxonomy: Taxonomy): Mail {
  const format = createFormat(language, review.timeZone);
  const words = pageWords(language);
  const title = `${review.brand} ${words.title} · ${format.week(review.week)}`;
  const sentences = changeSentences(review, taxonomy, format).map(({ text }) => text);
  const open = language === 'ko' ? '리뷰 전체 보기' : 'Read the whole review';
  return mail(`[VOC] ${title}`, title, sentences, open, url, language);
}

/** The mail of an incident: since when, how many, how many are usual. */
export function incidentMail(
  incident: Incident,
  url: string,
  language: Language,
  { taxonomy, timeZone }: { taxonomy: Taxonomy; timeZone: string },
): Mail {
  const format = createFormat(language, timeZone);
  const name = (code: string) => taxonomy.codes.find((entry) => entry.code === code)?.name[language] ?? code;
  const since = format.dateTime(incident.startedAt);
  const ko = language === 'ko';
  const title = ko
    ? `부정적인 목소리 급증: ${since}부터 ${format.count(incident.count)}건`
    : `Negative voices rise: ${format.count(incident.count)} since ${since}`;
  const codes = incident.codes.slice(0, 3).map(({ code, documents }) => `${name(code)} ${documents}`);
  const lines = [
    ko
      ? `${since}부터 부정적인 목소리가 ${format.count(incident.count)}건 들어왔습니다. 평소 같은 시간대에는 ${format.expected(incident.expected)}건입니다.`
      : `${format.count(incident.count)} negative voices came in since ${since}; ${format.expected(incident.expected)} are usual at these hours.`,
    ...(codes.length === 0 ? [] : [ko ? `이유: ${codes.join(', ')}` : `Reasons: ${codes.join(', ')}`]),
    ...(incident.terms.length === 0
      ? []
      : [ko ? `자주 나온 말: ${incident.terms.join(', ')}` : `Typical words: ${incident.terms.join(', ')}`]),
    ...incident.evidence.slice(0, 2).map(({ text }) => `“${text}”`),
  ];
  return mail(`[VOC] ${title}`, title, lines, ko ? '자세히 보기' : 'See details', url, language);
}

function mail(
  subject: string,
  title: string,
  lines: readonly string[],
  open: string,
  url: string,
  language: Language,
): Mail {
  const link = safeUrl(url);
  const text = [
    title,
    '',
    ...lines.map((line) => `- ${line}`),
    ...(link === undefined ? [] : ['', `${open}: ${link}`]),
  ];
  const button: Html | undefined =
    link === undefined
      ? undefined
      : html`<p style="margin:24px 0 0"><a href="${link}" style="color:#1f5f8b;font-weight:600">${open}</a></p>`;
  return {
    subject: subject.replace(/[\r\n]+/g, ' '),
    text: text.join('\n'),
    html: html`<!doctype html><html lang="${language}"><body style="margin:0;padding:24px;font:16px/1.6 -apple-system,'Apple SD Gothic Neo','Malgun Gothic',sans-serif;color:#1b2733"><div style="max-width:640px"><h1 style="font-size:20px;margin:0 0 16px">${title}</h1><ul style="padding-left:18px;margin:0">${lines.map((line) => html`<li style="margin:0 0 8px">${line}</li>`)}</ul>${button}</div></body></html>`
      .markup,
  };
}
