import { expect, it } from 'vitest';
import { checkRulesEdit } from '../../../../shared/alerting/check-rules-edit.ts';
import { AlertRuleSchema } from '../../../../shared/domain/alert.ts';

const taxonomy = {
  codes: [{ code: 'auth', name: { ko: '인증', en: 'Login' }, what: { ko: '인증', en: 'login' } }],
};
const rule = (codes?: string[]) => AlertRuleSchema.parse({ watches: codes === undefined ? {} : { codes } });
const check = (...rules: { team: string; rule: ReturnType<typeof rule> }[]) =>
  checkRulesEdit({ rules }, { teams: ['cx', 'apps'], taxonomy });

it('lets rules of known teams over known codes through', () => {
  expect(check({ team: 'cx', rule: rule(['auth']) }, { team: 'apps', rule: rule() })).toEqual([]);
});

it('names a team that is not there or twice, and a code for which nothing would ever be told', () => {
  const findings = check(
    { team: 'cx', rule: rule(['auth', 'login']) },
    { team: 'cx', rule: rule() },
    { team: 'nobody', rule: rule() },
  );
  expect(findings.map(({ path }) => path)).toEqual([
    'rules.0.rule.watches.codes.1',
    'rules.1.team',
    'rules.2.team',
  ]);
  for (const { message } of findings) expect(message.ko).toMatch(/[가-힣].*\.$/);
});
