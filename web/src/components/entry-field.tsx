import type { ComponentChildren } from 'preact';
import { useLanguage } from '../i18n/language.tsx';
import type { EntryFinding } from '../settings-draft.ts';

/** A label over a field, with what a check has found in it. `fields`: the paths within the entry that mean it. */
export function EntryField(props: {
  label: string;
  fields: readonly string[];
  findings: readonly EntryFinding[];
  hint?: string;
  whole?: boolean;
  children: ComponentChildren;
}) {
  return (
    <label class={props.whole === true ? 'form-whole' : undefined}>
      <span>{props.label}</span>
      {props.children}
      {props.hint !== undefined && <span class="hint">{props.hint}</span>}
      <Findings findings={props.findings.filter(({ field }) => belongs(field, props.fields))} />
    </label>
  );
}

/** Sentences of a check, each on a line. */
export function Findings({ findings }: { findings: readonly EntryFinding[] }) {
  const { language } = useLanguage();
  return (
    <>
      {findings.map(({ field, message }) => (
        <span key={`${field} ${message.en}`} class="field-problem block">
          {message[language]}
        </span>
      ))}
    </>
  );
}

/** Findings that none of the named fields shows. */
export function otherFindings(
  findings: readonly EntryFinding[],
  shown: readonly string[],
): readonly EntryFinding[] {
  return findings.filter(({ field }) => !belongs(field, shown));
}

function belongs(field: string, fields: readonly string[]): boolean {
  return fields.some((name) => field === name || field.startsWith(`${name}.`));
}
