import type { ErrorRecord } from '../../shared/domain/error-record.ts';
import { VocError } from '../../shared/domain/errors.ts';
import type { VocRecord } from '../../shared/domain/record.ts';
import type { SourceKind } from '../../shared/domain/taxonomy.ts';
import type { TokenKeys } from '../../shared/privacy/token-keys.ts';
import { queueJson } from '../../shared/runtime/queue-json.ts';
import type { QueueSender } from '../../shared/runtime/queue-sender.ts';
import type { Erasure, ItemProblem } from '../../shared/sources/contract.ts';
import type { InputLine } from '../../shared/sources/input/input-line.ts';
import { parseDocument } from '../../shared/sources/input/parse-document.ts';
import { lastingSecret, safeDocumentId } from '../../shared/sources/record/safe-document-id.ts';
import { type RecordContext, toRecord } from '../../shared/sources/record/to-record.ts';
import { toTombstone } from '../../shared/sources/record/to-tombstone.ts';
import type { QuarantineRepository } from '../../shared/storage/quarantine-repository.ts';
import { errorRecordOf } from './error-record.ts';

/** How many documents wait in memory before they are sent. */
const CHUNK_DOCUMENTS = 500;

export interface CollectDocumentsDeps {
  readonly records: QueueSender;
  readonly quarantine: Pick<QuarantineRepository, 'put'>;
}

export interface CollectDocumentsContext extends RecordContext {
  /** Where the lines come from, for error records. */
  readonly origin: string;
  readonly requireDate: boolean;
  /** The time error records carry; the same on every delivery. */
  readonly occurredAt: string;
}

/**
 * Turns input lines into records and sends them on; wrong lines go to quarantine. Nothing personal leaves it.
 * `add` may send; after `flush` everything added is safely queued or quarantined.
 * @throws VocError `storage.unavailable`, `storage.throttled` (transient)
 */
export function createDocumentCollector(deps: CollectDocumentsDeps, context: CollectDocumentsContext) {
  let records: VocRecord[] = [];
  let errors: ErrorRecord[] = [];
  let erased = 0;
  const totals = { accepted: 0, rejected: 0, erased: 0 };

  async function flush(): Promise<void> {
    const [sending, failing, erasing] = [records, errors, erased];
    records = [];
    errors = [];
    erased = 0;
    if (failing.length > 0) await deps.quarantine.put(failing);
    const refused = await deps.records.send(sending.map((record) => ({ body: queueJson(record) })));
    if (refused.size > 0) {
      throw new VocError(
        'storage.unavailable',
        'transient',
        'The queue of records did not take all; tried again.',
        {
          details: { refused: refused.size },
        },
      );
    }
    totals.accepted += sending.length - erasing;
    totals.erased += erasing;
    totals.rejected += failing.length;
  }

  return {
    totals: totals as Readonly<typeof totals>,

    /** Takes one line; the problem, if there is one. */
    async add(line: InputLine): Promise<ErrorRecord | null> {
      const parsed = parseDocument(line, { requireDate: context.requireDate });
      let problem: ErrorRecord | null = null;
      if (parsed.ok) records.push(toRecord(parsed.document, context));
      else {
        problem = errorRecordOf(withSafeId(parsed.error, context.keys), { ...context, raw: line.raw });
        errors.push(problem);
      }
      if (records.length + errors.length >= CHUNK_DOCUMENTS) await flush();
      return problem;
    },

    /** Takes word of a document that its source has deleted: what is stored of it goes. */
    async erase(erasure: Erasure, source: SourceKind): Promise<void> {
      records.push(toTombstone(erasure, source, context));
      erased += 1;
      if (records.length + errors.length >= CHUNK_DOCUMENTS) await flush();
    },

    /** Takes an item that never became a document. `item` is its number in the run. */
    reject(problem: ItemProblem, item: number): void {
      const { id, field, message } = problem;
      errors.push({
        origin: context.origin,
        line: item,
        ...(id === undefined ? {} : withSafeId({ id }, context.keys)),
        field,
        code: 'record.schema-mismatch',
        message,
        occurredAt: context.occurredAt,
      });
    },

    flush,
  };
}

/** An id may be a phone number or an address: quarantine keeps it in the form that documents do. */
function withSafeId<Problem extends { readonly id?: string }>(problem: Problem, keys: TokenKeys): Problem {
  if (problem.id === undefined) return problem;
  return { ...problem, id: safeDocumentId(problem.id, lastingSecret(keys)).id };
}
