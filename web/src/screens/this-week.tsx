import { useEffect } from 'preact/hooks';
import type { WeekList } from '../../../shared/domain/dashboard-api.ts';
import type { WeeklyReview } from '../../../shared/domain/insight.ts';
import { addressOf } from '../addresses.ts';
import { useResource } from '../api/use-resource.ts';
import { Page } from '../components/page.tsx';
import { Loaded, Loading, Notice } from '../components/states.tsx';
import { useWeekLabel, WeekPicker } from '../components/week-picker.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { useAllowed, useStatus } from '../session.tsx';
import { NotBuilt } from './not-built.tsx';
import { ReviewOverview } from './review-overview.tsx';

const POLL_MS = 4_000;

/** The start: the newest published review at a glance, or the one of the chosen week. */
export function ThisWeekScreen(props: { week: string | null; refreshStatus: () => void }) {
  const { text } = useLanguage();
  const status = useStatus();
  const weeks = useResource<WeekList>('/v1/weeks');
  const known = weeks.resource.state === 'ready' ? weeks.resource.data.weeks : [];
  const published = known.find((week) => week.published);
  const week = props.week ?? published?.week ?? null;

  // While there is nothing to show, look again: loading and the first review need no reload by hand.
  const waiting = weeks.resource.state === 'ready' && week === null;
  const { reload } = weeks;
  const { refreshStatus } = props;
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(() => {
      reload();
      refreshStatus();
    }, POLL_MS);
    return () => clearInterval(timer);
  }, [waiting, reload, refreshStatus]);

  return (
    <Page
      title={text.thisWeek.title}
      documentTitle={text.thisWeek.documentTitle}
      actions={
        week !== null && (
          <>
            <WeekPicker weeks={known} week={week} addressOf={addressOf.thisWeek} />
            <a class="button button-primary" href={addressOf.review(week)}>
              {text.thisWeek.openReview}
            </a>
          </>
        )
      }
    >
      <Loaded resource={weeks.resource} reload={weeks.reload}>
        {({ weeks: all }) => {
          if (week !== null) {
            return (
              <Overview
                key={week}
                week={week}
                newer={props.week === null ? newerThan(all[0]?.week, week) : null}
              />
            );
          }
          return status.documents === 0 && all.length === 0 ? (
            <NoData />
          ) : (
            <Preparing week={all[0]?.week ?? null} />
          );
        }}
      </Loaded>
    </Page>
  );
}

function newerThan(latest: string | undefined, week: string): string | null {
  return latest !== undefined && latest > week ? latest : null;
}

function Overview({ week, newer }: { week: string; newer: string | null }) {
  const { text } = useLanguage();
  const mayMake = useAllowed('marketer', 'cx', 'admin');
  const weekLabel = useWeekLabel();
  const { resource, reload } = useResource<WeeklyReview>(`/v1/reviews/${week}`);
  return (
    <>
      {newer !== null && (
        <p class="banner">
          <span>{text.thisWeek.newerWeek(weekLabel(newer))}</span>
          {mayMake && <a href={addressOf.review(newer)}>{text.review.make}</a>}
        </p>
      )}
      <Loaded
        resource={resource}
        reload={reload}
        failed={(error) =>
          error.code === 'review-not-built' || error.code === 'no-documents' ? (
            <NotBuilt week={week} code={error.code} generatedAt={null} onBuilt={reload} />
          ) : null
        }
      >
        {(review) => <ReviewOverview review={review} />}
      </Loaded>
    </>
  );
}

function NoData() {
  const { text } = useLanguage();
  return (
    <Notice title={text.empty.noDataTitle}>
      <p>{text.empty.noDataText}</p>
      <pre class="command">{text.empty.noDataCommand}</pre>
    </Notice>
  );
}

function Preparing({ week }: { week: string | null }) {
  const { text } = useLanguage();
  const mayMake = useAllowed('marketer', 'cx', 'admin');
  return (
    <>
      <Notice title={text.empty.preparingTitle}>
        <p>{text.empty.preparingText}</p>
        {mayMake && week !== null && (
          <a class="button button-primary" href={addressOf.review(week)}>
            {text.review.make}
          </a>
        )}
      </Notice>
      <Loading />
    </>
  );
}
