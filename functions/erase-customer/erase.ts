import { type EraseCustomerDeps, eraseCustomer } from '../../shared/customers/erase-customer.ts';
import { type ErasureOrder, ErasureOrderSchema } from '../../shared/domain/erasure.ts';
import { VocError } from '../../shared/domain/errors.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import type { QueueSender } from '../../shared/runtime/queue-sender.ts';
import type { ErasureRepository } from '../../shared/storage/erasure-repository.ts';
import type { QuarantineRepository } from '../../shared/storage/quarantine-repository.ts';
import { count, logInfo } from '../common/powertools.ts';
import { readMessages } from '../common/read-messages.ts';
import type { BatchWork } from '../common/sqs-batch.ts';

export interface EraseDeps extends EraseCustomerDeps {
  readonly erasures: Pick<ErasureRepository, 'get' | 'save'>;
  readonly quarantine: Pick<QuarantineRepository, 'put'>;
  /** The queue of this function itself, for the rest of an erasure. */
  readonly orders: QueueSender;
}

/** Carries out orders to erase customers; the receipt tells when one is done. */
export function createErase(deps: EraseDeps): BatchWork {
  return async (messages, context) => {
    const failures = new Map<string, Error>();
    const read = await readMessages(messages, ErasureOrderSchema, 'erasures', deps.quarantine);
    for (const { messageId, value } of read) {
      try {
        await eraseOnce(deps, value, () => context.getRemainingTimeInMillis());
      } catch (error) {
        failures.set(
          messageId,
          error instanceof Error ? error : new Error('the customer could not be erased'),
        );
      }
    }
    return failures;
  };
}

async function eraseOnce(deps: EraseDeps, order: ErasureOrder, remainingTimeMs: () => number): Promise<void> {
  // A message that comes twice must not put a receipt of nothing over the one that says what was done.
  if ((await deps.erasures.get(order.receipt))?.state === 'complete') return;
  const done = await eraseCustomer(deps, order, remainingTimeMs);
  if (done.receipt.state === 'complete') {
    await deps.erasures.save(done.receipt);
    logInfo(LOG_EVENTS.customerErased, { ...done.receipt.gone });
    count('CustomersErased', 1);
    return;
  }
  const refused = await deps.orders.send([{ body: JSON.stringify(done satisfies ErasureOrder) }]);
  if (refused.size > 0) throw notSentOn();
  logInfo(LOG_EVENTS.eraseContinues, { ...done.receipt.gone });
}

function notSentOn(): VocError {
  return new VocError(
    'storage.unavailable',
    'transient',
    'The queue of erasures did not take the rest; tried again.',
  );
}
