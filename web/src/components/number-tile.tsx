import type { ComponentChildren } from 'preact';

/** One number with its name, and below it what it is to be read with. Lives in a `dl.numbers`. */
export function NumberTile(props: {
  name: string;
  value: string;
  hint?: string;
  children?: ComponentChildren;
}) {
  return (
    <div class="card number-tile" title={props.hint}>
      <dt>{props.name}</dt>
      <dd>
        <strong>{props.value}</strong>
        {props.children}
      </dd>
    </div>
  );
}
