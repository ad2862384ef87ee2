import { expect, it } from 'vitest';
import { createAlertTeams } from '../../../../functions/common/alert-teams.ts';
import { AlertRuleSchema } from '../../../../shared/domain/alert.ts';
import type { AlertTeamConfig } from '../../../../shared/runtime/config.ts';
import { deployed } from '../../shared/nlp/edit-fixture.ts';

const mail = { from: 'voc@example.com', to: ['team@example.com'] };
const team = (name: string): AlertTeamConfig => ({ name, mail, ...AlertRuleSchema.parse({ minVoices: 7 }) });

function minVoicesBy(edited: Readonly<Record<string, number>>) {
  const rules = Object.entries(edited).map(([name, minVoices]) => ({
    team: name,
    rule: AlertRuleSchema.parse({ minVoices }),
  }));
  const teams = createAlertTeams({
    config: {
      alerts: { mail, teams: [team('cx'), team('apps')] },
      language: 'ko',
      network: { privateHosts: [] },
      sinks: [],
    },
    busName: 'bus',
    taxonomy: deployed.taxonomy,
    edited: { rules },
    timeZone: 'Asia/Seoul',
  });
  return Object.fromEntries(teams.map(({ name, rule }) => [name, rule.minVoices]));
}

it('goes by the rule that people gave a team, else by the deployed one; the event bus hears of everything', () => {
  const asDeployed = { 'event-bus': 1, 'on-call': 1, sinks: 1, cx: 7, apps: 7 };
  expect(minVoicesBy({})).toEqual(asDeployed);
  expect(minVoicesBy({ cx: 30, 'on-call': 20, 'event-bus': 99, gone: 5 })).toEqual({
    ...asDeployed,
    cx: 30,
    'on-call': 20,
  });
});
