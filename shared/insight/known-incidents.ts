import type { Incident } from '../domain/insight.ts';

/**
 * The incidents of a review, each with the ID and the answer of the one that the detector told people about: the same
 * hours, and a series in common. A review finds its incidents anew from the roll-ups; only what the detector has seen
 * (`seenAt`) has a page of its own to link to.
 */
export function withKnownIncidents(found: readonly Incident[], told: readonly Incident[]): Incident[] {
  const left = new Set(told);
  return found.map((incident) => {
    const match = [...left].find((one) => overlap(one, incident) && shareSeries(one, incident));
    if (match === undefined) return incident;
    left.delete(match);
    const { id, status, acknowledgedAt, acknowledgedBy, seenAt = match.startedAt } = match;
    return {
      ...incident,
      id,
      status,
      seenAt,
      ...(acknowledgedAt === undefined ? {} : { acknowledgedAt }),
      ...(acknowledgedBy === undefined ? {} : { acknowledgedBy }),
    };
  });
}

/** What has no end goes on. */
function overlap(a: Incident, b: Incident): boolean {
  const end = ({ endedAt }: Incident) => endedAt ?? '9999';
  return a.startedAt < end(b) && b.startedAt < end(a);
}

function shareSeries(a: Incident, b: Incident): boolean {
  const series = ({ series: leading, seriesTogether = [] }: Incident) => [leading, ...seriesTogether];
  return series(a).some((one) => series(b).includes(one));
}
