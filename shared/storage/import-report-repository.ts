import { type ImportReport, ImportReportSchema } from '../domain/import-report.ts';
import { IMPORTS_PARTITION, importReportKey } from './keys.ts';
import { createTable, expiryOf, type TableDeps } from './table.ts';
import { TTL_ATTRIBUTE } from './tables.ts';

const KEPT_DAYS = 400;
const MAX_LISTED = 50;

/** Reports of customer imports; the one of a running import is also where its next run goes on. */
export function createImportReportRepository(deps: TableDeps) {
  const table = createTable(deps);

  return {
    async save(report: ImportReport): Promise<void> {
      const item = { ...report, [TTL_ATTRIBUTE]: expiryOf(report.asOf, KEPT_DAYS) };
      await table.put({ ...importReportKey(report), ...item });
    },

    /** The report of an import as its last run has left it. */
    async get(of: Pick<ImportReport, 'asOf' | 'id'>): Promise<ImportReport | undefined> {
      const item = await table.get(importReportKey(of));
      return item === undefined ? undefined : ImportReportSchema.parse(item);
    },

    /** The newest reports first. */
    async list(): Promise<ImportReport[]> {
      const reports: ImportReport[] = [];
      const newestFirst = table.query({
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': IMPORTS_PARTITION },
        ScanIndexForward: false,
        Limit: MAX_LISTED,
      });
      for await (const item of newestFirst) {
        reports.push(ImportReportSchema.parse(item));
        if (reports.length === MAX_LISTED) break;
      }
      return reports;
    },
  };
}

export type ImportReportRepository = ReturnType<typeof createImportReportRepository>;
