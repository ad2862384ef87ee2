import type { Contribution } from '../domain/contribution.ts';
import { SHARDS } from '../domain/document-identity.ts';
import {
  contributionItem,
  contributionOfItem,
  notNewerThan,
  thereAndNotNewerThan,
} from './contribution-item.ts';
import { type BucketShard, contributionKey, contributionPartition, contributionPrefix } from './keys.ts';
import { type Consistency, createTable, type TableDeps } from './table.ts';

export type DocumentReading = Pick<Contribution, 'documentKey' | 'analysisVersion'>;

/** What documents add to the roll-ups; one small item per document and bucket, kept longer than the document. */
export function createContributionRepository(deps: TableDeps) {
  const table = createTable(deps);

  async function read(
    day: string,
    shard: number,
    bucket?: string,
    consistency?: Consistency,
  ): Promise<Contribution[]> {
    const items = table.partition(
      contributionPartition(day, shard),
      bucket === undefined ? undefined : { prefix: contributionPrefix(bucket) },
      consistency,
    );
    const contributions: Contribution[] = [];
    for await (const item of items) contributions.push(contributionOfItem(item));
    return contributions;
  }

  return {
    /** Writes, unless a newer revision of the same document is there already: that one stays, which is success. */
    async put(contribution: Contribution): Promise<'stored' | 'older'> {
      // Stops a late worker from putting back what an edit has replaced.
      const result = await table.putIf(contributionItem(contribution), notNewerThan(contribution.revision));
      return result.written ? 'stored' : 'older';
    },

    /** Writes over what is there of the same or an older revision; where there is nothing it adds nothing. */
    async replace(contribution: Contribution): Promise<void> {
      await table.putIf(contributionItem(contribution), thereAndNotNewerThan(contribution.revision));
    },

    /**
     * Writes many at once, over whatever is there: whoever calls it must look at the documents once more and write again
     * where one has changed. A document may occur once only.
     */
    async putMany(contributions: readonly Contribution[]): Promise<void> {
      await table.writeMany(contributions.map(contributionItem));
    },

    /** Those of the contributions that are there, in no certain order. */
    async getMany(places: readonly (BucketShard & { documentKey: string })[]): Promise<Contribution[]> {
      const items = await table.getMany(places.map(contributionKey));
      return items.map(contributionOfItem);
    },

    /** Removes what a document added to a bucket; that there is nothing is success. */
    async delete(at: BucketShard & { documentKey: string }): Promise<void> {
      await table.delete(contributionKey(at));
    },

    /** All contributions of one bucket of one shard, read consistently. */
    listBucketShard(day: string, bucket: string, shard: number): Promise<Contribution[]> {
      return read(day, shard, bucket);
    },

    /** How the documents of one shard of a day were read, and nothing else of them. */
    async listReadings(day: string, shard: number): Promise<DocumentReading[]> {
      return (await read(day, shard)).map(({ documentKey, analysisVersion }) => ({
        documentKey,
        analysisVersion,
      }));
    },

    /** The contributions of one bucket, or of a whole business day, as they were a moment ago, at half of the price. */
    async glance(day: string, bucket?: string): Promise<Contribution[]> {
      const shards = await Promise.all(
        Array.from({ length: SHARDS }, (_, shard) => read(day, shard, bucket, 'eventual')),
      );
      return shards.flat();
    },

    /** All contributions of one business day, read consistently: 16 partitions at once. */
    async listDay(day: string): Promise<Contribution[]> {
      const shards = await Promise.all(Array.from({ length: SHARDS }, (_, shard) => read(day, shard)));
      return shards.flat();
    },
  };
}

export type ContributionRepository = ReturnType<typeof createContributionRepository>;
