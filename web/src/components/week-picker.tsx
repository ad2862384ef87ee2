import type { WeekSummary } from '../../../shared/domain/dashboard-api.ts';
import { partsOfWeek } from '../formats.ts';
import { useLanguage } from '../i18n/language.tsx';
import { navigate } from '../router.ts';
import { Icon } from './icons.tsx';

/** Steps through the weeks that have documents; `weeks` is newest first. */
export function WeekPicker(props: {
  weeks: readonly WeekSummary[];
  week: string;
  addressOf: (week: string) => string;
}) {
  const { text } = useLanguage();
  const weekLabel = useWeekLabel();
  const index = props.weeks.findIndex((summary) => summary.week === props.week);
  const older = props.weeks[index + 1];
  const newer = index > 0 ? props.weeks[index - 1] : undefined;
  return (
    <div class="week-picker">
      <StepLink week={older?.week} label={text.week.previous} icon="previous" addressOf={props.addressOf} />
      <select
        aria-label={text.week.choose}
        value={props.week}
        onChange={(event) => navigate(props.addressOf(event.currentTarget.value))}
      >
        {index < 0 && <option value={props.week}>{weekLabel(props.week)}</option>}
        {props.weeks.map((summary) => (
          <option key={summary.week} value={summary.week}>
            {weekLabel(summary.week)}
          </option>
        ))}
      </select>
      <StepLink week={newer?.week} label={text.week.next} icon="next" addressOf={props.addressOf} />
    </div>
  );
}

function StepLink(props: {
  week: string | undefined;
  label: string;
  icon: 'previous' | 'next';
  addressOf: (week: string) => string;
}) {
  if (props.week === undefined) {
    return (
      <button type="button" class="icon-button" disabled aria-label={props.label}>
        <Icon name={props.icon} />
      </button>
    );
  }
  return (
    <a class="icon-button" href={props.addressOf(props.week)} aria-label={props.label}>
      <Icon name={props.icon} />
    </a>
  );
}

/** `2026년 46주 · 11월 9일 – 15일` */
export function useWeekLabel(): (week: string) => string {
  const { text, format } = useLanguage();
  return (week) => {
    const parts = partsOfWeek(week);
    if (parts === null) return week;
    return `${text.week.name(parts.year, parts.number)} · ${format.period(parts.from, parts.to)}`;
  };
}
