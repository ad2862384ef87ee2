import { VocError } from '../domain/errors.ts';
import { deliveryFailed } from './delivery-failed.ts';

const TIMEOUT_MS = 10_000;

/**
 * Posts a JSON text. The one way by which alerts leave by HTTP.
 * @throws VocError `delivery.failed`: transient where it may be taken later (no answer, 408, 429, 5xx), else permanent
 */
export type PostJson = (
  sink: string,
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
) => Promise<void>;

/** @param fetchGuarded refuses addresses that are not of the public Internet, see `createGuardedFetch` */
export function createPostJson(fetchGuarded: typeof fetch): PostJson {
  return async (sink, url, body, headers) => {
    const response = await fetchGuarded(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((cause: unknown) => {
      if (cause instanceof VocError && cause.kind === 'permanent') throw refused(sink, cause.code, cause);
      throw deliveryFailed(sink, cause);
    });
    await response.body?.cancel();
    if (response.ok) return;
    if (response.status === 408 || response.status === 429 || response.status >= 500)
      throw deliveryFailed(sink, undefined, `HTTP ${response.status}`);
    throw refused(sink, `HTTP ${response.status}`);
  };
}

function refused(sink: string, reason: string, cause?: unknown): VocError {
  return new VocError(
    'delivery.failed',
    'permanent',
    `The sink ${sink} refused the delivery (${reason}); check its address and secret in voc.config.yaml.`,
    { details: { sink, reason }, ...(cause === undefined ? {} : { cause }) },
  );
}
