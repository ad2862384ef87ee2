import type { AlertRulesEdit, SettingsFinding } from '../domain/settings-edition.ts';
import type { Taxonomy } from '../domain/taxonomy.ts';

/** What is wrong with edited alert rules, place by place; none where they can be saved. */
export function checkRulesEdit(
  { rules }: AlertRulesEdit,
  known: { readonly teams: readonly string[]; readonly taxonomy: Pick<Taxonomy, 'codes'> },
): SettingsFinding[] {
  const findings: SettingsFinding[] = [];
  const codes = new Set(known.taxonomy.codes.map(({ code }) => code));
  const seen = new Set<string>();
  for (const [index, { team, rule }] of rules.entries()) {
    const path = `rules.${index}.team`;
    if (!known.teams.includes(team))
      findings.push({
        path,
        message: {
          ko: `‘${team}’ 팀이 없습니다. 팀과 받는 곳은 배포 설정에서 더합니다.`,
          en: `There is no team "${team}". Teams and where they are told are part of the deployment.`,
        },
      });
    if (seen.has(team))
      findings.push({
        path,
        message: {
          ko: `‘${team}’ 팀의 규칙이 두 번 있습니다. 하나만 남겨 주세요.`,
          en: `The team "${team}" has two rules. Keep one of them.`,
        },
      });
    seen.add(team);
    for (const [number, code] of (rule.watches.codes ?? []).entries())
      if (!codes.has(code))
        findings.push({
          path: `rules.${index}.rule.watches.codes.${number}`,
          message: {
            ko: `코드 ‘${code}’이(가) 분류에 없어 이 규칙은 아무것도 알리지 않습니다.`,
            en: `The taxonomy has no code "${code}"; nothing would ever be told for it.`,
          },
        });
  }
  return findings;
}
