import type { HesitationPoint, Incident, WeeklyReview } from '../domain/insight.ts';

/** Something that waits for an answer of ours. */
export interface OpenAnswer {
  readonly about:
    | { readonly kind: 'point'; readonly point: HesitationPoint; readonly rank: number }
    | { readonly kind: 'incident'; readonly incident: Incident };
  readonly owner: string | undefined;
  /** `YYYY-MM-DD`. */
  readonly dueDate: string | undefined;
  readonly note: string | undefined;
  /** The due date lies before the day the review was made. */
  readonly isOverdue: boolean;
}

/**
 * What was promised and is not resolved: points and alerts that have an owner, a due date or the status "being
 * addressed". The earliest due first, what has no date last.
 * @param today the day the review is made, `YYYY-MM-DD` in the business zone
 */
export function openAnswers(review: WeeklyReview, today: string): OpenAnswer[] {
  const points = review.points.flatMap((point, index): OpenAnswer[] =>
    point.status !== 'resolved' && (isOwned(point) || point.status === 'addressing')
      ? [{ about: { kind: 'point', point, rank: index + 1 }, ...promise(point, today) }]
      : [],
  );
  const incidents = review.incidents.flatMap((incident): OpenAnswer[] =>
    incident.status !== 'resolved' && isOwned(incident)
      ? [{ about: { kind: 'incident', incident }, ...promise(incident, today) }]
      : [],
  );
  const due = ({ dueDate }: OpenAnswer) => dueDate ?? '9999';
  return [...points, ...incidents].sort((a, b) => (due(a) < due(b) ? -1 : due(a) > due(b) ? 1 : 0));
}

function isOwned({ owner, dueDate }: Pick<HesitationPoint, 'owner' | 'dueDate'>): boolean {
  return owner !== undefined || dueDate !== undefined;
}

function promise(
  { owner, dueDate, note }: Pick<HesitationPoint, 'owner' | 'dueDate' | 'note'>,
  today: string,
) {
  return { owner, dueDate, note, isOverdue: dueDate !== undefined && dueDate < today };
}
