import { describe, expect, it } from 'vitest';
import { draftsSince, previewAlerts } from '../../../scripts/preview-alerts.ts';
import { AlertRuleSchema } from '../../../shared/domain/alert.ts';
import type { Contribution } from '../../../shared/domain/contribution.ts';
import { bucketsOf, makeContribution } from '../shared/insight/contribution-factory.ts';

const START = Date.parse('2026-10-04T15:00:00.000Z');
const HOUR_MS = 3_600_000;

/** Five weeks with a voice every other hour, forty at once in one night, and one severe voice. */
function quietWeeksAndAnOutage(): Contribution[] {
  let next = 0;
  const voice = (hour: number, overrides: Partial<Contribution> = {}) => {
    const at = new Date(START + hour * HOUR_MS).toISOString();
    next += 1;
    return makeContribution({
      documentKey: next.toString(16).padStart(64, '0'),
      day: new Date(START + hour * HOUR_MS + 9 * HOUR_MS).toISOString().slice(0, 10),
      bucket: at.slice(0, 13),
      sentiment: 'negative',
      ...overrides,
    });
  };
  return [
    ...Array.from({ length: 420 }, (_, index) => voice(2 * index)),
    // 02:00 in Seoul.
    ...Array.from({ length: 15 }, () => voice(794, { codes: ['auth'] })),
    voice(100, { urgency: 'high', source: 'ticket' }),
  ];
}

describe('the preview of alerts', () => {
  const contributions = quietWeeksAndAnOutage();
  const drafts = draftsSince(bucketsOf(contributions), 'Asia/Seoul', START);
  const preview = (rule: object) =>
    previewAlerts({
      drafts,
      contributions,
      teams: [{ name: 'cx', rule: AlertRuleSchema.parse(rule) }],
      timeZone: 'Asia/Seoul',
      now: new Date(START + 840 * HOUR_MS),
    });

  it('shows what a rule would have sent, and when', () => {
    const alerts = preview({ minVoices: 1 });
    expect(alerts.map(({ kind }) => kind)).toEqual(['urgent-voices', 'incident']);
    expect(alerts[1]?.tellAt).toBe(new Date(START + 794 * HOUR_MS).toISOString());
    expect(alerts[1]?.count).toBeGreaterThanOrEqual(15);
  });

  it('waits for the end of quiet hours, and leaves out what the team does not watch', () => {
    const quiet = preview({ quietHours: { from: '22:00', to: '08:00' }, urgentVoices: false });
    expect(quiet.map(({ tellAt }) => tellAt)).toEqual([new Date(START + 800 * HOUR_MS).toISOString()]);
    expect(preview({ watches: { codes: ['price'] }, urgentVoices: false })).toEqual([]);
    expect(preview({ minSeverity: 'severe' }).map(({ kind }) => kind)).toEqual(['urgent-voices']);
  });
});
