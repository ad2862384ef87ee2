import { describe, expect, it } from 'vitest';
import { csvExport } from '../../../../../shared/delivery/sinks/csv-export.ts';
import type { SinkDeps } from '../../../../../shared/delivery/sinks/make-sink.ts';
import { makeReview, TAXONOMY } from '../review-factory.ts';

function world() {
  const written: string[] = [];
  const deps: Pick<SinkDeps, 'language' | 'taxonomy' | 'timeZone' | 'exports'> = {
    language: 'ko',
    taxonomy: TAXONOMY,
    timeZone: 'Asia/Seoul',
    exports: { write: async (key) => void written.push(key) },
  };
  const sink = csvExport({ id: 'crm', type: 'csv', table: 'keywords' }, deps as SinkDeps);
  const deliver = (isNewest: boolean) =>
    sink.deliver(
      {
        kind: 'weekly-review',
        review: makeReview(),
        published: { week: '2026-W46', reviewKey: 'k', pointIds: [], suggestionIds: [] },
        files: [],
        url: '',
        isNewest,
      },
      { deliveryId: 'd1', keep: () => undefined },
    );
  return { sink, written, deliver };
}

describe('the CSV of a review for another tool', () => {
  it('is the latest too where no later week was published, and not where an old week is made again', async () => {
    const { written, deliver } = world();
    await deliver(false);
    expect(written).toEqual(['exports/crm/2026-W46.csv']);
    await deliver(true);
    expect(written.slice(1)).toEqual(['exports/crm/2026-W46.csv', 'exports/crm/latest.csv']);
  });

  it('is made anew when quotes of its review are gone', async () => {
    const { sink, written } = world();
    await sink.rewrite?.(makeReview(), { isNewest: false });
    expect(written).toEqual(['exports/crm/2026-W46.csv']);
  });
});
