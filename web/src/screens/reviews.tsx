import type { WeekList } from '../../../shared/domain/dashboard-api.ts';
import { addressOf } from '../addresses.ts';
import { useResource } from '../api/use-resource.ts';
import { Page } from '../components/page.tsx';
import { Empty, Loaded } from '../components/states.tsx';
import { useWeekLabel } from '../components/week-picker.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { useAllowed } from '../session.tsx';

/** Every week that has documents, newest first. */
export function ReviewsScreen() {
  const { text, format } = useLanguage();
  const weekLabel = useWeekLabel();
  const mayMake = useAllowed('marketer', 'cx', 'admin');
  const { resource, reload } = useResource<WeekList>('/v1/weeks');
  return (
    <Page title={text.review.title} hint={text.review.listHint}>
      <Loaded resource={resource} reload={reload}>
        {({ weeks }) =>
          weeks.length === 0 ? (
            <Empty>{text.empty.noDataTitle}</Empty>
          ) : (
            <ul class="card week-list">
              {weeks.map((week) => (
                <li key={week.week}>
                  <div class="week-name">
                    <a href={addressOf.review(week.week)}>{weekLabel(week.week)}</a>
                    <span class="muted">
                      {text.count.documents(format.count(week.documents))} · {text.sentiment.negative}{' '}
                      {format.percent(week.documents === 0 ? 0 : week.negative / week.documents)}
                      {week.daysWithDocuments < 7 &&
                        ` · ${text.week.partial(format.count(week.daysWithDocuments))}`}
                    </span>
                  </div>
                  <span class={week.published ? 'badge published' : 'badge'}>
                    {week.published ? text.review.published : text.review.notPublished}
                  </span>
                  {(week.published || mayMake) && (
                    <a
                      class="button"
                      href={addressOf.review(week.week)}
                      aria-label={`${week.published ? text.review.open : text.review.make}: ${weekLabel(week.week)}`}
                    >
                      {week.published ? text.review.open : text.review.make}
                    </a>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Page>
  );
}
