import { useLanguage } from '../i18n/language.tsx';
import type { DraftEntry } from '../settings-draft.ts';

/** Whether an entry is as deployed, and whether it waits to be saved. */
export function EntryState({ entry }: { entry: Pick<DraftEntry<unknown>, 'added' | 'edited' | 'change'> }) {
  const { text } = useLanguage();
  return (
    <>
      {entry.change !== 'none' && <span class="badge severity-warning">{text.settings.unsaved}</span>}
      {(entry.added || entry.edited) && (
        <span class="badge keyword-gap">{entry.added ? text.settings.added : text.settings.edited}</span>
      )}
    </>
  );
}
