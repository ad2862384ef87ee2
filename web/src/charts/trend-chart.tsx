import { useState } from 'preact/hooks';
import { useLanguage } from '../i18n/language.tsx';
import { axisTicks, labelledPlaces } from './axis.ts';

const WIDTH = 1_000;
const HEIGHT = 100;
const MAX_LABELS = 5;

/**
 * Counts per day as a line over axes; the period that the page is about is set off. The value under the pointer is shown,
 * and the arrow keys go from day to day, which a screen reader speaks.
 */
export function TrendChart(props: {
  days: readonly { readonly day: string; readonly documents: number }[];
  /** The first day of the period. */
  from: string;
  /** What is counted. */
  name: string;
}) {
  const { text, format } = useLanguage();
  const { days, from, name } = props;
  const [chosen, setChosen] = useState<number | null>(null);
  const last = days.length - 1;
  const first = Math.max(
    0,
    days.findIndex(({ day }) => day >= from),
  );
  const ticks = axisTicks(Math.max(0, ...days.map(({ documents }) => documents)));
  const top = ticks.at(-1) ?? 1;
  const x = (index: number) => (last <= 0 ? WIDTH / 2 : (index / last) * WIDTH);
  const y = (value: number) => HEIGHT - (value / top) * HEIGHT;
  const line = days.map(({ documents }, index) => `${x(index).toFixed(1)},${y(documents).toFixed(1)}`);
  const say = (index: number) => {
    const day = days[index];
    if (day === undefined) return '';
    return `${format.dayWithWeekday(day.day)} ${text.count.documents(format.count(day.documents))}`;
  };
  const point = chosen === null ? undefined : days[chosen];
  return (
    <div class="trend">
      <p class="trend-value" aria-hidden="true">
        {chosen === null ? text.chart.pointAtDay : say(chosen)}
      </p>
      <div class="trend-plot">
        <ul class="trend-scale" aria-hidden="true">
          {ticks.map((tick) => (
            <li key={tick} style={{ bottom: `${(tick / top) * 100}%` }}>
              {format.count(tick)}
            </li>
          ))}
        </ul>
        <div
          class="trend-area"
          onPointerMove={(event) => {
            const { left, width } = event.currentTarget.getBoundingClientRect();
            const at = Math.round(((event.clientX - left) / Math.max(1, width)) * last);
            setChosen(Math.min(last, Math.max(0, at)));
          }}
          onPointerLeave={() => setChosen(null)}
        >
          <svg
            class="sparkline trend-svg"
            viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
            preserveAspectRatio="none"
            role="img"
            aria-label={`${name}: ${days.map((_, index) => say(index)).join(', ')}`}
          >
            <rect class="sparkline-week" x={x(first)} y="0" width={WIDTH - x(first)} height={HEIGHT} />
            {ticks.map((tick) => (
              <line key={tick} class="trend-grid" x1="0" x2={WIDTH} y1={y(tick)} y2={y(tick)} />
            ))}
            <polygon
              class="sparkline-area"
              points={`${x(0)},${HEIGHT} ${line.join(' ')} ${x(last)},${HEIGHT}`}
            />
            <polyline class="sparkline-line" points={line.join(' ')} />
            {chosen !== null && (
              <line class="trend-cursor" x1={x(chosen)} x2={x(chosen)} y1="0" y2={HEIGHT} />
            )}
          </svg>
          {chosen !== null && point !== undefined && (
            <span
              class="trend-dot"
              aria-hidden="true"
              style={{ left: `${(x(chosen) / WIDTH) * 100}%`, top: `${y(point.documents)}%` }}
            />
          )}
          <input
            class="trend-keys"
            type="range"
            min="0"
            max={Math.max(0, last)}
            step="1"
            value={chosen ?? last}
            aria-label={text.chart.dayOf(name)}
            aria-valuetext={say(chosen ?? last)}
            onInput={(event) => setChosen(Number(event.currentTarget.value))}
            onFocus={() => setChosen((known) => known ?? last)}
            onBlur={() => setChosen(null)}
          />
        </div>
      </div>
      <ul class="trend-days" aria-hidden="true">
        {labelledPlaces(days.length, MAX_LABELS).map((index) => (
          <li key={index}>{format.day(days[index]?.day ?? from)}</li>
        ))}
      </ul>
    </div>
  );
}
