import type { HesitationPoint } from '../../shared/domain/insight.ts';
import type { PointWish } from '../../shared/domain/point-tracking.ts';

export const SETTABLE = ['known', 'addressing', 'resolved'] as const;
export const TRACKED_FIELDS = ['owner', 'dueDate', 'experiment', 'note'] as const;
export type TrackedPoint = Pick<HesitationPoint, 'code' | 'stage' | 'status' | 'tracking'>;
export type PointFields = Readonly<Record<'status' | (typeof TRACKED_FIELDS)[number], string>>;

/** The fields that a person touched; every other one follows the point as it was read last. */
export type PointDraft = Partial<PointFields>;

/** The fields of a point as a form holds them. */
export function fieldsOf({ status, tracking }: TrackedPoint): PointFields {
  return {
    status,
    owner: tracking?.owner ?? '',
    dueDate: tracking?.dueDate ?? '',
    experiment: tracking?.experiment ?? '',
    note: tracking?.note ?? '',
  };
}

/** The draft with one more field; one that is written back to what the point says counts as untouched. */
export function withField(
  draft: PointDraft,
  point: TrackedPoint,
  field: keyof PointFields,
  value: string,
): PointDraft {
  const { [field]: _earlier, ...others } = draft;
  return value === fieldsOf(point)[field] ? others : { ...others, [field]: value };
}

/** What of a draft the point, read anew, does not say already. */
export function stillOpen(draft: PointDraft, point: TrackedPoint): PointDraft {
  const now = fieldsOf(point);
  return Object.fromEntries(
    Object.entries(draft).filter(([field, value]) => value.trim() !== now[field as keyof PointFields]),
  );
}

/** Whether all of a draft is in another one, such as the one that was saved. */
export function isWithin(draft: PointDraft, other: PointDraft): boolean {
  return Object.entries(draft).every(([field, value]) => other[field as keyof PointFields] === value);
}

/** Only what a person touched, so that two people who write different fields keep both. */
export function wishOf(draft: PointDraft, point: TrackedPoint): PointWish {
  const { status, ...written } = stillOpen(draft, point);
  const chosen = SETTABLE.find((one) => one === status);
  return {
    ...(chosen === undefined ? {} : { status: chosen }),
    ...Object.fromEntries(Object.entries(written).map(([field, value]) => [field, value.trim() || null])),
  };
}
