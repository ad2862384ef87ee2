import { describe, expect, it } from 'vitest';
import { type Incident, IncidentSchema } from '../../../../shared/domain/insight.ts';
import { withKnownIncidents } from '../../../../shared/insight/known-incidents.ts';

function incident(id: string, from: string, to: string, series: string, more: object = {}): Incident {
  return IncidentSchema.parse({
    id,
    series,
    startedAt: `2026-11-11T${from}:00.000Z`,
    endedAt: `2026-11-11T${to}:00.000Z`,
    count: 9,
    expected: 2,
    upper: 5,
    status: 'resolved',
    codes: [],
    terms: [],
    evidence: [],
    ...more,
  });
}

describe('an incident of a review', () => {
  const found = incident('found', '11:00', '14:00', 'code:auth', { seriesTogether: ['code:auth', 'all'] });

  it('has the ID and the answer of the one that people were told of', () => {
    const told = incident('told', '11:15', '13:40', 'all', {
      status: 'acknowledged',
      acknowledgedBy: 'cx@example.com',
      seenAt: '2026-11-11T13:40:00.000Z',
      count: 7,
    });
    expect(withKnownIncidents([found], [told])).toEqual([
      {
        ...found,
        id: 'told',
        status: 'acknowledged',
        acknowledgedBy: 'cx@example.com',
        seenAt: '2026-11-11T13:40:00.000Z',
      },
    ]);
  });

  it('stays as it is where nobody was told: of other hours, or of something else', () => {
    const later = incident('later', '14:00', '15:00', 'code:auth');
    const other = incident('other', '11:00', '14:00', 'code:price');
    expect(withKnownIncidents([found], [later, other])).toEqual([found]);
  });

  it('is one incident of the detector at most', () => {
    const told = incident('told', '10:00', '18:00', 'all', { seenAt: '2026-11-11T18:00:00.000Z' });
    const second = incident('second', '15:00', '16:00', 'all');
    expect(withKnownIncidents([found, second], [told]).map(({ id }) => id)).toEqual(['told', 'second']);
  });
});
