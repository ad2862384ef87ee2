import type { PointDetail } from '../../shared/domain/dashboard-api.ts';
import type { HesitationPoint } from '../../shared/domain/insight.ts';
import type { PointTracking } from '../../shared/domain/point-tracking.ts';
import { isoWeek } from '../../shared/domain/time.ts';
import type { PointFilter } from '../../shared/insight/point-day.ts';
import type { ApiContext } from './context.ts';
import type { PointPeriod } from './point-period.ts';
import { publishedPoints, withTrackings } from './published-points.ts';
import { newestPublishedWeek } from './published-review.ts';

/**
 * One point of a period with all that it stands on; null where nobody speaks of it. `id` is the ID of a point or
 * `code/stage`. As published for all voices of a week with a review; otherwise counted, with quotes and words of a
 * sample, and with the messages and outcomes that the newest review up to then knows.
 */
export async function pointDetail(
  deps: ApiContext,
  period: PointPeriod,
  filter: PointFilter,
  id: string,
): Promise<PointDetail | null> {
  const trackings = await deps.trackings.list();
  const isWhole = Object.values(filter).every((value) => value === undefined);
  const published = period.week !== null && isWhole ? await publishedPoint(deps, period.week, id) : undefined;
  if (published !== undefined) return finished('review', published, trackings);
  const place = placeOf(id);
  if (place === null) return null;
  const cut = await deps.pointCounts.point(period, filter, place);
  if (cut === null) return null;
  const [said, known] = await Promise.all([
    deps.pointEvidence(cut, period.from, filter),
    newestPublishedWeek(deps, isoWeek(period.to)).then((week) =>
      week === null ? undefined : publishedPoint(deps, week, id),
    ),
  ]);
  const { outcomes, messages } = known ?? {};
  return finished(
    'counts',
    {
      ...cut.point,
      ...said,
      evidence: [...said.evidence],
      slices: [...cut.slices],
      segments: cut.segments,
      ...(outcomes === undefined ? {} : { outcomes }),
      ...(messages === undefined ? {} : { messages }),
    },
    trackings,
  );
}

function finished(
  basis: PointDetail['basis'],
  point: Omit<PointDetail, 'basis' | 'history'>,
  trackings: readonly PointTracking[],
): PointDetail {
  const history =
    trackings.find(({ code, stage }) => code === point.code && stage === point.stage)?.history ?? [];
  const [tracked = point] = withTrackings([point], trackings);
  return { ...tracked, basis, history };
}

async function publishedPoint(
  deps: ApiContext,
  week: string,
  id: string,
): Promise<HesitationPoint | undefined> {
  return (await publishedPoints(deps, week)).find(
    (point) => point.id === id || `${point.code}/${point.stage}` === id,
  );
}

/** `code/stage` of an ID, `code.stage`; neither holds a dot or a slash itself. */
function placeOf(id: string): string | null {
  const [code, stage, ...more] = id.split(/[./]/);
  return code === undefined || stage === undefined || more.length > 0 ? null : `${code}/${stage}`;
}
