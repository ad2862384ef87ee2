import { useState } from 'preact/hooks';
import type { SettingsFinding } from '../../shared/domain/settings-edition.ts';
import {
  type Change,
  type Changes,
  type DraftEntry,
  draftOf,
  type Entry,
  type EntryFinding,
  findingsByEntry,
  sentEntries,
  withChange,
} from './settings-draft.ts';

/** What a person is changing in one part of the settings, and what a check has found in it. */
export interface Draft<Value> {
  readonly entries: readonly DraftEntry<Value>[];
  readonly sent: readonly DraftEntry<Value>[];
  readonly changed: number;
  /** Of the entry of a key; `''`: of none. */
  findingsAt(key: string): readonly EntryFinding[];
  change(key: string, change: Change<Value> | null): void;
  /** Adds an entry and gives its key. */
  add(value: Value): string;
  setFindings(findings: readonly SettingsFinding[]): void;
  clear(): void;
}

/** `list` is the name of the list in the value that is sent: paths of findings begin with it. */
export function useDraft<Value>(entries: readonly Entry<Value>[], list: string): Draft<Value> {
  const [changes, setChanges] = useState<Changes<Value>>({});
  const [findings, setFindings] = useState<readonly SettingsFinding[]>([]);
  const draft = draftOf(entries, changes);
  const sent = sentEntries(draft);
  const found = findingsByEntry(findings, list, sent);
  return {
    entries: draft,
    sent,
    changed: draft.filter(({ change }) => change !== 'none').length,
    findingsAt: (key) => found[key] ?? [],
    change(key, change) {
      const before = entries.find((entry) => entry.key === key)?.value;
      setChanges((earlier) => withChange(earlier, { key, before }, change));
    },
    add(value) {
      const key = `new ${Object.keys(changes).length + 1} ${Date.now()}`;
      setChanges((earlier) => ({ ...earlier, [key]: { kind: 'set', value } }));
      return key;
    },
    setFindings,
    clear() {
      setChanges({});
      setFindings([]);
    },
  };
}
