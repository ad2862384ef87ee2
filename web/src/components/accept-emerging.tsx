import { useState } from 'preact/hooks';
import type { EmergingPoint } from '../../../shared/domain/emerging-point.ts';
import type { CodeEdit, SettingsFinding } from '../../../shared/domain/settings-edition.ts';
import { codeOfName } from '../code-name.ts';
import { useLanguage } from '../i18n/language.tsx';
import { CodeFields, completeCode, phrasesOf } from './code-fields.tsx';

const MAX_NAME = 40;

/** The reason that a proposal becomes: its words are the first wording, the rest a person fills in. */
export function AcceptEmerging(props: {
  proposal: EmergingPoint;
  sending: boolean;
  findings: readonly SettingsFinding[];
  onAccept: (code: CodeEdit) => void;
  onCancel: () => void;
}) {
  const { text } = useLanguage();
  const words = text.settings.emerging;
  const [written, setWritten] = useState<CodeEdit>(() => reasonOf(props.proposal));
  // The identifier follows the English name until somebody writes one.
  const [chosen, setChosen] = useState(false);
  const findings = props.findings.map(({ path, message }) => ({
    field: path.replace(/^codes\.\d+\./, ''),
    message,
  }));
  const { code, name, what } = written;
  const complete = [code, name.ko, what.ko].every((part) => part.trim() !== '');

  return (
    <form
      class="notice accept-form"
      onSubmit={(event) => {
        event.preventDefault();
        props.onAccept(completeCode(written));
      }}
    >
      <p>{words.acceptHint}</p>
      <CodeFields
        value={written}
        isNew={true}
        deployedPhrases={0}
        findings={findings}
        onChange={(value) => {
          const renamed = value.code !== code;
          setChosen(chosen || renamed);
          setWritten(
            chosen || renamed ? value : { ...value, code: identifierOf(props.proposal, value.name.en) },
          );
        }}
      />
      <p class="row">
        <button
          type="submit"
          class="button button-primary"
          disabled={props.sending || !complete || phrasesOf(written).length === 0}
        >
          {props.sending ? words.saving : words.save}
        </button>
        <button type="button" class="button" onClick={props.onCancel}>
          {words.cancel}
        </button>
      </p>
    </form>
  );
}

/** Nobody has to think of one: without an English name, the proposal gives it. */
function identifierOf({ id }: EmergingPoint, englishName: string): string {
  return codeOfName(englishName) || `topic-${id.slice(0, 8)}`;
}

function reasonOf(proposal: EmergingPoint): CodeEdit {
  const phrases = proposal.terms.map(({ term }) => term);
  return {
    code: identifierOf(proposal, ''),
    name: { ko: (phrases[0] ?? '').slice(0, MAX_NAME), en: '' },
    what: { ko: '', en: '' },
    phrases,
  };
}
