import { VocError } from '../domain/errors.ts';
import type { HttpFetch, HttpResponse } from '../sources/access/http.ts';
import { sinkFailed } from './delivery-failed.ts';

/** What a refusal of an API means; undefined leaves it to the status. `reason` must be a code, not the text. */
export type ReadRefusal = (
  status: number,
  body: string,
) => { readonly kind: 'permanent' | 'auth' | 'rate' | 'transient'; readonly reason: string } | undefined;

/** One JSON request of a sink. */
export interface SinkRequest {
  readonly url: string;
  readonly method?: 'PATCH';
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is where it is a text, else as JSON. */
  readonly body: string | object;
}

export type SinkHttp = (request: SinkRequest) => Promise<HttpResponse>;

/**
 * Requests of one sink over the guarded HTTP of the product: one attempt each, because the delivery record brings the
 * next one, with time-out, size limit, no redirects and no way into our own network.
 * @throws VocError `delivery.failed`: `rate` with the wait that `Retry-After` asks for, `auth` (401, 403), `transient`
 *   (5xx, no answer), else `permanent`
 */
export function createSinkHttp(
  sink: string,
  http: HttpFetch,
  readRefusal: ReadRefusal = () => undefined,
): SinkHttp {
  return async ({ url, method, headers, body }) => {
    let refusal: ReturnType<ReadRefusal>;
    let status: number | undefined;
    try {
      return await http.post(url, typeof body === 'string' ? body : JSON.stringify(body), {
        headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
        attempts: 1,
        ...(method === undefined ? {} : { method }),
        classify: (answered, _headers, text) => {
          status = answered;
          refusal = readRefusal(answered, text);
          return undefined;
        },
      });
    } catch (cause) {
      if (!(cause instanceof VocError)) throw cause;
      throw sinkFailed({
        sink,
        kind: refusal?.kind ?? cause.kind,
        reason: refusal?.reason ?? (status === undefined ? cause.code : `http-${status}`),
        retryAfterMs: cause.retryAfterMs,
        cause,
      });
    }
  };
}
