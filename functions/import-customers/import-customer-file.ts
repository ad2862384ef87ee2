import { createImportTally, emptyReport } from '../../shared/customers/import-tally.ts';
import { rejectReason } from '../../shared/customers/reject-reason.ts';
import { CustomerRowSchema } from '../../shared/domain/customer.ts';
import type { ErrorRecord } from '../../shared/domain/error-record.ts';
import { redact } from '../../shared/privacy/redact.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import type { CustomerFilesConfig } from '../../shared/runtime/config.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import type { ObjectStore } from '../../shared/runtime/object-store.ts';
import { mapColumns } from '../../shared/sources/input/map-columns.ts';
import { readInput } from '../../shared/sources/input/read-lines.ts';
import type { ImportReportRepository } from '../../shared/storage/import-report-repository.ts';
import { DROP_PREFIXES, importIdOf } from '../../shared/storage/keys.ts';
import type { QuarantineRepository } from '../../shared/storage/quarantine-repository.ts';
import { errorRecordOf } from '../common/error-record.ts';
import { readRow } from '../common/import-file.ts';
import { count, logInfo } from '../common/powertools.ts';
import { BLOCK_ROWS, createRowImport, type StoreCustomers } from './import-rows.ts';
import { createFileLearner, type LearnDeps } from './learn-from-file.ts';
import type { ImportRow } from './store-customers.ts';

/** A run begins no further block when less time than this is left, and sends itself the rest. */
const RESERVE_MS = 45_000;
/** A crashed run repeats at most so many blocks. */
const BLOCKS_BETWEEN_SAVES = 4;
const CUSTOMERS_PREFIX = `${DROP_PREFIXES[1]}/`;
const KIND = { schema: CustomerRowSchema, errorCode: 'customer.schema-mismatch' } as const;

export interface ImportCustomerFileDeps extends LearnDeps {
  readonly drops: ObjectStore;
  readonly quarantine: Pick<QuarantineRepository, 'put'>;
  readonly reports: Pick<ImportReportRepository, 'get' | 'save'>;
  readonly storeCustomers: StoreCustomers;
  readonly clock: Clock;
  /** Column of a file → field of a customer. */
  readonly columns: CustomerFilesConfig['columns'];
}

export interface CustomerFileRun {
  readonly objectKey: string;
  /** When the file was uploaded: of two files the later one counts. The same for every attempt. */
  readonly asOf: string;
  readonly remainingTimeMs: () => number;
}

/**
 * Imports one uploaded file of customers, row by row with constant memory: good rows are stored, wrong ones go to
 * quarantine, a report counts both; then the file is deleted. May be run any number of times; it goes on behind the
 * last rows that its report knows.
 */
export async function importCustomerFile(
  deps: ImportCustomerFileDeps,
  run: CustomerFileRun,
): Promise<'complete' | 'continue' | 'gone'> {
  const { objectKey, asOf, remainingTimeMs } = run;
  const object = await deps.drops.open(objectKey);
  if (object === null) {
    logInfo(LOG_EVENTS.dropGone);
    return 'gone';
  }
  const now = () => deps.clock().toISOString();
  const id = importIdOf(objectKey, object.entityTag);
  const begun =
    (await deps.reports.get({ asOf, id })) ??
    emptyReport({ id, kind: 'file', name: redact(objectKey).text, asOf }, now());
  const tally = createImportTally(begun);
  const storeRows = createRowImport(deps.storeCustomers, tally, {
    remainingTimeMs,
    confirm: await hasOtherFiles(deps, objectKey),
  });
  const learner = createFileLearner(deps);
  let rows: ImportRow[] = [];
  let errors: ErrorRecord[] = [];
  let blocks = 0;
  let { lastLine } = begun;
  // One block is stored while the next one is read.
  let storing: Promise<void> = Promise.resolve();
  const storeBlock = async () => {
    await storing;
    const block = { rows, errors };
    rows = [];
    errors = [];
    blocks += 1;
    storing = (async () => {
      await storeRows(block.rows);
      if (block.errors.length > 0) await deps.quarantine.put(block.errors);
    })();
    // Whoever awaits it next gets the failure.
    storing.catch(() => undefined);
  };
  for await (const read of readInput(object.body)) {
    const line = mapColumns(read, { columns: deps.columns, always: {} });
    if (line.line <= begun.lastLine) {
      // Stored by an earlier run, which could not know the end of the file.
      const known = readRow(line, KIND);
      if (known.ok) learner.add(known.row);
      continue;
    }
    // Only between two lines: a line can hold several customers.
    if (line.line > lastLine && rows.length + errors.length >= BLOCK_ROWS) {
      await storeBlock();
      const timeIsUp = remainingTimeMs() < RESERVE_MS;
      if (timeIsUp || blocks % BLOCKS_BETWEEN_SAVES === 0) {
        await storing;
        await deps.reports.save(tally.report(now(), 'running'));
      }
      if (timeIsUp) {
        logInfo(LOG_EVENTS.importContinues, { line: lastLine });
        return 'continue';
      }
    }
    lastLine = line.line;
    const given = 'value' in line ? line.value : undefined;
    const checked = readRow(line, KIND);
    if (checked.ok) {
      tally.accept(checked.row, given, lastLine);
      learner.add(checked.row);
      rows.push({ row: checked.row, version: { asOf, line: lastLine } });
    } else {
      tally.reject(lastLine, checked.problem.field, rejectReason(given, checked.issue));
      errors.push(errorRecordOf(checked.problem, { origin: objectKey, raw: line.raw, occurredAt: asOf }));
    }
  }
  await storeBlock();
  await storing;
  await learner.finish();
  const report = tally.report(now(), 'complete');
  await deps.reports.save(report);
  await deps.drops.delete(objectKey, object.entityTag);
  logInfo(LOG_EVENTS.fileImported, {
    kind: 'customers',
    rows: report.rows,
    rejected: report.rejectedRows,
    ...report.outcomes,
  });
  count('RowsImported', report.rows - begun.rows);
  count('RowsRejected', report.rejectedRows - begun.rejectedRows);
  return 'complete';
}

/**
 * While another file waits or is being read, an unchanged customer must be marked as seen, or that file could bring an
 * older row back. With one file at a time, which is the rule, unchanged customers cost no write.
 */
async function hasOtherFiles(deps: ImportCustomerFileDeps, objectKey: string): Promise<boolean> {
  return (await deps.drops.list(CUSTOMERS_PREFIX)).some((key) => key !== objectKey);
}
