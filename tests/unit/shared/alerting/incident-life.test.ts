import { describe, expect, it } from 'vitest';
import {
  acknowledged,
  acknowledgeIncident,
  muteSeries,
} from '../../../../shared/alerting/answer-incident.ts';
import { advanceIncident, pairDrafts, resolveUnseen } from '../../../../shared/alerting/incident-life.ts';
import type { IncidentDraft } from '../../../../shared/alerting/incidents.ts';
import { isMuted } from '../../../../shared/alerting/mutes.ts';
import { severityOf } from '../../../../shared/alerting/severity.ts';
import type { Mute } from '../../../../shared/domain/alert.ts';
import type { Incident } from '../../../../shared/domain/insight.ts';

const at = (time: string) => new Date(`2026-11-20T${time}:00.000Z`);
const iso = (time: string) => at(time).toISOString();

function seen(overrides: Partial<Incident> = {}): Incident {
  return {
    id: 'i1',
    series: 'code:auth',
    startedAt: iso('04:00'),
    count: 20,
    expected: 2,
    upper: 8,
    severity: 'warning',
    status: 'open',
    codes: [],
    terms: [],
    evidence: [],
    ...overrides,
  };
}
const loud = (time: string) => ({ now: at(time), muted: false });

/** Lets looks follow one another; gives the events. */
function story(...looks: [time: string, seen: Partial<Incident>, muted?: boolean][]) {
  let known: Incident | undefined;
  const events = looks.map(([time, look, muted = false]) => {
    const advance = advanceIncident(known, seen(look), { now: at(time), muted });
    known = advance.incident;
    return advance.event;
  });
  return { events, incident: known as Incident };
}

describe('the life of an incident', () => {
  it('is told when it opens, gets worse, doubles after an hour, and ends, and not in between', () => {
    const { events, incident } = story(
      ['04:30', {}],
      ['04:35', { count: 22 }],
      ['04:40', { count: 60, severity: 'severe' }],
      ['05:00', { count: 130 }],
      ['05:45', { count: 140 }],
      ['07:00', { count: 150, status: 'resolved', endedAt: iso('06:00') }],
      ['07:05', { count: 150, status: 'resolved', endedAt: iso('06:00') }],
    );
    expect(events).toEqual(['opened', null, 'worsened', null, 'updated', 'resolved', null]);
    expect(incident).toMatchObject({ sequence: 4, severity: 'severe', status: 'resolved' });
  });

  it('does not become harmless while it goes on', () => {
    const { incident } = story(['04:30', { severity: 'severe' }], ['05:30', { severity: 'notice' }]);
    expect(incident.severity).toBe('severe');
  });

  it('comes back under its own number instead of as a new one', () => {
    const { events, incident } = story(
      ['04:30', {}],
      ['07:00', { status: 'resolved', endedAt: iso('05:00') }],
      ['08:00', { count: 40 }],
    );
    expect(events).toEqual(['opened', 'resolved', 'reopened']);
    expect(incident).toMatchObject({ id: 'i1', sequence: 3, status: 'open' });
    expect(incident.endedAt).toBeUndefined();
  });

  it('rests once somebody has taken it, until it becomes severe or ends', () => {
    const first = advanceIncident(undefined, seen({ severity: 'notice' }), loud('04:30')).incident;
    const taken = acknowledged(first, 'kim', at('04:40'));
    const next = advanceIncident(taken, seen({ count: 500, severity: 'warning' }), loud('06:00'));
    expect([next.event, next.incident.status, next.incident.acknowledgedBy]).toEqual([
      null,
      'acknowledged',
      'kim',
    ]);
    expect(advanceIncident(taken, seen({ severity: 'severe' }), loud('06:00')).event).toBe('worsened');
    const over = advanceIncident(taken, seen({ status: 'resolved' }), loud('09:00'));
    expect([over.event, over.incident.status]).toEqual(['resolved', 'resolved']);
  });

  it('is told as new after a mute, if it goes on; what began and ended in silence stays untold', () => {
    expect(story(['04:30', {}, true], ['06:00', {}]).events).toEqual([null, 'opened']);
    const silent = story(['04:30', {}, true], ['06:00', { status: 'resolved' }]);
    expect(silent.events).toEqual([null, null]);
  });

  it('ends by itself when the detector has not seen it for three hours', () => {
    const { incident } = advanceIncident(undefined, seen(), loud('04:30'));
    expect(resolveUnseen(incident, loud('06:00'))).toBeUndefined();
    const over = resolveUnseen(incident, loud('07:30'));
    expect(over?.event).toBe('resolved');
    expect(over?.incident).toMatchObject({ status: 'resolved', endedAt: iso('04:30') });
    expect(over === undefined ? 'none' : resolveUnseen(over.incident, loud('09:00'))).toBeUndefined();
  });
});

