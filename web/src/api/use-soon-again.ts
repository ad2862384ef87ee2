import { useCallback, useEffect, useRef } from 'preact/hooks';

/** When a tool usually has made a draft, and when it has after a busy minute. */
const AFTER_MS = [2_000, 5_000, 15_000, 60_000];

/** Reads now and a few times soon after: what a person decided is carried out a moment later. */
export function useSoonAgain(reload: () => void): () => void {
  const timers = useRef<ReturnType<typeof setTimeout>[]>([]);
  const stop = useCallback(() => {
    for (const timer of timers.current) clearTimeout(timer);
    timers.current = [];
  }, []);
  useEffect(() => stop, [stop]);
  return useCallback(() => {
    stop();
    reload();
    timers.current = AFTER_MS.map((ms) => setTimeout(reload, ms));
  }, [reload, stop]);
}
