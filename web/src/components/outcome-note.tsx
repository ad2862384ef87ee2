import type { RateDifference, SuggestionOutcome, Verdict } from '../../../shared/domain/suggestion-record.ts';
import { useLanguage } from '../i18n/language.tsx';
import { useStatus } from '../session.tsx';

const TONE: Readonly<Record<Verdict, string>> = {
  better: 'change-down',
  worse: 'change-up',
  'no-clear-difference': '',
  'too-few': '',
};

/** What came back of a suggestion that was sent: against other variants, and whether fewer hesitated. */
export function OutcomeNote({ outcome }: { outcome: SuggestionOutcome }) {
  const { text, format } = useLanguage();
  const { timeZone } = useStatus();
  const { click, conversion, doubt } = outcome;
  return (
    <div class="outcome">
      <h3>{text.outcome.title}</h3>
      <p class="muted">
        {text.outcome.sent(
          format.count(outcome.messageIds.length),
          format.time(outcome.firstSentAt, timeZone),
        )}
      </p>
      <ul class="changes">
        {click !== undefined && <Compared name={text.outcome.click} result={click} />}
        {conversion !== undefined && <Compared name={text.outcome.conversion} result={conversion} />}
        <Compared
          name={text.outcome.doubt}
          result={doubt}
          note={text.outcome.days(format.count(doubt.days))}
        />
      </ul>
      {click === undefined && <p class="muted">{text.outcome.noControl}</p>}
      <p class="muted">{text.outcome.caution}</p>
    </div>
  );
}

function Compared(props: { name: string; result: RateDifference; note?: string }) {
  const { text, format } = useLanguage();
  const { before, after, difference, verdict } = props.result;
  const rate = ({ events, of }: { events: number; of: number }) => format.rate(of === 0 ? 0 : events / of);
  const points = (share: number) => format.decimal(share * 100);
  return (
    <li>
      <span class={`badge ${TONE[verdict]}`}>{text.outcome.verdict[verdict]}</span>
      <span>{text.outcome.compare(props.name, rate(before), rate(after))}</span>
      <span class="muted">
        {text.outcome.difference(points(difference.low), points(difference.high))}
        {props.note !== undefined && ` · ${props.note}`}
      </span>
    </li>
  );
}
