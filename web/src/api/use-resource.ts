import { useCallback, useEffect, useState } from 'preact/hooks';
import { type ApiError, asApiError, getJson } from './client.ts';

/** A thing that is read from the API. While it is read again, the last one known stays on the page. */
export type Resource<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly data: T }
  | { readonly state: 'failed'; readonly error: ApiError };

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
        known.delete(path);
        if (current) setAnswer({ path, resource: { state: 'failed', error: asApiError(error) } });
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
