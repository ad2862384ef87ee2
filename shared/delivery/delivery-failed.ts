import { VocError } from '../domain/errors.ts';

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

/** The one error of sinks: `delivery.failed`; permanent where only a person can help, else transient. */
export function deliveryFailed(sink: string, cause: unknown, reason?: string): VocError {
  const name = reason ?? (cause instanceof Error ? cause.name : 'unknown');
  const lasting = LASTING.includes(name);
  return new VocError(
    'delivery.failed',
    lasting ? 'permanent' : 'transient',
    lasting
      ? `The sink ${sink} refused the delivery (${name}); check its permission and addresses in voc.config.yaml, then publish again.`
      : `The sink ${sink} did not take the delivery (${name}); it is tried again.`,
    { details: { sink, reason: name }, ...(cause === undefined ? {} : { cause }) },
  );
}
