import type { AlertRule } from '../../../shared/domain/alert.ts';
import { AlertRuleFields } from '../components/alert-rule-fields.tsx';
import { EntryState } from '../components/entry-state.tsx';
import { Section } from '../components/page.tsx';
import { RulePreview } from '../components/rule-preview.tsx';
import { SettingsSave } from '../components/settings-save.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { useAllowed } from '../session.tsx';
import type { DraftEntry, Entry } from '../settings-draft.ts';
import { type Draft, useDraft } from '../use-draft.ts';
import type { SettingsPanel } from './settings.tsx';

/** Which team hears of which incident. */
export function SettingsRules({ view, reload }: SettingsPanel) {
  const { text } = useLanguage();
  const mayEdit = useAllowed('cx', 'admin');
  const entries = view.alertRules.map(
    ({ team, rule, edited }): Entry<AlertRule> => ({ key: team, value: rule, added: false, edited }),
  );
  const draft = useDraft(entries, 'rules');
  const value = { rules: draft.sent.map(({ key, value: rule }) => ({ team: key, rule })) };
  const words = text.settings.rules;
  return (
    <>
      <Section
        title={text.settings.tabs['alert-rules']}
        hint={mayEdit ? words.hint : text.settings.mayNot['alert-rules']}
      >
        <div class="entries">
          {draft.entries.map((entry, index) => {
            const stored = view.alertRules[index];
            if (stored === undefined) return null;
            return <Rule key={entry.key} entry={entry} stored={stored} draft={draft} mayEdit={mayEdit} />;
          })}
        </div>
      </Section>
      {mayEdit && (
        <SettingsSave part="alert-rules" edition={view.edition} value={value} draft={draft} reload={reload} />
      )}
    </>
  );
}

function Rule(props: {
  entry: DraftEntry<AlertRule>;
  stored: SettingsPanel['view']['alertRules'][number];
  draft: Draft<AlertRule>;
  mayEdit: boolean;
}) {
  const { entry, stored, draft, mayEdit } = props;
  const { text, format } = useLanguage();
  const words = text.settings.rules;
  const findings = draft.findingsAt(entry.key);
  // Back to what was deployed: that is known, so it can be shown.
  const rule = entry.change === 'back' ? stored.deployed : entry.value;
  const name = words.builtInTeams[entry.key] ?? entry.key;
  return (
    <details class="entry" open={findings.length > 0}>
      <summary>
        <strong>{name}</strong>
        <EntryState entry={entry} />
        <span class="muted">
          {words.summary(text.alerts.severity[rule.minSeverity], format.count(rule.minVoices))}
        </span>
      </summary>
      <fieldset class="entry-body" disabled={!mayEdit}>
        <legend class="visually-hidden">{name}</legend>
        <AlertRuleFields
          rule={rule}
          team={entry.key}
          findings={findings}
          onChange={(value) => draft.change(entry.key, { kind: 'set', value })}
        />
        <RulePreview before={stored.rule} after={rule} />
        <p class="row">
          {entry.change !== 'none' && (
            <button type="button" class="button" onClick={() => draft.change(entry.key, null)}>
              {text.settings.undoEdit}
            </button>
          )}
          {entry.edited && entry.change !== 'back' && (
            <button
              type="button"
              class="text-button"
              onClick={() => draft.change(entry.key, { kind: 'back' })}
            >
              {text.settings.backToDeployed}
            </button>
          )}
        </p>
      </fieldset>
    </details>
  );
}
