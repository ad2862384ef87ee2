import { describe, expect, it } from 'vitest';
import { heldUntil } from '../../../../shared/alerting/quiet-hours.ts';
import { wantsIncident, wantsVoice } from '../../../../shared/alerting/team-rules.ts';
import { type AlertRule, AlertRuleSchema } from '../../../../shared/domain/alert.ts';
import type { Incident } from '../../../../shared/domain/insight.ts';

const rule = (given: object): AlertRule => AlertRuleSchema.parse(given);
const incident: Incident = {
  id: 'i',
  series: 'code:auth',
  seriesTogether: ['code:auth', 'all'],
  startedAt: '2026-11-20T04:00:00.000Z',
  count: 40,
  expected: 3,
  upper: 9,
  severity: 'warning',
  status: 'open',
  codes: [{ code: 'auth', documents: 40 }],
  sources: [
    { key: 'app-review', documents: 30 },
    { key: 'ticket', documents: 4 },
  ],
  stages: [{ key: 'verification', documents: 38 }],
  terms: [],
  evidence: [],
};

describe('the rule of a team', () => {
  it('wants what reaches its severity and number of voices', () => {
    expect(wantsIncident(rule({}), incident)).toBe(true);
    expect(wantsIncident(rule({ minSeverity: 'severe' }), incident)).toBe(false);
    expect(wantsIncident(rule({ minVoices: 41 }), incident)).toBe(false);
  });

  it('watches sources, codes and stages; each list that is given must fit', () => {
    const watches = (lists: object) => wantsIncident(rule({ watches: lists }), incident);
    expect(watches({ codes: ['auth', 'price'] })).toBe(true);
    expect(watches({ codes: ['price'] })).toBe(false);
    expect(watches({ sources: ['app-review'], stages: ['verification'] })).toBe(true);
    expect(watches({ sources: ['app-review'], stages: ['usage'] })).toBe(false);
    // A tenth of the voices is not what the incident is about.
    expect(watches({ sources: ['ticket'] })).toBe(false);
  });

  it('watches single voices by the same lists', () => {
    const voice = { source: 'ticket', codes: ['trust'], stage: 'usage' };
    expect(wantsVoice(rule({}), voice)).toBe(true);
    expect(wantsVoice(rule({ watches: { sources: ['survey'] } }), voice)).toBe(false);
    expect(wantsVoice(rule({ urgentVoices: false }), voice)).toBe(false);
  });
});

describe('quiet hours', () => {
  const night = rule({ quietHours: { from: '22:00', to: '08:00' } });
  const at = (time: string) => new Date(`2026-11-20T${time}:00.000Z`);

  it('hold alerts over midnight until they end, in the zone of the business', () => {
    // 23:30 and 02:30 in Seoul.
    expect(heldUntil(night, 'warning', at('14:30'), 'Asia/Seoul')?.toISOString()).toBe(
      '2026-11-20T23:00:00.000Z',
    );
    expect(heldUntil(night, 'warning', at('17:30'), 'Asia/Seoul')?.toISOString()).toBe(
      '2026-11-20T23:00:00.000Z',
    );
    expect(heldUntil(night, 'warning', at('23:00'), 'Asia/Seoul')).toBeNull();
    expect(heldUntil(rule({}), 'warning', at('14:30'), 'Asia/Seoul')).toBeNull();
  });

  it('do not hold what is severe', () => {
    expect(heldUntil(night, 'severe', at('14:30'), 'Asia/Seoul')).toBeNull();
  });
});
