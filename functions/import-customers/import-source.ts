import { randomUUID } from 'node:crypto';
import { emptyReceipt } from '../../shared/customers/empty-receipt.ts';
import { createImportTally, emptyReport, type ImportTally } from '../../shared/customers/import-tally.ts';
import { rejectReason } from '../../shared/customers/reject-reason.ts';
import { CustomerRowSchema } from '../../shared/domain/customer.ts';
import type { ErasureOrder } from '../../shared/domain/erasure.ts';
import type { ErrorRecord } from '../../shared/domain/error-record.ts';
import { isVocError, VocError } from '../../shared/domain/errors.ts';
import type { SourceConfig } from '../../shared/runtime/config.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import type { QueueSender } from '../../shared/runtime/queue-sender.ts';
import type { Json } from '../../shared/sources/contract.ts';
import type { CustomerConnector, CustomerPage } from '../../shared/sources/customers/contract.ts';
import type { RunReport } from '../../shared/sources/health/source-health.ts';
import type { ErasureRepository } from '../../shared/storage/erasure-repository.ts';
import type { ImportReportRepository } from '../../shared/storage/import-report-repository.ts';
import type { QuarantineRepository } from '../../shared/storage/quarantine-repository.ts';
import type { Lease, SourceStateRepository } from '../../shared/storage/source-state-repository.ts';
import { errorRecordOf } from '../common/error-record.ts';
import { readRow } from '../common/import-file.ts';
import { count, logFailure, logInfo } from '../common/powertools.ts';
import { configuredSource, contextFor, runUnderLease, type SourceRunDeps } from '../common/source-run.ts';
import { createRowImport, type StoreCustomers } from './import-rows.ts';
import type { ImportRow } from './store-customers.ts';

/** A run takes no further page when less time than this is left. */
const RESERVE_MS = 60_000;
const KIND = { schema: CustomerRowSchema, errorCode: 'customer.schema-mismatch' } as const;

export interface ImportSourceDeps extends SourceRunDeps {
  readonly customerSources: readonly SourceConfig[];
  readonly customerConnectorById: (id: string) => CustomerConnector;
  readonly state: SourceRunDeps['state'] & Pick<SourceStateRepository, 'getCheckpoint' | 'putCheckpoint'>;
  readonly quarantine: Pick<QuarantineRepository, 'put'>;
  readonly reports: Pick<ImportReportRepository, 'save'>;
  readonly erasures: Pick<ErasureRepository, 'save'>;
  /** The queue of orders to erase a customer. */
  readonly erasureOrders: QueueSender;
  readonly storeCustomers: StoreCustomers;
}

export interface CustomerSourceRun {
  readonly customerSourceId: string;
  /** A run that a person asked for also asks a source that is parked. */
  readonly force?: boolean | undefined;
  /** Read from the beginning. */
  readonly restart?: boolean | undefined;
  readonly remainingTimeMs: () => number;
}

export interface CustomerSourceOutcome {
  readonly outcome: RunReport['outcome'] | 'busy' | 'parked';
  readonly rows: number;
  readonly removed: number;
  /** Set where the time was up and another run should follow at once. */
  readonly continues?: true;
  readonly errorCode?: string;
}

interface Walk extends Omit<RunReport, 'startedAt' | 'endedAt'> {
  readonly continues?: true;
}

/**
 * One run of a configured source of customers under its lease: rows are stored like those of a file, customers whom the
 * source has deleted are erased. A checkpoint is saved only after its rows are stored, and only while the lease is ours.
 * @throws VocError `source.unknown` (config) where the configuration has no such source
 */
export async function importSource(
  deps: ImportSourceDeps,
  run: CustomerSourceRun,
): Promise<CustomerSourceOutcome> {
  const source = configuredSource(deps.customerSources, run.customerSourceId);
  const connector = deps.customerConnectorById(source.connector);
  const result = await runUnderLease(deps, source, run, (lease) =>
    walk(deps, run, { source, connector, lease }),
  );
  if (result.kind !== 'ran') return { outcome: result.kind, rows: 0, removed: 0 };
  const { walked, health } = result;
  return {
    outcome: health.outcome,
    rows: walked.documents,
    removed: walked.erased,
    ...(walked.continues === true ? { continues: true as const } : {}),
    ...(walked.error === undefined ? {} : { errorCode: walked.error.code }),
  };
}

