import type { PointEvent } from '../../../shared/domain/point-tracking.ts';
import { useLanguage } from '../i18n/language.tsx';
import { useStatus } from '../session.tsx';

const FIELDS = ['owner', 'dueDate', 'experiment', 'note'] as const;
const BY_REVIEW = /^review (\d{4})-W0?(\d+)$/;

/** Who changed what on a point and when, the last change first. */
export function PointHistory({ history }: { history: readonly PointEvent[] }) {
  const { text, format } = useLanguage();
  const { timeZone } = useStatus();
  return (
    <ol class="history">
      {history.toReversed().map((event) => {
        const [, year, week] = BY_REVIEW.exec(event.by) ?? [];
        const who = year === undefined || week === undefined ? event.by : text.points.byReview(year, week);
        const said = FIELDS.flatMap((field) => {
          const value = event[field];
          return value === undefined ? [] : [`${text.tracking[field]}: ${value ?? text.points.emptied}`];
        });
        return (
          <li key={`${event.at} ${event.by}`}>
            <span class="muted">
              {format.time(event.at, timeZone)} · {who}
            </span>
            <span class="row">
              {event.status !== undefined && (
                <span class={`badge status-${event.status}`}>{text.status[event.status]}</span>
              )}
              {said.join(' · ')}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
