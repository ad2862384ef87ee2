import type { ComponentChildren } from 'preact';

export interface Bar {
  readonly key: string;
  readonly label: string;
  readonly value: number;
  /** The value in words, with its unit. */
  readonly said: string;
  readonly href?: string | undefined;
  readonly note?: ComponentChildren;
  readonly title?: string | undefined;
}

/** Named amounts, longest first as given, each with its number in words. */
export function BarList({ bars }: { bars: readonly Bar[] }) {
  const top = Math.max(1, ...bars.map((bar) => bar.value));
  return (
    <ul class="bars">
      {bars.map((bar) => (
        <li key={bar.key} title={bar.title}>
          <span class="bar-head">
            {bar.href === undefined ? (
              <span class="bar-label">{bar.label}</span>
            ) : (
              <a href={bar.href}>{bar.label}</a>
            )}
            {bar.note}
            <span class="bar-value">{bar.said}</span>
          </span>
          <span class="bar-track" aria-hidden="true">
            <span class="bar-fill" style={{ width: `${(bar.value / top) * 100}%` }} />
          </span>
        </li>
      ))}
    </ul>
  );
}
