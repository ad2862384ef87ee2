import { VocError } from '../../domain/errors.ts';

export interface HttpRequest {
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Reads the body of a refusal where a provider says in it what the status does not (a quota as 400 or 403). Gives
   * the error to throw, or undefined for the usual one. The text must not get into the error.
   */
  readonly classify?: (status: number, headers: Headers, body: string) => VocError | undefined;
  /** Statuses beside 2xx and 304 that the caller reads itself. */
  readonly accept?: readonly number[];
  /** @default the fetch's own; 1 for a call that must not be repeated */
  readonly attempts?: number;
  /** Of a request with a body, where it is not POST. */
  readonly method?: 'PATCH';
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  /** The bytes as UTF-8. */
  readonly text: string;
}

/** The port through which every connector reaches the network. */
export interface HttpFetch {
  /**
   * One GET. Success is a 2xx, 304 or an accepted status.
   * @throws VocError `source.rate-limited` (rate), `source.unauthorized` (auth), `source.gone`, `source.bad-response`,
   *   `source.forbidden-address` (permanent), `source.unreachable` (transient)
   */
  get(url: string, request?: HttpRequest): Promise<HttpResponse>;
  /** One POST, repeated like a GET: only for calls that may be repeated. Throws as `get`. */
  post(url: string, body: string, request?: HttpRequest): Promise<HttpResponse>;
}

/** The same for those who may also change something. */
export interface HttpWriter extends HttpFetch {
  /** One PUT. Throws as `get`. */
  put(url: string, body: string, request?: HttpRequest): Promise<HttpResponse>;
}

export interface HttpFetchOptions {
  readonly fetch: typeof fetch;
  readonly sleep: (ms: number) => Promise<void>;
  /** 0…1, for the jitter of the waits. */
  readonly random: () => number;
  readonly now: () => Date;
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
  readonly attempts?: number;
  readonly baseWaitMs?: number;
  /** A server that asks for a longer wait ends the run instead; the next run goes on from the checkpoint. */
  readonly maxWaitMs?: number;
}

/** How much of a refusal is read for `classify`. */
const MAX_REFUSAL_BYTES = 64 * 1024;

/**
 * A fetch that a collection run can trust: each attempt has a time-out, the body a size limit, redirects are refused
 * (they would carry credentials to another host), 429 and 5xx are repeated with full jitter or after `Retry-After`
 * (seconds or an HTTP date, RFC 9110 §10.2.3).
 */
export function createHttpFetch(options: HttpFetchOptions): HttpWriter {
  const {
    attempts = 4,
    baseWaitMs = 500,
    maxWaitMs = 30_000,
    timeoutMs = 15_000,
    maxBytes = 10 * 1024 * 1024,
  } = options;

  return {
    get: (url, request = {}) => send(url, { method: 'GET' }, request),
    post: (url, body, request = {}) => send(url, { method: request.method ?? 'POST', body }, request),
    put: (url, body, request = {}) => send(url, { method: 'PUT', body }, request),
  };

  async function send(url: string, init: RequestInit, request: HttpRequest): Promise<HttpResponse> {
    for (let attempt = 1; ; attempt += 1) {
      const failure = await attemptOnce(url, init, request);
      if (!(failure instanceof VocError)) return failure;
      const repeatable = failure.kind === 'rate' || failure.kind === 'transient';
      const waitMs = failure.retryAfterMs ?? baseWaitMs * 2 ** (attempt - 1) * (0.5 + options.random() / 2);
      if (!repeatable || attempt >= (request.attempts ?? attempts) || waitMs > maxWaitMs) throw failure;
      await options.sleep(waitMs);
    }
  }

  async function attemptOnce(
    url: string,
    init: RequestInit,
    request: HttpRequest,
  ): Promise<HttpResponse | VocError> {
    const details = { host: hostOf(url) };
    try {
      const response = await options.fetch(url, {
        ...init,
        headers: { ...request.headers },
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });
      const { status, headers } = response;
      if (response.ok || status === 304 || request.accept?.includes(status) === true) {
        const bytes = await bodyWithin(response, maxBytes);
        return bytes === null ? tooLarge(details) : httpResponse(status, headers, bytes);
      }
      const usual = statusError(status, headers, { ...details, status });
      if (request.classify === undefined) {
        await response.body?.cancel();
        return usual;
      }
      const refusal = await bodyWithin(response, MAX_REFUSAL_BYTES);
      return request.classify(status, headers, refusal === null ? '' : textOf(refusal)) ?? usual;
    } catch (cause) {
      if (cause instanceof VocError) return cause;
      if (cause instanceof Error && cause.cause instanceof VocError) return cause.cause;
      const reason =
        cause instanceof Error && cause.name === 'TimeoutError'
          ? `did not answer within ${timeoutMs} ms`
          : 'cannot be reached';
      return new VocError(
        'source.unreachable',
        'transient',
        `${details.host} ${reason}. Check the network; the next run tries again.`,
        { details, cause },
      );
    }
  }

  function tooLarge(details: { host: string }): VocError {
    return new VocError(
      'source.bad-response',
      'permanent',
      `The answer of ${details.host} is larger than ${maxBytes} bytes.`,
      { details },
    );
  }

  function statusError(
    status: number,
    headers: Headers,
    details: { host: string; status: number },
  ): VocError {
    const retryAfterMs = retryAfter(headers.get('retry-after'), options.now());
    const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
    const { host } = details;
    if (status === 429) {
      return new VocError(
        'source.rate-limited',
        'rate',
        `${host} asks for fewer requests (429). The next run goes on.`,
        { details, ...wait },
      );
    }
    if (status >= 500) {
      return new VocError(
        'source.unreachable',
        'transient',
        `${host} fails (${status}). The next run tries again.`,
        { details, ...wait },
      );
    }
    if (status === 401 || status === 403) {
      return new VocError(
        'source.unauthorized',
        'auth',
        `${host} refuses us (${status}). Check the credentials of this source.`,
        { details },
      );
    }
    if (status === 404 || status === 410) {
      return new VocError(
        'source.gone',
        'permanent',
        `${host} has nothing there (${status}). Check the ids in the source's configuration.`,
        { details },
      );
    }
    const what = status >= 300 && status < 400 ? 'redirects, which is refused' : 'gives an unexpected status';
    return new VocError(
      'source.bad-response',
      'permanent',
      `${host} ${what} (${status}). Check the address of this source.`,
      { details },
    );
  }
}

/** The wait that a `Retry-After` header asks for, in ms; undefined where absent or unreadable. */
export function retryAfter(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}

function httpResponse(status: number, headers: Headers, bytes: Uint8Array): HttpResponse {
  return {
    status,
    headers,
    bytes,
    get text() {
      return textOf(bytes);
    },
  };
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

async function bodyWithin(response: Response, maxBytes: number): Promise<Uint8Array | null> {
  if (response.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    if (size > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? 'the source';
}
