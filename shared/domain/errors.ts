/**
 * What a failure means for the queue or the run. Code decides by the kind, never by the message.
 * - `config`: the process must not start; every problem is listed in one message.
 * - `permanent`: this input can never succeed; it goes to quarantine with its reason and is acknowledged.
 * - `rate`, `quota`: wait (see `retryAfterMs`) and try again.
 * - `auth`: stop the source, keep its checkpoint, tell the operator.
 * - `transient`: back to the queue; the DLQ catches what never recovers.
 */
export type ErrorKind = 'config' | 'permanent' | 'rate' | 'quota' | 'auth' | 'transient';

/** The closed list of error codes. A new failure gets a new line here, not a new message somewhere. */
export type ErrorCode =
  | 'config.invalid'
  | 'env.missing'
  | 'settings.invalid'
  | 'usage.invalid'
  | 'record.bad-json'
  | 'record.bad-csv'
  | 'record.schema-mismatch'
  | 'record.too-long'
  | 'customer.schema-mismatch'
  | 'message.schema-mismatch'
  | 'funnel.schema-mismatch'
  | 'count-point.schema-mismatch'
  | 'count-point.out-of-order'
  | 'source.unknown'
  | 'source.gone'
  | 'source.rate-limited'
  | 'source.quota-exhausted'
  | 'source.unauthorized'
  | 'source.bad-response'
  | 'source.unreachable'
  | 'source.forbidden-address'
  | 'source.secret-missing'
  | 'source.lease-lost'
  | 'source.config-invalid'
  | 'webhook.bad-signature'
  | 'webhook.stale'
  | 'webhook.too-large'
  | 'storage.throttled'
  | 'storage.unavailable'
  | 'suggestion.not-ready'
  | 'delivery.failed'
  | 'generative.rate-limited'
  | 'generative.unauthorized'
  | 'generative.refused'
  | 'generative.unavailable'
  | 'taxonomy.code-exists'
  | 'training.too-little-data'
  | 'stack.unsupported'
  | 'stack.unavailable'
  | 'stack.function-failed';

/** Facts about a failure. Never customer text, never a personal identifier: details reach logs and error records. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** The one error type of the product. The message says what happened and what to do next. */
export class VocError extends Error {
  override readonly name = 'VocError';
  readonly code: ErrorCode;
  readonly kind: ErrorKind;
  readonly details: ErrorDetails;
  readonly retryAfterMs: number | undefined;

  constructor(
    code: ErrorCode,
    kind: ErrorKind,
    message: string,
    options: { details?: ErrorDetails; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.kind = kind;
    this.details = options.details ?? {};
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** True for a {@link VocError} of the given kind. */
export function isVocError(error: unknown, kind?: ErrorKind): error is VocError {
  return error instanceof VocError && (kind === undefined || error.kind === kind);
}
