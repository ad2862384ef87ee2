import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../../shared/runtime/parse-config.ts';

const withTeams = (teams: string) =>
  parseConfig(`brand: { name: 돌려받기 }\nalerts:\n  teams:\n${teams}`, 'voc.config.yaml').alerts.teams;

describe('teams that hear of alerts', () => {
  it('have a rule, quiet hours and ways to be told', () => {
    const [team] = withTeams(`
    - name: cx
      watches: { sources: [ticket], codes: [auth, trust] }
      minSeverity: warning
      quietHours: { from: "22:00", to: "08:00" }
      slack: { secret: voc/slack-cx }
      webhook: { url: "https://crm.example/voc", secret: voc/crm }
`);
    expect(team).toMatchObject({ minSeverity: 'warning', minVoices: 5, urgentVoices: true });
  });

  it.each([
    ['minSeverity', '    - { name: cx, minSeverity: huge, mail: { from: a@b.co, to: [c@d.co] } }'],
    ['watches.sources.0', '    - { name: cx, watches: { sources: [radio] }, slack: { secret: s } }'],
    [
      'quietHours.from',
      '    - { name: cx, quietHours: { from: "25:00", to: "08:00" }, slack: { secret: s } }',
    ],
    ['quietHours.to', '    - { name: cx, quietHours: { from: "08:00", to: "08:00" }, slack: { secret: s } }'],
    ['webhook.url', '    - { name: cx, webhook: { url: "ftp://a.example", secret: s } }'],
    ['mail', '    - { name: cx }'],
    ['name', '    - { name: CX, slack: { secret: s } }'],
    [
      'two teams share a name',
      '    - { name: a, slack: { secret: s } }\n    - { name: a, slack: { secret: s } }',
    ],
    ['are taken', '    - { name: on-call, slack: { secret: s } }'],
    ['loud', '    - { name: cx, loud: true, slack: { secret: s } }'],
  ])('are refused with the field that is wrong: %s', (field, teams) => {
    expect(() => withTeams(teams)).toThrow(field);
  });
});
