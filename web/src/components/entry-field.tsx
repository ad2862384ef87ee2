import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { useLanguage } from '../i18n/language.tsx';
import type { EntryFinding } from '../settings-draft.ts';

/** What ties a field to its label, its hint and what is wrong with it. */
export interface FieldTies {
  readonly id: string;
  readonly 'aria-describedby': string;
  readonly 'aria-invalid': boolean;
}

/** A label over a field, with what a check has found in it. `fields`: the paths within the entry that mean it. */
export function EntryField(props: {
  label: string;
  fields: readonly string[];
  findings: readonly EntryFinding[];
  hint?: string;
  whole?: boolean;
  children: (ties: FieldTies) => ComponentChildren;
}) {
  const id = useId();
  const found = props.findings.filter(({ field }) => belongs(field, props.fields));
  const ties = { id, 'aria-describedby': `${id}-more`, 'aria-invalid': found.length > 0 };
  return (
    <div class={props.whole === true ? 'field form-whole' : 'field'}>
      <label htmlFor={id}>{props.label}</label>
      {props.children(ties)}
      <div id={`${id}-more`}>
        {props.hint !== undefined && <p class="hint">{props.hint}</p>}
        <Findings findings={found} />
      </div>
    </div>
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
