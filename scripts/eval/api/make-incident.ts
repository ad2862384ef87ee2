import type { Incident } from '../../../shared/domain/insight.ts';

/** An incident of a day with nothing said about it, to be asked for by its ID. */
export function makeIncident(id: string, day: string): Incident {
  return {
    id,
    series: 'all',
    startedAt: `${day}T03:00:00.000Z`,
    count: 9,
    expected: 2,
    upper: 5,
    status: 'open',
    codes: [],
    terms: [],
    evidence: [],
  };
}
