import { VocError } from '../../shared/domain/errors.ts';
import { type ChangedCustomer, type RelinkMessage, RelinkMessageSchema } from '../../shared/domain/relink.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import type { QueueSender } from '../../shared/runtime/queue-sender.ts';
import type { CustomerRepository } from '../../shared/storage/customer-repository.ts';
import type { PostingRepository } from '../../shared/storage/posting-repository.ts';
import type { QuarantineRepository } from '../../shared/storage/quarantine-repository.ts';
import { count, logInfo } from '../common/powertools.ts';
import { readMessages } from '../common/read-messages.ts';
import type { BatchWork } from '../common/sqs-batch.ts';
import { customerTerm } from './postings-of.ts';
import { type RelinkDeps as RelinkDocumentsDeps, relinkDocuments } from './relink-documents.ts';

const DOCUMENTS_PER_MESSAGE = 100;

export interface RelinkDeps extends RelinkDocumentsDeps {
  readonly customers: RelinkDocumentsDeps['customers'] & Pick<CustomerRepository, 'readForImport'>;
  readonly postings: Pick<PostingRepository, 'add' | 'any' | 'documentsOf'>;
  readonly quarantine: Pick<QuarantineRepository, 'put'>;
  /** The queue of this work itself, for the documents that were found. */
  readonly relinks: QueueSender;
}

/** Finds the documents that changed customers may have written, and links them again, a hundred at a time. */
export function createRelink(deps: RelinkDeps): BatchWork {
  return async (messages) => {
    const failures = new Map<string, Error>();
    const read = await readMessages(messages, RelinkMessageSchema, 'relinks', deps.quarantine);
    for (const { messageId, value } of read) {
      try {
        if ('changedCustomers' in value) await findDocuments(deps, value.changedCustomers);
        else await relink(deps, value.relinkDocuments);
      } catch (error) {
        failures.set(messageId, error instanceof Error ? error : new Error('could not be linked again'));
      }
    }
    return failures;
  };
}

async function relink(deps: RelinkDeps, documentKeys: readonly string[]): Promise<void> {
  const relinked = await relinkDocuments(deps, documentKeys);
  logInfo(LOG_EVENTS.documentsRelinked, { documents: documentKeys.length, relinked });
  count('DocumentsRelinked', relinked);
}

async function findDocuments(deps: RelinkDeps, changed: readonly ChangedCustomer[]): Promise<void> {
  if (!(await deps.postings.any())) return;
  const stored = await deps.customers.readForImport(changed.map(({ customerId }) => customerId));
  const tokens = new Set([
    ...changed.flatMap(({ formerTokens }) => formerTokens),
    ...[...stored.values()].flatMap(({ profile }) => profile.tokens.map(({ token }) => token)),
  ]);
  // Who has the same token and was alone with it until now: their voices may be anybody's.
  const owners = tokens.size === 0 ? new Map() : await deps.identity.lookup([...tokens]);
  const customerIds = new Set([
    ...changed.map(({ customerId }) => customerId),
    ...[...owners.values()].flatMap(({ customerIds }) => customerIds),
  ]);
  const found = [
    ...(await deps.postings.documentsOf([...tokens, ...[...customerIds].map(customerTerm)])),
  ].sort();
  const bodies: string[] = [];
  for (let start = 0; start < found.length; start += DOCUMENTS_PER_MESSAGE) {
    const keys = found.slice(start, start + DOCUMENTS_PER_MESSAGE);
    bodies.push(JSON.stringify({ relinkDocuments: keys } satisfies RelinkMessage));
  }
  const refused = await deps.relinks.send(bodies.map((body) => ({ body })));
  if (refused.size === 0) return;
  throw new VocError(
    'storage.unavailable',
    'transient',
    'The queue of voices to link did not take all; tried again.',
  );
}