async function walk(
  deps: ImportSourceDeps,
  run: CustomerSourceRun,
  at: { source: SourceConfig; connector: CustomerConnector; lease: Lease },
): Promise<Walk> {
  const { source, connector, lease } = at;
  const asOf = deps.clock().toISOString();
  const tally = createImportTally(
    emptyReport({ id: randomUUID(), kind: 'source', name: source.id, asOf }, asOf),
  );
  const storeRows = createRowImport(deps.storeCustomers, tally, {
    remainingTimeMs: run.remainingTimeMs,
    // Files and sources overlap as they like.
    confirm: true,
  });
  let line = 0;
  let suspicion: Walk['suspicion'];
  const signs = {};
  const finish = async (
    outcome: Walk['outcome'],
    more: { error?: VocError; continues?: true } = {},
  ): Promise<Walk> => {
    const report = tally.report(deps.clock().toISOString(), 'complete');
    const { rows: documents, rejectedRows: rejected } = report;
    const { removed: erased } = report.outcomes;
    // A run that found nothing new is no news.
    if (documents + rejected + erased > 0) await deps.reports.save(report);
    return { outcome, documents, rejected, erased, suspicion, signs, ...more };
  };
  try {
    const saved = run.restart === true ? null : await deps.state.getCheckpoint(source.id);
    const pages = connector.read(contextFor(deps, source, lease), source.config, (saved ?? null) as Json);
    for await (const page of pages) {
      line = await storePage(deps, page, { source, asOf, tally, storeRows, line });
      suspicion = page.suspect ?? suspicion;
      Object.assign(signs, page.signs);
      // The successor of an expired lease has gone on: its checkpoint stands.
      if (!(await deps.state.putCheckpoint(lease, page.checkpoint))) return await finish('partial');
      if (page.done) break;
      if (run.remainingTimeMs() < RESERVE_MS) return await finish('partial', { continues: true });
    }
    logInfo(LOG_EVENTS.customersPulled, { source: source.id, rows: line, suspect: suspicion?.kind });
    count('RowsImported', line);
    return await finish(suspicion === undefined ? 'complete' : 'suspect');
  } catch (error) {
    logFailure(LOG_EVENTS.sourceFailed, error, { source: source.id });
    count('SourceFailures', 1);
    if (!isVocError(error)) throw error;
    return finish('failed', { error });
  }
}

/** Stores one page; answers with the number of its last row. */
async function storePage(
  deps: ImportSourceDeps,
  page: CustomerPage,
  run: {
    readonly source: SourceConfig;
    readonly asOf: string;
    readonly tally: ImportTally;
    readonly storeRows: (rows: readonly ImportRow[]) => Promise<void>;
    readonly line: number;
  },
): Promise<number> {
  const { source, asOf, tally } = run;
  const context = { origin: `source ${source.id}`, occurredAt: asOf };
  const rows: ImportRow[] = [];
  const errors: ErrorRecord[] = [];
  let { line } = run;
  for (const value of page.rows) {
    line += 1;
    const raw = JSON.stringify(value);
    const read = readRow({ line, raw, value }, KIND);
    if (read.ok) {
      tally.accept(read.row, value, line);
      rows.push({ row: read.row, version: { asOf, line } });
    } else {
      tally.reject(line, read.problem.field, rejectReason(value, read.issue));
      errors.push(errorRecordOf(read.problem, { ...context, raw }));
    }
  }
  for (const { field, message } of page.problems ?? []) {
    line += 1;
    tally.reject(line, field, 'wrong-form');
    const problem = { line, field, message, code: 'customer.schema-mismatch' };
    errors.push(errorRecordOf(problem, { ...context, raw: `${line} ${field}` }));
  }
  await run.storeRows(rows);
  for (const customerId of page.removed ?? []) await orderErasure(deps, source, customerId);
  tally.removed(page.removed?.length ?? 0);
  if (errors.length > 0) await deps.quarantine.put(errors);
  return line;
}

/** Who is deleted in the CRM has a right to be gone here too. */
async function orderErasure(deps: ImportSourceDeps, source: SourceConfig, customerId: string): Promise<void> {
  const requestedBy = `source ${source.id}`;
  const receipt = emptyReceipt({ id: randomUUID(), requestedBy, customerId }, deps.clock());
  await deps.erasures.save(receipt);
  const order: ErasureOrder = { customerId, receipt, after: null, claim: null };
  const refused = await deps.erasureOrders.send([{ body: JSON.stringify(order) }]);
  if (refused.size === 0) return;
  throw new VocError(
    'storage.unavailable',
    'transient',
    'The queue of erasures did not take an order; the page is tried again.',
  );
}
