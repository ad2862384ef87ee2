import { useState } from 'preact/hooks';
import { type ApiError, asApiError } from './client.ts';

/** Runs what a person asked for, one at a time; says whether it is under way, and what went wrong. */
export function useSend(): {
  sending: boolean;
  error: ApiError | null;
  /** True where it succeeded. */
  send: (act: () => Promise<void>) => Promise<boolean>;
} {
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  async function send(act: () => Promise<void>): Promise<boolean> {
    setSending(true);
    setError(null);
    try {
      await act();
      return true;
    } catch (failure) {
      setError(asApiError(failure));
      return false;
    } finally {
      setSending(false);
    }
  }
  return { sending, error, send };
}
