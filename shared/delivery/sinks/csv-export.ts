import { exportKey } from '../../storage/keys.ts';
import { sinkFailed } from '../delivery-failed.ts';
import { draftCsv, tableCsv } from '../review-csv.ts';
import type { MakeSink } from './make-sink.ts';

/**
 * Writes a table of the review, or an accepted draft, as a CSV with the columns that the next tool wants, for tools
 * without an API. Every review replaces `latest.csv` and keeps a file of its week; every draft is a file of its own.
 */
export const csvExport: MakeSink<'csv'> = (config, deps) => {
  const { table, columns } = config;
  return {
    id: config.id,
    carries: [table === 'draft' ? 'draft' : 'weekly-review'],
    draftTool: 'csv',
    async deliver(delivery, { keep }) {
      const { exports } = deps;
      if (exports === undefined) throw sinkFailed({ sink: config.id, kind: 'config', reason: 'no-bucket' });
      const write = async (name: string, csv: string) => {
        const key = exportKey(config.id, `${name}.csv`);
        await exports.write(key, csv, 'text/csv; charset=utf-8');
        return key;
      };
      if (delivery.kind === 'draft' && table === 'draft') {
        keep({ reference: await write(delivery.draft.id, draftCsv(delivery.draft, deps, columns)) });
      } else if (delivery.kind === 'weekly-review' && table !== 'draft') {
        const csv = tableCsv(delivery.review, table, deps, columns);
        await write(delivery.review.week, csv);
        await write('latest', csv);
      } else throw sinkFailed({ sink: config.id, kind: 'permanent', reason: 'not-carried' });
    },
  };
};