describe('pairing drafts with what is stored', () => {
  const draft = (from: string, until?: string, series = 'code:auth'): IncidentDraft => ({
    series,
    startedAt: iso(from),
    alertedAt: iso(from),
    ...(until === undefined ? {} : { endedAt: iso(until) }),
    count: 20,
    expected: 2,
    upper: 8,
    score: 0.9,
    opens: true,
    seriesTogether: [series],
  });

  it('finds an incident again that begins earlier or is led by another series', () => {
    const stored = seen({ seenAt: iso('04:30') });
    const [pair] = pairDrafts([draft('03:00', undefined, 'all')], [stored]);
    expect(pair?.known).toBe(stored);
  });

  it('takes a rise soon after the end for the same trouble, and a later one for a new', () => {
    const stored = seen({ status: 'resolved', endedAt: iso('05:00') });
    const pairs = pairDrafts([draft('09:00', '10:00'), draft('17:00')], [stored]);
    expect(pairs.map(({ known }) => known?.id)).toEqual(['i1', undefined]);
  });

  it('looks at an incident once, also where it is seen as two rises', () => {
    const stored = seen({ seenAt: iso('11:00') });
    const pairs = pairDrafts([draft('04:00', '05:00'), draft('12:00')], [stored]);
    expect(pairs).toHaveLength(1);
    expect(pairs[0]?.draft).toMatchObject({ startedAt: iso('04:00'), count: 40 });
    expect(pairs[0]?.draft.endedAt).toBeUndefined();
  });
});

describe('answers of people', () => {
  it('take an incident once, also when the detector writes at the same time', async () => {
    let stored: Incident = { ...seen(), version: 1 };
    let collisions = 1;
    const store = {
      getIncident: async () => stored,
      saveIncident: async (incident: Incident) => {
        if (collisions > 0) {
          collisions -= 1;
          stored = { ...stored, count: 33, version: 2 };
          return false;
        }
        stored = incident;
        return true;
      },
    };
    const answered = await acknowledgeIncident(store, stored, 'kim', at('05:00'));
    expect(answered).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'kim', count: 33 });
    const again = await acknowledgeIncident(store, stored, 'lee', at('06:00'));
    expect(again?.acknowledgedBy).toBe('kim');
    const none = { getIncident: async () => undefined, saveIncident: async () => true };
    expect(await acknowledgeIncident(none, stored, 'kim', at('05:00'))).toBeUndefined();
  });

  it('mute a series until a time', async () => {
    const mutes: Mute[] = [];
    const store = { putMute: async (mute: Mute) => void mutes.push(mute) };
    await muteSeries(store, { series: 'code:auth', until: at('08:00') }, 'kim', at('05:00'));
    expect(isMuted(seen(), mutes, at('07:59'))).toBe(true);
    expect(isMuted(seen(), mutes, at('08:00'))).toBe(false);
    expect(isMuted(seen({ series: 'code:price' }), mutes, at('06:00'))).toBe(false);
  });
});

describe('severity', () => {
  it('grows with distance from the limit and with time, and needs voices', () => {
    expect(severityOf({ count: 10, expected: 2, upper: 8, hours: 1 })).toBe('notice');
    expect(severityOf({ count: 20, expected: 2, upper: 8, hours: 1 })).toBe('warning');
    expect(severityOf({ count: 60, expected: 2, upper: 8, hours: 1 })).toBe('severe');
    expect(severityOf({ count: 20, expected: 2, upper: 8, hours: 6 })).toBe('warning');
    expect(severityOf({ count: 24, expected: 2, upper: 8, hours: 6 })).toBe('severe');
    expect(severityOf({ count: 9, expected: 0.1, upper: 0.5, hours: 12 })).toBe('warning');
  });
});
