import { type ArchivedMessage, MESSAGE_RESULTS } from '../domain/message-archive.ts';
import { type CsvCell, csvLine, toCsv } from './to-csv.ts';

const NAMES = {
  ko: {
    fields: '메시지ID,캠페인,안,발송,채널,세그먼트,단계코드,문안,어조,주제,제안ID,보냄',
    rate: '율',
    results: ['도달', '열람', '클릭', '전환', '수신거부', '신고'],
  },
  en: {
    fields: 'messageId,campaign,variant,sentAt,channel,segment,stage,text,tone,topics,suggestionId,sent',
    rate: 'Rate',
    results: MESSAGE_RESULTS,
  },
} as const;

/**
 * Messages with their results as CSV in UTF-8 (see {@link toCsv}), each as {@link messageLine} gives it: lines read the same
 * in both languages, so whoever is asked again for thousands can keep them.
 */
export function messagesCsv(lines: readonly Uint8Array[], language: 'ko' | 'en'): Buffer {
  const { fields, results, rate } = NAMES[language];
  const header = [...fields.split(','), ...results.flatMap((name) => [name, `${name}${rate}`])];
  return Buffer.concat([Buffer.from(toCsv([header])), ...lines]);
}

/** A message as a line of {@link messagesCsv}; a rate that the channel does not tell is empty. */
export function messageLine(message: ArchivedMessage): Uint8Array {
  return Buffer.from(csvLine(rowOf(message)));
}

function rowOf(message: ArchivedMessage): CsvCell[] {
  return [
    message.messageId,
    message.campaign,
    message.variant ?? '',
    message.sentAt,
    message.channel,
    message.segment ?? '',
    message.stage ?? '',
    message.text,
    message.tone,
    message.topics.join(' · '),
    message.suggestionId ?? '',
    message.sent,
    ...MESSAGE_RESULTS.flatMap((name): CsvCell[] => {
      const { count, rate } = message.results[name];
      return [count, rate === null ? '' : Math.round(rate.value * 1_000_000) / 1_000_000];
    }),
  ];
}
