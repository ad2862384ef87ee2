import { addressOf } from '../addresses.ts';
import { useLanguage } from '../i18n/language.tsx';
import { useStatus } from '../session.tsx';
import { inPeriod, lastDays, narrowingsOf, periodOf, type VoiceFilter, without } from '../voice-filter.ts';
import { useConditionName } from './filter-chips.tsx';
import { Notice } from './states.tsx';
import { usePeriodName } from './voice-period.tsx';

const WIDER_DAYS = 84;

/** Nothing fits: says what was asked for, and which condition to let go. */
export function NothingFound({ filter, more }: { filter: VoiceFilter; more: boolean }) {
  const { text } = useLanguage();
  const { lastDay, today } = useStatus();
  const say = useConditionName();
  const periodName = usePeriodName();
  const conditions = narrowingsOf(filter);
  const wider = lastDays(lastDay ?? today, WIDER_DAYS);
  return (
    <Notice title={more ? text.voices.notYet : text.voices.empty}>
      <p>
        {[periodName(filter), ...conditions.map(({ name, value }) => say(name, value))].join(' · ')}
        {more && <span class="block">{text.voices.notYetHint}</span>}
      </p>
      <div class="row">
        {conditions.length > 1 &&
          conditions.map(({ name, value }) => (
            <a key={name} class="button" href={addressOf.voices(without(filter, name))}>
              {text.voices.removeCondition(say(name, value))}
            </a>
          ))}
        {filter.from !== wider.from && (
          <a class="button" href={addressOf.voices(inPeriod(filter, wider))}>
            {text.voices.widen}
          </a>
        )}
        {conditions.length > 0 && (
          <a class="button" href={addressOf.voices(periodOf(filter))}>
            {text.voices.reset}
          </a>
        )}
      </div>
    </Notice>
  );
}
