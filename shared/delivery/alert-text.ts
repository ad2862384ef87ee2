import type {
  AlertEvent,
  AlertMessage,
  IncidentMessage,
  UrgentMessage,
  UrgentReason,
} from '../domain/alert.ts';
import type { Cause, Severity } from '../domain/insight.ts';
import type { Taxonomy } from '../domain/taxonomy.ts';
import { createFormat, type Format, type Language } from './format.ts';
import { pageWords } from './page-words.ts';
import { seriesName } from './series-name.ts';

/** In which words and times an alert is told. */
export interface AlertReader {
  readonly language: Language;
  /** Gives codes and stages their names. */
  readonly taxonomy: Taxonomy;
  /** The zone in which hours are told. */
  readonly timeZone: string;
}

/** An alert in sentences of plain text; mail and Slack lay them out and escape them. */
export interface AlertText {
  readonly title: string;
  /** One sentence each: what rose, against what, since when, why perhaps, who. */
  readonly lines: readonly string[];
  readonly quotes: readonly { readonly text: string; readonly source: string }[];
  /** What the link says. */
  readonly open: string;
  /** Tells repetitions of one alert from a new one. */
  readonly reference: string;
}

const MAX_TOGETHER = 6;

/** Tells an alert in Korean or English. Texts of customers stand in `quotes` and, as single words, in `lines`. */
export function alertText(message: AlertMessage, reader: AlertReader): AlertText {
  const format = createFormat(reader.language, reader.timeZone);
  const ko = reader.language === 'ko';
  const { sources } = pageWords(reader.language);
  return {
    ...(message.kind === 'incident'
      ? incidentText(message, reader, format)
      : urgentText(message, reader, format)),
    quotes: message.evidence.map(({ text, source, day, rating }) => ({
      text,
      source: [sources[source], format.day(day), ...(rating === undefined ? [] : [`★${rating}`])].join(' · '),
    })),
    open: ko ? '대시보드에서 보기' : 'Open in the dashboard',
    reference: ko
      ? `알림 번호 ${message.id} · ${message.sequence}번째 안내`
      : `Alert ${message.id} · message ${message.sequence}`,
  };
}

function incidentText(
  message: IncidentMessage,
  reader: AlertReader,
  format: Format,
): Pick<AlertText, 'title' | 'lines'> {
  const ko = reader.language === 'ko';
  const name = seriesName(message.series, reader);
  const since = format.dateTime(message.since);
  const count = format.count(message.count);
  const expected = format.expected(message.expected);
  const times = message.expected >= 0.1 ? format.ratio(message.count / message.expected) : undefined;
  const severity = SEVERITY_NAMES[reader.language][message.severity];
  const event = EVENT_NAMES[reader.language][message.event];
  const until = message.endedAt === undefined ? undefined : format.dateTime(message.endedAt);
  const together = message.seriesTogether
    .filter((series) => series !== message.series && series !== 'all')
    .slice(0, MAX_TOGETHER)
    .map((series) => seriesName(series, reader));
  const codes = message.codes
    .slice(0, 3)
    .map(({ code, documents }) => `${seriesName(`code:${code}`, reader)} ${format.count(documents)}`);
  const causes = message.causes.map((cause) => CAUSES[reader.language](cause, format));
  const line = (label: string, items: readonly string[], separator = ', ') =>
    items.length === 0 ? [] : [`${label}: ${items.join(separator)}`];
  return {
    title: ko
      ? `[${severity}] ${name} 부정 의견 ${event} · ${count}건(평소 ${expected}건)`
      : `[${severity}] Negative voices, ${name}: ${event} · ${count} (usual ${expected})`,
    lines: [
      ko
        ? `${since}부터${until === undefined ? '' : ` ${until}까지`} 부정적인 의견이 ${count}건 들어왔습니다. 평소 같은 시간대에는 ${expected}건입니다${times === undefined ? '' : `(${times}배)`}.`
        : `${count} negative voices came in since ${since}${until === undefined ? '' : ` until ${until}`}; ${expected} are usual at these hours${times === undefined ? '' : ` (${times} times)`}.`,
      ...line(ko ? '주요 이유' : 'Main reasons', codes),
      ...line(ko ? '함께 늘어난 곳' : 'Also up', together),
      ...line(ko ? '자주 나온 말' : 'Typical words', message.terms),
      ...line(ko ? '짐작되는 원인' : 'Possible cause', causes, ' / '),
      ...customersLine(message, format, ko),
    ],
  };
}

