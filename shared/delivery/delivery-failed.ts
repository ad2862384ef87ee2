import { type ErrorKind, VocError } from '../domain/errors.ts';

/** Errors of the AWS API that no repetition heals: a person must change a permission, an address or a name. */
const LASTING = [
  'AccessDeniedException',
  'MessageRejected',
  'MailFromDomainNotVerifiedException',
  'AccountSuspendedException',
  'NotFoundException',
  'ResourceNotFoundException',
  'ValidationException',
];

/** A sink's refusal as its API tells it. `reason` is a code of ours or of the API, never content. */
export interface SinkFailure {
  readonly sink: string;
  readonly kind: ErrorKind;
  readonly reason: string;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/** The one error of sinks: `delivery.failed`. */
export function sinkFailed({ sink, kind, reason, retryAfterMs, cause }: SinkFailure): VocError {
  return new VocError(
    'delivery.failed',
    kind,
    isLasting(kind)
      ? `The sink ${sink} refused the delivery (${reason}); check its permission, secret and addresses in voc.config.yaml, then publish again.`
      : `The sink ${sink} did not take the delivery (${reason}); it is tried again.`,
    {
      details: { sink, reason },
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      ...(cause === undefined ? {} : { cause }),
    },
  );
}

/** Whether only a person can help, so that no repetition is worth it. */
export function isLasting(kind: ErrorKind): boolean {
  return kind === 'permanent' || kind === 'auth' || kind === 'config';
}

/** A failed call of the AWS SDK: permanent where only a person can help, else transient. */
export function deliveryFailed(sink: string, cause: unknown, reason?: string): VocError {
  const name = reason ?? (cause instanceof Error ? cause.name : 'unknown');
  return sinkFailed({
    sink,
    kind: LASTING.includes(name) ? 'permanent' : 'transient',
    reason: name,
    ...(cause === undefined ? {} : { cause }),
  });
}
