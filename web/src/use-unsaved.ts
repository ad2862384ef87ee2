import { useEffect } from 'preact/hooks';
import { askBeforeLeaving } from './router.ts';

/** While something is not saved, leaving the screen or the page asks first. */
export function useUnsaved(unsaved: boolean, question: string): void {
  useEffect(() => {
    if (!unsaved) return;
    const keep = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', keep);
    askBeforeLeaving(() => window.confirm(question));
    return () => {
      window.removeEventListener('beforeunload', keep);
      askBeforeLeaving(null);
    };
  }, [unsaved, question]);
}