function urgentText(
  message: UrgentMessage,
  reader: AlertReader,
  format: Format,
): Pick<AlertText, 'title' | 'lines'> {
  const ko = reader.language === 'ko';
  const names = REASON_NAMES[reader.language];
  const reasons = message.reasons.map(
    ({ reason, documents }) => `${names[reason]} ${format.count(documents)}${ko ? '건' : ''}`,
  );
  const since = format.dateTime(message.since);
  const count = format.count(message.count);
  return {
    title: ko
      ? `[긴급] 바로 확인할 의견 ${count}건 · ${message.reasons.map(({ reason }) => names[reason]).join(', ')}`
      : `[Urgent] ${count} to read at once · ${message.reasons.map(({ reason }) => names[reason]).join(', ')}`,
    lines: [
      ko
        ? `${since}부터 바로 확인해야 할 의견이 ${count}건 들어왔습니다(${reasons.join(', ')}).`
        : `Since ${since}, ${count} came in that a person should read at once (${reasons.join(', ')}).`,
      ...customersLine(message, format, ko),
    ],
  };
}

function customersLine({ customers }: AlertMessage, format: Format, ko: boolean): string[] {
  if (customers === 0) return [];
  return [
    ko
      ? `확인된 고객: ${format.count(customers)}명(분석 동의 고객 기준)`
      : `Known customers: ${format.count(customers)} (of those who consent to analytics)`,
  ];
}

const SEVERITY_NAMES: Record<Language, Record<Severity, string>> = {
  ko: { notice: '관심', warning: '주의', severe: '심각' },
  en: { notice: 'Notice', warning: 'Warning', severe: 'Severe' },
};

const EVENT_NAMES: Record<Language, Record<AlertEvent, string>> = {
  ko: { opened: '급증', worsened: '악화', updated: '계속 증가', reopened: '다시 급증', resolved: '진정됨' },
  en: {
    opened: 'rising',
    worsened: 'getting worse',
    updated: 'still rising',
    reopened: 'rising again',
    resolved: 'over',
  },
};

const REASON_NAMES: Record<Language, Record<UrgentReason, string>> = {
  ko: {
    'self-harm': '자해·자살 언급',
    legal: '법적 대응',
    press: '언론 제보',
    'data-leak': '개인정보 유출',
    'money-lost': '금전 피해',
  },
  en: {
    'self-harm': 'self-harm',
    legal: 'legal threat',
    press: 'press',
    'data-leak': 'data leak',
    'money-lost': 'money lost',
  },
};

const CAUSES: Record<Language, (cause: Cause, format: Format) => string> = {
  ko(cause, format) {
    switch (cause.kind) {
      case 'version':
        return `앱 ${cause.version} 버전에 몰림(${format.percent(cause.share)}, 평소 ${format.percent(cause.usual)})`;
      case 'connector':
        return `${cause.connector} 수집처에 몰림(${format.percent(cause.share)}, 평소 ${format.percent(cause.usual)})`;
      case 'campaign':
        return `‘${cause.campaign}’ 발송(${format.dateTime(cause.sentAt)}) 이후`;
      case 'source-health':
        return `${cause.sourceId} 수집 상태 이상(${cause.finding}): 페이지나 연동이 바뀌었을 수 있음`;
    }
  },
  en(cause, format) {
    switch (cause.kind) {
      case 'version':
        return `mostly app version ${cause.version} (${format.percent(cause.share)}, usual ${format.percent(cause.usual)})`;
      case 'connector':
        return `mostly through ${cause.connector} (${format.percent(cause.share)}, usual ${format.percent(cause.usual)})`;
      case 'campaign':
        return `after “${cause.campaign}” was sent (${format.dateTime(cause.sentAt)})`;
      case 'source-health':
        return `source ${cause.sourceId} is not well (${cause.finding}): its page or connection may have changed`;
    }
  },
};
