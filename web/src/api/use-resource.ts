import { useCallback, useEffect, useState } from 'preact/hooks';
import { type Answer, afterFailure } from './answer.ts';
import { type ApiError, asApiError, getJson } from './client.ts';

export type Resource<T> = Answer<T, ApiError>;

const known = new Map<string, unknown>();

/** Reads `path` when it changes; null reads nothing. `reload` reads again. */
export function useResource<T>(path: string | null): { resource: Resource<T>; reload: () => void } {
  const [round, setRound] = useState(0);
  const [answer, setAnswer] = useState<{ path: string | null; resource: Resource<T> }>({
    path: null,
    resource: { state: 'loading' },
  });

  useEffect(() => {
    if (path === null) return;
    let current = true;
    getJson<T>(path).then(
      (data) => {
        known.set(path, data);
        if (current) setAnswer({ path, resource: { state: 'ready', data } });
      },
      (error: unknown) => {
        const resource = afterFailure(known.get(path) as T | undefined, asApiError(error));
        if (resource.state === 'failed') known.delete(path);
        if (current) setAnswer({ path, resource });
      },
    );
    return () => {
      current = false;
    };
  }, [path, round]);

  const reload = useCallback(() => setRound((count) => count + 1), []);
  if (answer.path === path && path !== null) return { resource: answer.resource, reload };
  const earlier = path === null ? undefined : known.get(path);
  return {
    resource: earlier === undefined ? { state: 'loading' } : { state: 'ready', data: earlier as T },
    reload,
  };
}
