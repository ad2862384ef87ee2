import type { ComponentChildren } from 'preact';
import { useLanguage } from '../i18n/language.tsx';

/** One choice of a list's filters; the empty value is "all". */
export interface FilterChoice {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, shown: string])[];
}

/** Choices that narrow a list. They live in the address bar, so that what is seen can be shared. */
export function FilterBar(props: {
  legend: string;
  choices: readonly FilterChoice[];
  onChange: (name: string, value: string) => void;
  /** Where nothing is narrowed; shown while something is. */
  reset: string | null;
  children?: ComponentChildren;
}) {
  const { text } = useLanguage();
  return (
    <fieldset class="filters card">
      <legend class="visually-hidden">{props.legend}</legend>
      {props.children}
      {props.choices.map(({ name, label, value, options }) => (
        <label key={name}>
          <span>{label}</span>
          <select value={value} onChange={(event) => props.onChange(name, event.currentTarget.value)}>
            <option value="">{text.voices.all}</option>
            {!options.some(([known]) => known === value) && value !== '' && (
              <option value={value}>{value}</option>
            )}
            {options.map(([each, shown]) => (
              <option key={each} value={each}>
                {shown}
              </option>
            ))}
          </select>
        </label>
      ))}
      {props.reset !== null && (
        <a class="text-button" href={props.reset}>
          {text.voices.reset}
        </a>
      )}
    </fieldset>
  );
}
