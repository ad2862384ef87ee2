import { describe, expect, it } from 'vitest';
import {
  incidentMessage,
  type UrgentVoice,
  urgentMessage,
} from '../../../../shared/alerting/alert-message.ts';
import { AlertMessageSchema } from '../../../../shared/domain/alert.ts';
import { IncidentSchema } from '../../../../shared/domain/insight.ts';

const incident = IncidentSchema.parse({
  id: 'i-1',
  series: 'all',
  startedAt: '2026-11-20T00:00:00.000Z',
  count: 9,
  expected: 1,
  upper: 3,
  status: 'open',
  codes: [],
  terms: [],
  evidence: [],
});
const voice = (documentKey: string, runId?: string): UrgentVoice => ({
  documentKey,
  reasons: ['legal'],
  arrivedAt: '2026-11-20T00:00:00.000Z',
  quote: {} as UrgentVoice['quote'],
  ...(runId === undefined ? {} : { runId }),
});

describe('an alert', () => {
  it('names the runs that brought its voices, and is read by whoever knows no runs', () => {
    const told = incidentMessage({ ...incident, runIds: ['play-7', 'play-8'] }, 'opened', '');
    expect(told.runIds).toEqual(['play-7', 'play-8']);
    expect(AlertMessageSchema.parse(told)).toEqual(told);
    expect(incidentMessage(incident, 'opened', '')).not.toHaveProperty('runIds');
  });

  it('about single voices names each run once', () => {
    const told = urgentMessage([voice('a', 'r-2'), voice('b', 'r-1'), voice('c', 'r-2'), voice('d')], {
      id: 'u-1',
      sequence: 1,
      url: '',
    });
    expect(told.runIds).toEqual(['r-1', 'r-2']);
  });
});
