import { useState } from 'preact/hooks';
import { addressOf } from '../addresses.ts';
import { useLanguage } from '../i18n/language.tsx';
import { navigate } from '../router.ts';
import { useStatus } from '../session.tsx';
import { inPeriod, lastDays, periodOf, periodProblem, type VoiceFilter } from '../voice-filter.ts';
import { useWeekLabel } from './week-picker.tsx';

const RECENT_WEEKS = [4, 12] as const;
const CHOSEN = 'chosen';

/** Which days are searched: a week, the last weeks, or days of one's own. */
export function VoicePeriod({ filter, weeks }: { filter: VoiceFilter; weeks: readonly string[] }) {
  const { text } = useLanguage();
  const { lastDay, today } = useStatus();
  const weekLabel = useWeekLabel();
  const periodName = usePeriodName();
  const [choosing, setChoosing] = useState(false);
  const go = (period: VoiceFilter) => navigate(addressOf.voices(inPeriod(filter, period)), { replace: true });
  const ownDays = filter.week === undefined;
  const known = filter.week === undefined || weeks.includes(filter.week);

  function choose(value: string) {
    setChoosing(value === CHOSEN);
    const recent = RECENT_WEEKS.find((count) => value === `${count}`);
    if (recent !== undefined) go(lastDays(lastDay ?? today, 7 * recent));
    else if (value !== CHOSEN && value !== '') go({ week: value });
  }

  return (
    <>
      <label>
        <span>{text.voices.period}</span>
        <select
          value={choosing ? CHOSEN : ownDays ? '' : filter.week}
          onChange={(event) => choose(event.currentTarget.value)}
        >
          {ownDays && !choosing && <option value="">{periodName(filter)}</option>}
          {filter.week !== undefined && !known && (
            <option value={filter.week}>{weekLabel(filter.week)}</option>
          )}
          {weeks.map((week) => (
            <option key={week} value={week}>
              {weekLabel(week)}
            </option>
          ))}
          {RECENT_WEEKS.map((count) => (
            <option key={count} value={`${count}`}>
              {text.voices.recentWeeks(`${count}`)}
            </option>
          ))}
          <option value={CHOSEN}>{text.voices.chooseDays}</option>
        </select>
      </label>
      {choosing && (
        <Days
          first={filter.from ?? filter.day ?? lastDays(lastDay ?? today, 7).from}
          last={filter.to ?? filter.day ?? lastDay ?? today}
          onChosen={(period) => {
            setChoosing(false);
            go(period);
          }}
        />
      )}
    </>
  );
}

function Days(props: { first: string; last: string; onChosen: (period: VoiceFilter) => void }) {
  const { text } = useLanguage();
  const [from, setFrom] = useState(props.first);
  const [to, setTo] = useState(props.last);
  const problem = periodProblem(from, to);
  return (
    <fieldset class="day-range" aria-describedby="period-problem">
      <legend class="visually-hidden">{text.voices.chooseDays}</legend>
      <label>
        <span>{text.voices.from}</span>
        <input type="date" value={from} onInput={(event) => setFrom(event.currentTarget.value)} />
      </label>
      <label>
        <span>{text.voices.to}</span>
        <input type="date" value={to} onInput={(event) => setTo(event.currentTarget.value)} />
      </label>
      <button
        type="button"
        class="button"
        disabled={problem !== null}
        onClick={() => props.onChosen(from === to ? { day: from } : { from, to })}
      >
        {text.voices.applyDays}
      </button>
      <p id="period-problem" role="status" class="field-problem">
        {problem !== null && text.voices.periodProblem[problem]}
      </p>
    </fieldset>
  );
}

/** The period of a filter in words. */
export function usePeriodName(): (filter: VoiceFilter) => string {
  const { format } = useLanguage();
  const weekLabel = useWeekLabel();
  return (filter) => {
    const { week, day, from, to } = periodOf(filter);
    if (week !== undefined) return weekLabel(week);
    if (day !== undefined) return isDay(day) ? format.dayWithYear(day) : day;
    if (from === undefined || to === undefined) return '';
    return isDay(from) && isDay(to) ? format.period(from, to) : `${from} – ${to}`;
  };
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}
