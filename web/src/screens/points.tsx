import type { PointList, WeekList } from '../../../shared/domain/dashboard-api.ts';
import { addressOf } from '../addresses.ts';
import { useResource } from '../api/use-resource.ts';
import { Page } from '../components/page.tsx';
import { PointCard } from '../components/point-card.tsx';
import { Empty, Loaded } from '../components/states.tsx';
import { WeekPicker } from '../components/week-picker.tsx';
import { useLanguage } from '../i18n/language.tsx';

/** All hesitation points of a week. */
export function PointsScreen({ week: chosen }: { week: string | null }) {
  const { text } = useLanguage();
  const weeks = useResource<WeekList>('/v1/weeks');
  const published =
    weeks.resource.state === 'ready' ? weeks.resource.data.weeks.filter((week) => week.published) : [];
  const week = chosen ?? published[0]?.week ?? null;
  const points = useResource<PointList>(week === null ? null : `/v1/points?week=${encodeURIComponent(week)}`);
  return (
    <Page
      title={text.point.listTitle}
      hint={text.point.listHint}
      actions={week !== null && <WeekPicker weeks={published} week={week} addressOf={addressOf.points} />}
    >
      <Loaded resource={weeks.resource} reload={weeks.reload}>
        {() =>
          week === null ? (
            <Empty>{text.empty.preparingTitle}</Empty>
          ) : (
            <Loaded resource={points.resource} reload={points.reload}>
              {(list) =>
                list.points.length === 0 ? (
                  <div class="stack">
                    <Empty>{text.point.listEmpty}</Empty>
                    <a class="button" href={addressOf.review(week)}>
                      {text.thisWeek.openReview}
                    </a>
                  </div>
                ) : (
                  <div class="point-grid">
                    {list.points.map((point, index) => (
                      <PointCard key={point.id} point={point} week={week} rank={index + 1} />
                    ))}
                  </div>
                )
              }
            </Loaded>
          )
        }
      </Loaded>
    </Page>
  );
}
