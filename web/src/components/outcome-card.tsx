import type { PointOutcome } from '../../../shared/domain/point-outcome.ts';
import type { RateDifference } from '../../../shared/domain/rate-difference.ts';
import type { Formats } from '../formats.ts';
import { useLanguage } from '../i18n/language.tsx';
import { useStatus } from '../session.tsx';
import { MessageList } from './message-list.tsx';

/** What came back of accepted words: did fewer hesitate, did more click; in words, with the interval. */
export function OutcomeCard({ outcome }: { outcome: PointOutcome }) {
  const { text, format } = useLanguage();
  const { timeZone } = useStatus();
  const { doubt, click, conversion, tried, control } = outcome;
  return (
    <article class="outcome">
      <p class="muted">{text.outcome.since(format.time(outcome.firstSentAt, timeZone))}</p>
      <blockquote class="suggestion-text" lang="ko">
        {outcome.text}
      </blockquote>
      <p>
        <span class={`badge verdict-${doubt.verdict}`}>{text.outcome.doubtVerdict[doubt.verdict]}</span>{' '}
        {text.outcome.doubt(
          format.count(doubt.days),
          rateOf(doubt.before, format),
          rateOf(doubt.after, format),
        )}
      </p>
      {doubt.verdict !== 'too-few' && (
        <p class="muted">{intervalText(doubt, text.outcome.interval, format)}</p>
      )}
      {click !== undefined && <Compared name={text.outcome.clicks} difference={click} />}
      {conversion !== undefined && <Compared name={text.outcome.conversions} difference={conversion} />}
      <MessageList name={text.outcome.tried} messages={tried} />
      {control.length > 0 && <MessageList name={text.outcome.control} messages={control} />}
      <p class="muted">{text.outcome.caution}</p>
    </article>
  );
}

function Compared({ name, difference }: { name: string; difference: RateDifference }) {
  const { text, format } = useLanguage();
  const { before, after, verdict } = difference;
  return (
    <p>
      <span class={`badge verdict-${verdict}`}>{text.outcome.verdict[verdict]}</span>{' '}
      {text.outcome.compared(name, rateOf(before, format), rateOf(after, format))}{' '}
      {verdict !== 'too-few' && (
        <span class="muted">{intervalText(difference, text.outcome.interval, format)}</span>
      )}
    </p>
  );
}

function rateOf({ events, of }: RateDifference['before'], format: Formats): string {
  return of === 0 ? '–' : format.percent(events / of);
}

function intervalText(
  { difference }: RateDifference,
  words: (value: string, low: string, high: string) => string,
  format: Formats,
): string {
  const points = (share: number) => `${share > 0 ? '+' : ''}${format.decimal(share * 100)}`;
  return words(points(difference.value), points(difference.low), points(difference.high));
}
