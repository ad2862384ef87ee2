import type { WeeklyReview } from '../../domain/insight.ts';
import { exportKey } from '../../storage/keys.ts';
import { sinkFailed } from '../delivery-failed.ts';
import { draftCsv, tableCsv } from '../review-csv.ts';
import type { MakeSink } from './make-sink.ts';

/**
 * Writes a table of the review, or an accepted draft, as a CSV with the columns that the next tool wants, for tools
 * without an API. Every review keeps a file of its week, and that of the newest week is `latest.csv` too; every draft is
 * a file of its own.
 */
export const csvExport: MakeSink<'csv'> = (config, deps) => {
  const { table, columns } = config;
  const write = async (name: string, csv: string) => {
    const { exports } = deps;
    if (exports === undefined) throw sinkFailed({ sink: config.id, kind: 'config', reason: 'no-bucket' });
    const key = exportKey(config.id, `${name}.csv`);
    await exports.write(key, csv, 'text/csv; charset=utf-8');
    return key;
  };
  const writeReview = async (review: WeeklyReview, isNewest: boolean) => {
    if (table === 'draft') return;
    const csv = tableCsv(review, table, deps, columns);
    await write(review.week, csv);
    if (isNewest) await write('latest', csv);
  };
  return {
    id: config.id,
    carries: [table === 'draft' ? 'draft' : 'weekly-review'],
    draftTool: 'csv',
    async deliver(delivery, { keep }) {
      if (delivery.kind === 'draft' && table === 'draft') {
        keep({ reference: await write(delivery.draft.id, draftCsv(delivery.draft, deps, columns)) });
      } else if (delivery.kind === 'weekly-review' && table !== 'draft') {
        await writeReview(delivery.review, delivery.isNewest ?? true);
      } else throw sinkFailed({ sink: config.id, kind: 'permanent', reason: 'not-carried' });
    },
    rewrite: (review, { isNewest }) => writeReview(review, isNewest),
  };
};
