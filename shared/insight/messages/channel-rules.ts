import type { CopyRules } from '../../nlp/nlp-settings.ts';
import type { CopyFinding } from '../check-copy.ts';
import { toneOf } from './message-tone.ts';
import { topicsOf } from './message-topics.ts';

type ChannelRule = NonNullable<CopyRules['channels']>[number];

/** The rule of a channel by any of its names, in any case and spacing. */
export function channelRule(rules: CopyRules, channel: string | undefined): ChannelRule | undefined {
  if (channel === undefined) return undefined;
  const wanted = plain(channel);
  return rules.channels?.find(({ names }) => names.some((name) => plain(name) === wanted));
}

/** What a channel does not take: too long a text, or advertising at all. */
export function channelFindings(text: string, rule: ChannelRule | undefined, adLabel: string): CopyFinding[] {
  if (rule === undefined) return [];
  const [name = ''] = rule.names;
  const findings: CopyFinding[] = [];
  const characters = [...text].length;
  const bytes = eucKrBytes(text);
  if (rule.maxCharacters !== undefined && characters > rule.maxCharacters)
    findings.push(tooLong(name, `${characters}`, `${rule.maxCharacters}`, '자', 'characters', rule));
  if (rule.maxBytes !== undefined && bytes > rule.maxBytes)
    findings.push(tooLong(name, `${bytes}`, `${rule.maxBytes}`, '바이트', 'bytes', rule));
  if (!rule.advertising && isAdvertising(text, adLabel)) {
    findings.push({
      rule: 'channel-advertising',
      severity: 'error',
      reason: {
        ko: `${name}에는 광고를 실을 수 없습니다. 정보성 메시지만 승인됩니다.`,
        en: `${name} takes no advertising, only approved notices.`,
      },
      instead: {
        ko: '브랜드메시지나 LMS로 보내거나, 고객이 요청한 처리 결과만 남겨 주세요',
        en: 'Use a channel for advertising, or keep only the notice the customer asked for',
      },
      legalSource: rule.source,
    });
  }
  return findings;
}

/** Whether `at` lies from `from` to `until`, over midnight where `from` is later. */
export function isNight(
  at: string,
  { from, until }: { readonly from: string; readonly until: string },
): boolean {
  return from <= until ? at >= from && at < until : at >= from || at < until;
}

/** Bytes in EUC-KR: one for ASCII, two for anything else (what it cannot write is counted as two as well). */
export function eucKrBytes(text: string): number {
  return [...text].reduce((sum, character) => sum + (character <= '\u007f' ? 1 : 2), 0);
}

/** What a reviewer of templates would take for advertising: the label, a gift, haste or sensation. */
function isAdvertising(text: string, adLabel: string): boolean {
  return (
    text.includes(adLabel) ||
    topicsOf(text).includes('benefit') ||
    toneOf(text) === 'urgent' ||
    toneOf(text) === 'sensational'
  );
}

function tooLong(
  channel: string,
  length: string,
  limit: string,
  unit: string,
  units: string,
  rule: ChannelRule,
): CopyFinding {
  return {
    rule: 'channel-length',
    severity: 'error',
    reason: {
      ko: `${channel}에 담을 수 있는 길이를 넘었습니다: ${length}${unit} (최대 ${limit}${unit}).`,
      en: `Too long for ${channel}: ${length} ${units} of ${limit}.`,
    },
    instead: { ko: '문장을 줄이거나 더 긴 채널을 고르세요', en: 'Shorten it, or choose a longer channel' },
    legalSource: rule.source,
  };
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/gu, '');
}
