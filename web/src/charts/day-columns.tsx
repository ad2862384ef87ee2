import { useLanguage } from '../i18n/language.tsx';

export interface DayColumn {
  readonly day: string;
  readonly negative: number;
  readonly neutral: number;
  readonly positive: number;
}

const PARTS = ['positive', 'neutral', 'negative'] as const;

/** Voices per day, stacked by sentiment. A list for who cannot see it: each column says its numbers. */
export function DayColumns({ days }: { days: readonly DayColumn[] }) {
  const { text, format } = useLanguage();
  const top = Math.max(1, ...days.map((day) => day.negative + day.neutral + day.positive));
  return (
    <div class="columns">
      <ul class="columns-plot">
        {days.map((day) => {
          const total = day.negative + day.neutral + day.positive;
          const said = `${format.dayWithWeekday(day.day)}: ${text.count.documents(format.count(total))} (${text.sentiment.negative} ${format.count(day.negative)})`;
          return (
            <li key={day.day} title={said}>
              <span class="visually-hidden">{said}</span>
              <span class="column-value" aria-hidden="true">
                {format.count(total)}
              </span>
              <span class="column-stack" aria-hidden="true" style={{ height: `${(total / top) * 100}%` }}>
                {PARTS.map(
                  (part) =>
                    day[part] > 0 && (
                      <span
                        key={part}
                        class={`column-part fill-${part}`}
                        style={{ height: `${(day[part] / total) * 100}%` }}
                      />
                    ),
                )}
              </span>
              <span class="column-label" aria-hidden="true">
                {format.weekday(day.day)}
              </span>
            </li>
          );
        })}
      </ul>
      <ul class="legend" aria-hidden="true">
        {(['negative', 'neutral', 'positive'] as const).map((part) => (
          <li key={part}>
            <span class={`legend-dot fill-${part}`} />
            {text.sentiment[part]}
          </li>
        ))}
      </ul>
    </div>
  );
}
