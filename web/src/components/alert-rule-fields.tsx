import type { AlertRule } from '../../../shared/domain/alert.ts';
import { SEVERITIES } from '../../../shared/domain/severities.ts';
import { useLanguage } from '../i18n/language.tsx';
import type { EntryFinding } from '../settings-draft.ts';
import { codeName, hesitationCodes, stageName } from '../taxonomy.ts';
import { FUNNEL_STAGES, SOURCE_KINDS } from '../vocabulary.ts';
import { EntryField, Findings, otherFindings } from './entry-field.tsx';

const SHOWN = ['rule.minSeverity', 'rule.minVoices', 'rule.quietHours.from', 'rule.quietHours.to'] as const;
const NIGHT = { from: '22:00', to: '08:00' } as const;

/** The fields of a team's rule. */
export function AlertRuleFields(props: {
  rule: AlertRule;
  team: string;
  findings: readonly EntryFinding[];
  onChange: (rule: AlertRule) => void;
}) {
  const { rule, team, findings, onChange } = props;
  const { text } = useLanguage();
  const words = text.settings.rules;
  const { quietHours, ...always } = rule;
  return (
    <div class="form">
      <Watches rule={rule} team={team} onChange={onChange} />
      <EntryField label={words.minSeverity} fields={['rule.minSeverity']} findings={findings}>
        {(ties) => (
          <select
            {...ties}
            value={rule.minSeverity}
            onChange={({ currentTarget: { value } }) =>
              onChange({ ...rule, minSeverity: SEVERITIES.find((one) => one === value) ?? rule.minSeverity })
            }
          >
            {SEVERITIES.map((severity) => (
              <option key={severity} value={severity}>
                {text.alerts.severity[severity]}
              </option>
            ))}
          </select>
        )}
      </EntryField>
      <EntryField label={words.minVoices} fields={['rule.minVoices']} findings={findings}>
        {(ties) => (
          <input
            {...ties}
            type="number"
            min={1}
            step={1}
            value={rule.minVoices}
            onInput={(event) =>
              onChange({ ...rule, minVoices: Math.round(Number(event.currentTarget.value)) })
            }
          />
        )}
      </EntryField>
      <fieldset class="form-whole form">
        <legend class="visually-hidden">{words.quiet}</legend>
        <label class="choice form-whole">
          <input
            type="checkbox"
            checked={quietHours !== undefined}
            onChange={({ currentTarget: { checked } }) =>
              onChange(checked ? { ...always, quietHours: NIGHT } : always)
            }
          />
          {words.quiet}
        </label>
        {quietHours !== undefined &&
          (['from', 'to'] as const).map((end) => (
            <EntryField key={end} label={words[end]} fields={[`rule.quietHours.${end}`]} findings={findings}>
              {(ties) => (
                <input
                  {...ties}
                  type="time"
                  value={quietHours[end]}
                  onInput={(event) =>
                    onChange({ ...rule, quietHours: { ...quietHours, [end]: event.currentTarget.value } })
                  }
                />
              )}
            </EntryField>
          ))}
        {quietHours !== undefined && <p class="hint form-whole">{words.quietHint}</p>}
      </fieldset>
      <label class="choice form-whole">
        <input
          type="checkbox"
          checked={rule.urgentVoices}
          onChange={(event) => onChange({ ...rule, urgentVoices: event.currentTarget.checked })}
        />
        {words.urgent}
      </label>
      <div class="form-whole">
        <Findings findings={otherFindings(findings, SHOWN)} />
      </div>
    </div>
  );
}

/** Of each list: everything, or chosen values; nothing chosen is everything. */
function Watches(props: { rule: AlertRule; team: string; onChange: (rule: AlertRule) => void }) {
  const { rule, team, onChange } = props;
  const { text, language } = useLanguage();
  const words = text.settings.rules;
  const lists = [
    { list: 'sources', values: SOURCE_KINDS, name: (value: string) => sourceNames[value] ?? value },
    { list: 'codes', values: hesitationCodes(), name: (value: string) => codeName(value, language) },
    { list: 'stages', values: FUNNEL_STAGES, name: (value: string) => stageName(value, language) },
  ] as const;
  const sourceNames: Readonly<Record<string, string>> = text.source;
  return (
    <fieldset class="form-whole stack">
      <legend>{words.watches}</legend>
      {lists.map(({ list, values, name }) => {
        const chosen: readonly string[] | undefined = rule.watches[list];
        const set = (next: readonly string[] | undefined) => {
          const { [list]: _before, ...others } = rule.watches;
          onChange({
            ...rule,
            watches: next === undefined || next.length === 0 ? others : { ...others, [list]: next },
          });
        };
        return (
          <details key={list} open={chosen !== undefined}>
            <summary>
              {words[list]}:{' '}
              <strong>{chosen === undefined ? words.everything : chosen.map(name).join(', ')}</strong>
            </summary>
            <fieldset class="choices">
              <legend class="visually-hidden">{`${team} ${words[list]}`}</legend>
              {values.map((value) => (
                <label key={value} class="choice">
                  <input
                    type="checkbox"
                    checked={chosen?.includes(value) === true}
                    onChange={({ currentTarget: { checked } }) =>
                      set(
                        checked ? [...(chosen ?? []), value] : (chosen ?? []).filter((one) => one !== value),
                      )
                    }
                  />
                  {name(value)}
                </label>
              ))}
            </fieldset>
          </details>
        );
      })}
    </fieldset>
  );
}
