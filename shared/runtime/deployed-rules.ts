import { type AlertRule, AlertRuleSchema } from '../domain/alert.ts';
import { BUILT_IN_TEAMS, type VocConfig } from './config.ts';
import { type DeployedRule, sortedRule } from './edit-settings.ts';

/** The rule of teams that are there without being configured: everything. */
export const EVERYTHING: AlertRule = AlertRuleSchema.parse({ minVoices: 1 });

/**
 * The teams whose rules people may edit, as they are deployed. The event bus is not among them: programs behind it count
 * on every alert.
 */
export function deployedRules({ alerts, sinks }: Pick<VocConfig, 'alerts' | 'sinks'>): DeployedRule[] {
  const builtIn = (team: string): DeployedRule => ({ team, builtIn: true, rule: EVERYTHING });
  return [
    ...(alerts.mail === undefined ? [] : [builtIn(BUILT_IN_TEAMS.mail)]),
    ...(sinks.length === 0 ? [] : [builtIn(BUILT_IN_TEAMS.sinks)]),
    ...alerts.teams.map((team) => ({ team: team.name, builtIn: false, rule: sortedRule(team) })),
  ];
}
