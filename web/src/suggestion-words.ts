import type { KeywordSuggestion } from '../../shared/domain/insight.ts';
import type { Formats } from './formats.ts';
import type { Messages } from './i18n/ko.ts';

/** The segment of a suggestion in words. */
export function segmentName(segment: string, text: Messages): string {
  return segment === 'all' ? text.keywordFacts.allSegments : segment;
}

/** What similar words did, with the interval, in plain words. */
export function liftSentence(
  { lift }: Pick<KeywordSuggestion, 'lift'>,
  text: Messages,
  format: Formats,
): string {
  if (lift === null) return text.keywordFacts.liftUnknown;
  const [value, low, high] = [lift.value, lift.low, lift.high].map(format.ratio) as [string, string, string];
  if (lift.low > 1) return text.keywordFacts.liftBetter(value, low, high);
  return lift.high < 1
    ? text.keywordFacts.liftWorse(value, low, high)
    : text.keywordFacts.liftUnclear(low, high);
}
