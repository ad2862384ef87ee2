import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Contribution } from '../../../shared/domain/contribution.ts';
import { SHARDS } from '../../../shared/domain/document-identity.ts';
import { addDays, addWeeks, daysOfWeek } from '../../../shared/domain/time.ts';
import { aggregateOf, pointKey } from '../../../shared/insight/aggregate.ts';
import { BASELINE_WEEKS } from '../../../shared/insight/review-window.ts';
import { contributionItem } from '../../../shared/storage/contribution-item.ts';
import { documentItem } from '../../../shared/storage/document-item.ts';
import { dayKey, rollupKey } from '../../../shared/storage/keys.ts';
import { chunksEtag, toChunks } from '../../../shared/storage/rollup-chunks.ts';
import { createTable, type Item } from '../../../shared/storage/table.ts';
import { documentOf, generatedVoices } from './generated-week.ts';

/** A few more than the review asks for at a point and in an hour. */
const DOCUMENTS_OF_POINT = 250;
const DOCUMENTS_OF_HOUR = 12;

/**
 * Writes what the review of a week is made from, as the pipeline would have left it: the week's contributions, the
 * documents that it may quote, and the roll-ups of five weeks (the four before say what the week says).
 */
export async function storeWeeks(
  client: DynamoDBDocumentClient,
  week: string,
  documents: number,
): Promise<void> {
  const table = (tableName: string) => createTable({ client, tableName });
  const days = daysOfWeek(week);
  const ofPoints = new Map<string, number>();
  for (const [dayIndex, day] of days.entries()) {
    for (let hour = 0; hour < 24; hour += 1) {
      // Hours of the business day in Seoul, which begins at 15 h UTC of the day before.
      const utcDay = hour < 9 ? addDays(day, -1) : day;
      const bucket = `${utcDay}T${String((hour + 15) % 24).padStart(2, '0')}`;
      const contributions: Item[] = [];
      const quotable: Item[] = [];
      const rollups: Item[] = [];
      let ofHour = 0;
      for (let shard = 0; shard < SHARDS; shard += 1) {
        const slot = (dayIndex * 24 + hour) * SHARDS + shard;
        const voices: Contribution[] = [...generatedVoices({ day, bucket, shard, slot }, documents)];
        for (const one of voices) {
          contributions.push(contributionItem(one));
          const point = pointKey(one.codes[0] ?? '', one.stage);
          const seen = ofPoints.get(point) ?? 0;
          ofPoints.set(point, seen + 1);
          if (seen < DOCUMENTS_OF_POINT || ofHour++ < DOCUMENTS_OF_HOUR)
            quotable.push(documentItem(documentOf(one)));
        }
        const bodies = toChunks(aggregateOf(voices));
        const etag = chunksEtag(bodies);
        for (let back = 0; back <= BASELINE_WEEKS; back += 1) {
          const at = {
            day: addDays(day, -7 * back),
            bucket: `${addDays(utcDay, -7 * back)}${bucket.slice(10)}`,
            shard,
          };
          rollups.push(...bodies.map((body, chunk) => ({ ...rollupKey({ ...at, chunk }), body, etag })));
        }
      }
      await table('CONTRIBUTIONS_TABLE').writeMany(contributions);
      await table('DOCUMENTS_TABLE').writeMany(quotable);
      await table('ROLLUPS_TABLE').writeMany(rollups);
    }
  }
  const [first = ''] = daysOfWeek(addWeeks(week, -BASELINE_WEEKS));
  const allDays = Array.from({ length: 7 * (BASELINE_WEEKS + 1) }, (_, index) => addDays(first, index));
  await table('ROLLUPS_TABLE').writeMany(allDays.map(dayKey));
}
