import type { SettingsFinding } from '../../shared/domain/settings-edition.ts';

/** One code, word or rule of the settings as they hold now. */
export interface Entry<Value> {
  readonly key: string;
  readonly value: Value;
  /** Not deployed: may be taken out again. */
  readonly added: boolean;
  /** Differs from what was deployed. */
  readonly edited: boolean;
}

/** What a person wants of one entry: another value, or what was deployed (of an added one: nothing). */
export type Change<Value> = { readonly kind: 'set'; readonly value: Value } | { readonly kind: 'back' };
export type Changes<Value> = Readonly<Record<string, Change<Value>>>;

export interface DraftEntry<Value> extends Entry<Value> {
  readonly change: 'none' | Change<Value>['kind'];
}

/**
 * The entries with what a person changed on top. Changes are kept by entry, so the same changes can be laid on entries
 * that somebody else has saved meanwhile.
 */
export function draftOf<Value>(
  entries: readonly Entry<Value>[],
  changes: Changes<Value>,
): DraftEntry<Value>[] {
  const known = new Set(entries.map(({ key }) => key));
  const there = entries.map((entry): DraftEntry<Value> => {
    const change = changes[entry.key];
    if (change === undefined) return { ...entry, change: 'none' };
    return { ...entry, change: change.kind, ...(change.kind === 'set' ? { value: change.value } : {}) };
  });
  const fresh = Object.entries(changes).flatMap(([key, change]): DraftEntry<Value>[] =>
    known.has(key) || change.kind === 'back'
      ? []
      : [{ key, value: change.value, added: true, edited: false, change: 'set' }],
  );
  return [...there, ...fresh];
}

/** The changes with one more; a value that is what it was is no change. */
export function withChange<Value>(
  changes: Changes<Value>,
  entry: Pick<Entry<Value>, 'key'> & { readonly before: Value | undefined },
  change: Change<Value> | null,
): Changes<Value> {
  const { [entry.key]: _earlier, ...others } = changes;
  if (change === null) return others;
  const same = change.kind === 'set' && JSON.stringify(change.value) === JSON.stringify(entry.before);
  return same ? others : { ...others, [entry.key]: change };
}

/** What is sent to be saved: all that differs from what was deployed, in its order. */
export function sentEntries<Value>(draft: readonly DraftEntry<Value>[]): DraftEntry<Value>[] {
  return draft.filter(
    ({ change, added, edited }) => change === 'set' || (change === 'none' && (added || edited)),
  );
}

/** A finding at an entry: the field within it, and what is wrong. */
export interface EntryFinding {
  readonly field: string;
  readonly message: SettingsFinding['message'];
}

/** Findings by the key of their entry; under `''` those that belong to none. Paths count within what was sent. */
export function findingsByEntry(
  findings: readonly SettingsFinding[],
  list: string,
  sent: readonly Pick<Entry<unknown>, 'key'>[],
): Readonly<Record<string, readonly EntryFinding[]>> {
  const byKey: Record<string, EntryFinding[]> = {};
  for (const { path, message } of findings) {
    const [name, index, ...field] = path.split('.');
    const key = (name === list ? sent[Number(index)]?.key : undefined) ?? '';
    byKey[key] = [...(byKey[key] ?? []), { field: field.join('.'), message }];
  }
  return byKey;
}
