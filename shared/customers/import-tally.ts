import type { CustomerRow } from '../domain/customer.ts';
import { CONSENT_FIELDS, type ImportReason, type ImportReport } from '../domain/import-report.ts';
import { staleReasons, unusableValues } from './row-findings.ts';

/** So many line numbers are kept of each finding: enough to look at, few enough to stay small. */
const MAX_LINES = 20;

/** The fields whose absence is worth a count. */
const COUNTED_FIELDS = [
  'name',
  'phone',
  'email',
  'nickname',
  'appUserId',
  'zendeskUserId',
  'appVersion',
  'deviceModel',
  'signupAt',
  'lastPurchaseAt',
  'orders',
  ...CONSENT_FIELDS,
  'lifecycleStage',
  'segment',
  'acquisitionChannel',
] as const;

interface Lines {
  count: number;
  lines: number[];
}

/** What became of a customer's row in the store. */
export interface StoredOutcome {
  readonly line: number;
  readonly outcome: 'new' | 'changed' | 'unchanged' | 'outdated';
  readonly samePerson: boolean;
}

/** The report of an import that begins now. */
export function emptyReport(
  of: Pick<ImportReport, 'id' | 'kind' | 'name' | 'asOf'>,
  now: string,
): ImportReport {
  return {
    ...of,
    state: 'running',
    startedAt: now,
    updatedAt: now,
    lastLine: 0,
    rows: 0,
    rejectedRows: 0,
    outcomes: { new: 0, changed: 0, unchanged: 0, outdated: 0, removed: 0 },
    invalid: [],
    missing: [],
    duplicates: { repeatedIds: { count: 0, lines: [] }, samePerson: { count: 0, lines: [] } },
    stale: [],
    consents: CONSENT_FIELDS.map((field) => ({ field, yes: 0, absent: true })),
  };
}

/** Counts what an import finds, going on from a report that an earlier run has left. */
export function createImportTally(begun: ImportReport) {
  const report = structuredClone(begun);
  const missing = new Map(report.missing.map(({ field, count }) => [field, count]));

  function find<Finding extends Lines>(list: Finding[], same: (one: Finding) => boolean, fresh: Finding) {
    const known = list.find(same);
    if (known !== undefined) return known;
    list.push(fresh);
    return fresh;
  }

  function invalid(line: number, field: string, reason: ImportReason, rowRejected: boolean): void {
    const fresh = { field, reason, rowRejected, count: 0, lines: [] };
    const same = (one: ImportReport['invalid'][number]) =>
      one.field === field && one.reason === reason && one.rowRejected === rowRejected;
    note(find(report.invalid, same, fresh), line);
  }

  return {
    /** A row that fits. `given`: the line's value before it was read, which still knows what was left empty. */
    accept(row: CustomerRow, given: unknown, line: number): void {
      report.rows += 1;
      report.lastLine = Math.max(report.lastLine, line);
      const cells = new Map(typeof given === 'object' && given !== null ? Object.entries(given) : []);
      for (const field of COUNTED_FIELDS) {
        if (isEmpty(cells.get(field))) missing.set(field, (missing.get(field) ?? 0) + 1);
      }
      for (const consent of report.consents) {
        if (row[consent.field]) consent.yes += 1;
        if (!isEmpty(cells.get(consent.field))) consent.absent = false;
      }
      const seen = new Set<string>();
      for (const { field, reason } of unusableValues(row, report.asOf)) {
        if (!seen.has(`${field} ${reason}`)) invalid(line, field, reason, false);
        seen.add(`${field} ${reason}`);
      }
      for (const reason of staleReasons(row, report.asOf)) {
        note(
          find(report.stale, (one) => one.reason === reason, { reason, count: 0, lines: [] }),
          line,
        );
      }
    },

    /** A line that is no customer. */
    reject(line: number, field: string, reason: ImportReason): void {
      report.rejectedRows += 1;
      report.lastLine = Math.max(report.lastLine, line);
      invalid(line, field, reason, true);
    },

    repeated(line: number): void {
      note(report.duplicates.repeatedIds, line);
    },

    stored({ line, outcome, samePerson }: StoredOutcome): void {
      report.outcomes[outcome] += 1;
      if (samePerson) note(report.duplicates.samePerson, line);
    },

    removed(count: number): void {
      report.outcomes.removed += count;
    },

    /** The report as it stands. */
    report(now: string, state: ImportReport['state']): ImportReport {
      return {
        ...structuredClone(report),
        state,
        updatedAt: now,
        invalid: report.invalid.toSorted((a, b) => b.count - a.count),
        missing: COUNTED_FIELDS.flatMap((field) => {
          const count = missing.get(field) ?? 0;
          return count === 0 ? [] : [{ field, count, absent: count === report.rows }];
        }),
      };
    },
  };
}

export type ImportTally = ReturnType<typeof createImportTally>;

function note(lines: Lines, line: number): void {
  lines.count += 1;
  if (lines.lines.length < MAX_LINES) lines.lines.push(line);
}

function isEmpty(cell: unknown): boolean {
  return cell === undefined || cell === null || cell === '' || (Array.isArray(cell) && cell.length === 0);
}
