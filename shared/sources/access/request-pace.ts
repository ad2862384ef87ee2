import type { CollectContext } from '../contract.ts';

/** Called before each request of a run; waits before every one but the first. */
export function requestPace({ sleep }: Pick<CollectContext, 'sleep'>, pauseMs: number): () => Promise<void> {
  let isFirst = true;
  return async () => {
    if (!isFirst && pauseMs > 0) await sleep(pauseMs);
    isFirst = false;
  };
}
