import * as z from 'zod';
import type { ErrorRecord } from '../../shared/domain/error-record.ts';
import type { ErrorCode } from '../../shared/domain/errors.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import type { ObjectStore } from '../../shared/runtime/object-store.ts';
import type { InputLine } from '../../shared/sources/input/input-line.ts';
import { readInput } from '../../shared/sources/input/read-lines.ts';
import type { QuarantineRepository } from '../../shared/storage/quarantine-repository.ts';
import { errorRecordOf, type LineProblem } from './error-record.ts';
import { count, logInfo } from './powertools.ts';
import { readMessages } from './read-messages.ts';
import { objectKeysOf, S3NotificationSchema } from './s3-notification.ts';
import type { BatchWork } from './sqs-batch.ts';

const CHUNK_ROWS = 200;

export interface ImportDeps {
  readonly drops: ObjectStore;
  readonly quarantine: Pick<QuarantineRepository, 'put'>;
}

/** What a kind of file is made of and what becomes of its rows. */
export interface ImportKind<Schema extends z.ZodType> {
  readonly origin: 'customers' | 'messages' | 'funnel';
  readonly schema: Schema;
  readonly errorCode: ErrorCode;
  /** Stores rows; may be called again with the same rows. */
  readonly store: (rows: readonly z.output<Schema>[]) => Promise<void>;
}

/** What a person asks for by the same queue: a run of a source. */
export interface SourceRuns<Run extends z.ZodType> {
  readonly event: Run;
  start(event: z.output<Run>, remainingTimeMs: () => number): Promise<unknown>;
}

/**
 * Imports uploaded files (CSV or NDJSON) row by row: good rows are stored, wrong ones go to quarantine, then the file
 * is deleted. Repeating a file changes nothing. Runs of sources that people asked for come by the same queue.
 */
export function createImport<Schema extends z.ZodType, Run extends z.ZodType>(
  deps: ImportDeps,
  kind: ImportKind<Schema>,
  runs: SourceRuns<Run>,
): BatchWork {
  const queued = z.union([
    runs.event.transform((run) => ({ run })),
    S3NotificationSchema.transform((upload) => ({ upload })),
  ]);
  return async (messages, context) => {
    const failures = new Map<string, Error>();
    const sentAt = new Map(messages.map((message) => [message.messageId, message.sentAt]));
    const read = await readMessages(messages, queued, kind.origin, deps.quarantine);
    for (const { messageId, value } of read) {
      try {
        if ('run' in value) await runs.start(value.run, () => context.getRemainingTimeInMillis());
        else {
          for (const key of objectKeysOf(value.upload))
            await importFile(deps, kind, key, sentAt.get(messageId) ?? '');
        }
      } catch (error) {
        failures.set(messageId, error instanceof Error ? error : new Error('the file could not be imported'));
      }
    }
    return failures;
  };
}

async function importFile<Schema extends z.ZodType>(
  deps: ImportDeps,
  kind: ImportKind<Schema>,
  key: string,
  occurredAt: string,
): Promise<void> {
  const object = await deps.drops.open(key);
  if (object === null) {
    logInfo(LOG_EVENTS.dropGone);
    return;
  }
  const totals = { rows: 0, rejected: 0 };
  let rows: z.output<Schema>[] = [];
  let errors: ErrorRecord[] = [];
  const flush = async () => {
    if (rows.length > 0) await kind.store(rows);
    if (errors.length > 0) await deps.quarantine.put(errors);
    totals.rows += rows.length;
    totals.rejected += errors.length;
    rows = [];
    errors = [];
  };
  for await (const line of readInput(object.body)) {
    const parsed = readRow(line, kind);
    if (parsed.ok) rows.push(parsed.row);
    else errors.push(errorRecordOf(parsed.problem, { origin: key, raw: line.raw, occurredAt }));
    if (rows.length + errors.length >= CHUNK_ROWS) await flush();
  }
  await flush();
  await deps.drops.delete(key, object.entityTag);
  logInfo(LOG_EVENTS.fileImported, { kind: kind.origin, ...totals });
  count('RowsImported', totals.rows);
  count('RowsRejected', totals.rejected);
}

/** One line as a row, or what is wrong with it: in words, and as the schema found it. */
export function readRow<Schema extends z.ZodType>(
  line: InputLine,
  kind: Pick<ImportKind<Schema>, 'schema' | 'errorCode'>,
): { ok: true; row: z.output<Schema> } | { ok: false; problem: LineProblem; issue?: z.core.$ZodIssue } {
  if ('error' in line) {
    const { code, field, message } = line.error;
    return { ok: false, problem: { line: line.line, code, field, message } };
  }
  const parsed = kind.schema.safeParse(line.value);
  if (parsed.success) return { ok: true, row: parsed.data };
  const [issue] = parsed.error.issues;
  const field = issue?.path.join('.') || 'line';
  return {
    ok: false,
    ...(issue === undefined ? {} : { issue }),
    problem: {
      line: line.line,
      field,
      code: kind.errorCode,
      message: `The field ${field} ${reasonOf(issue)}.`,
    },
  };
}

/** Our own words on a value are safe to keep; the words of the schema library could be cryptic to a marketer. */
function reasonOf(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code !== 'custom') return 'is missing or does not have the expected form';
  return issue.message.startsWith('is ') ? issue.message : `is ${issue.message}`;
}
