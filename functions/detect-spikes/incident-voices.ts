import type { IncidentDraft } from '../../shared/alerting/incidents.ts';
import type { Contribution } from '../../shared/domain/contribution.ts';
import { isOfSeries } from '../../shared/insight/describe-incident.ts';

const MAX_CANDIDATES = 40;

/** The negative contributions that arrived during an episode and belong to its series. */
export function contributionsOf(
  draft: IncidentDraft,
  contributions: readonly Contribution[],
): Contribution[] {
  return contributions.filter(
    (one) =>
      one.sentiment === 'negative' &&
      one.arrivalSlot !== undefined &&
      one.arrivalSlot >= draft.startedAt &&
      (draft.endedAt === undefined || one.arrivalSlot < draft.endedAt) &&
      isOfSeries(draft.series, one),
  );
}

/** Which documents to load, to quote an incident. */
export function quotableKeys(inside: readonly Contribution[]): string[] {
  return inside
    .map((one) => one.documentKey)
    .sort()
    .slice(0, MAX_CANDIDATES);
}
