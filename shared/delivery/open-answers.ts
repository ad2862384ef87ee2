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
 * What was promised and is not resolved: points that have an owner, a due date or the status "being addressed", and
 * alerts that somebody took. The earliest due first, what has no date last.
 * @param today the day the review is made, `YYYY-MM-DD` in the business zone
 */
export function openAnswers(review: WeeklyReview, today: string): OpenAnswer[] {
  const points = review.points.flatMap((point, index): OpenAnswer[] => {
    const { owner, dueDate, note } = point.tracking ?? {};
    const isOwned = (owner ?? dueDate ?? null) !== null;
    if (point.status === 'resolved' || !(isOwned || point.status === 'addressing')) return [];
    const isOverdue = (dueDate ?? '9999') < today;
    return [
      {
        about: { kind: 'point', point, rank: index + 1 },
        owner: owner ?? undefined,
        dueDate: dueDate ?? undefined,
        note: note ?? undefined,
        isOverdue,
      },
    ];
  });
  const incidents = review.incidents.flatMap((incident): OpenAnswer[] =>
    incident.status === 'acknowledged'
      ? [
          {
            about: { kind: 'incident', incident },
            owner: incident.acknowledgedBy,
            dueDate: undefined,
            note: undefined,
            isOverdue: false,
          },
        ]
      : [],
  );
  const due = ({ dueDate }: OpenAnswer) => dueDate ?? '9999';
  return [...points, ...incidents].sort((a, b) => (due(a) < due(b) ? -1 : due(a) > due(b) ? 1 : 0));
}
