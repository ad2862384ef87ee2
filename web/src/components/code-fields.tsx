import { present } from '../../../shared/domain/present.ts';
import type { CodeEdit } from '../../../shared/domain/settings-edition.ts';
import { useLanguage } from '../i18n/language.tsx';
import type { EntryFinding } from '../settings-draft.ts';
import { stageName } from '../taxonomy.ts';
import { FUNNEL_STAGES } from '../vocabulary.ts';
import { EntryField, Findings, otherFindings } from './entry-field.tsx';

const SHOWN = ['code', 'name.ko', 'name.en', 'what.ko', 'what.en', 'phrases', 'stage', 'mood'] as const;

/** The fields of a reason to hesitate: what it is called, what it means, and by which wording it is read. */
export function CodeFields(props: {
  value: CodeEdit;
  /** A reason that is not saved yet has its identifier to choose. */
  isNew: boolean;
  deployedPhrases: number;
  findings: readonly EntryFinding[];
  onChange: (value: CodeEdit) => void;
}) {
  const { value, findings, onChange } = props;
  const { text, format, language } = useLanguage();
  const words = text.settings.taxonomy;
  const { stage: _stage, mood: _mood, ...plain } = value;
  const names = [
    { field: 'name', label: words.name, longest: { ko: 40, en: 60 } },
    { field: 'what', label: words.what, longest: { ko: 200, en: 200 } },
  ] as const;
  return (
    <div class="form form-wide">
      {props.isNew && (
        <EntryField
          label={words.code}
          fields={['code']}
          findings={findings}
          hint={words.codeHint}
          whole={true}
        >
          {(ties) => (
            <input
              {...ties}
              value={value.code}
              maxLength={40}
              spellcheck={false}
              autocapitalize="off"
              onInput={(event) => onChange({ ...value, code: event.currentTarget.value.trim() })}
            />
          )}
        </EntryField>
      )}
      {names.flatMap(({ field, label, longest }) =>
        (['ko', 'en'] as const).map((tongue) => (
          <EntryField
            key={`${field} ${tongue}`}
            label={`${label} (${tongue === 'ko' ? text.settings.korean : text.settings.english})`}
            fields={[`${field}.${tongue}`]}
            findings={findings}
          >
            {(ties) => (
              <input
                {...ties}
                value={value[field][tongue]}
                lang={tongue}
                placeholder={tongue === 'en' ? words.englishOptional : undefined}
                maxLength={longest[tongue]}
                onInput={(event) =>
                  onChange({ ...value, [field]: { ...value[field], [tongue]: event.currentTarget.value } })
                }
              />
            )}
          </EntryField>
        )),
      )}
      <EntryField
        label={words.phrases}
        fields={['phrases']}
        findings={findings}
        hint={
          props.deployedPhrases === 0
            ? words.phrasesHint
            : `${words.phrasesHint} ${words.phrasesBelow(format.count(props.deployedPhrases))}`
        }
        whole={true}
      >
        {(ties) => (
          <textarea
            {...ties}
            value={value.phrases.join('\n')}
            lang="ko"
            rows={4}
            onInput={(event) => onChange({ ...value, phrases: event.currentTarget.value.split('\n') })}
            // Empty lines are no phrases, but a person must be able to begin one.
            onBlur={() => onChange({ ...value, phrases: phrasesOf(value) })}
          />
        )}
      </EntryField>
      <fieldset class="form-whole form">
        <legend>{words.englishOnly}</legend>
        <EntryField label={words.stage} fields={['stage']} findings={findings}>
          {(ties) => (
            <select
              {...ties}
              value={value.stage ?? ''}
              onChange={({ currentTarget: { value: chosen } }) => {
                const stage = FUNNEL_STAGES.find((one) => one === chosen);
                onChange({ ...plain, ...present('stage', stage), ...present('mood', value.mood) });
              }}
            >
              <option value="">{words.noStage}</option>
              {FUNNEL_STAGES.map((stage) => (
                <option key={stage} value={stage}>
                  {stageName(stage, language)}
                </option>
              ))}
            </select>
          )}
        </EntryField>
        <EntryField label={words.mood} fields={['mood']} findings={findings}>
          {(ties) => (
            <input
              {...ties}
              type="number"
              min={-2}
              max={2}
              step={0.1}
              value={value.mood ?? ''}
              onInput={({ currentTarget: { value: typed } }) => {
                const mood = typed === '' ? undefined : Number(typed);
                onChange({ ...plain, ...present('stage', value.stage), ...present('mood', mood) });
              }}
            />
          )}
        </EntryField>
      </fieldset>
      <div class="form-whole">
        <Findings findings={otherFindings(findings, SHOWN)} />
      </div>
    </div>
  );
}

/** A reason as it is sent: without empty lines, and in Korean where nobody wrote English. */
export function completeCode(code: CodeEdit): CodeEdit {
  const { name, what } = code;
  return {
    ...code,
    name: { ko: name.ko, en: name.en.trim() || name.ko },
    what: { ko: what.ko, en: what.en.trim() || what.ko },
    phrases: phrasesOf(code),
  };
}

/** The phrases of a reason without the empty lines that typing leaves. */
export function phrasesOf({ phrases }: Pick<CodeEdit, 'phrases'>): string[] {
  return phrases.map((phrase) => phrase.trim()).filter((phrase) => phrase !== '');
}
