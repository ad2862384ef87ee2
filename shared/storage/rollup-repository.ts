import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod';
import type { Aggregate, BucketAggregate, Dimension } from '../domain/aggregate.ts';
import { addAggregate, emptyAggregate } from '../insight/aggregate.ts';
import { type Clock, systemClock } from '../runtime/clock.ts';
import {
  BUCKET_CHANGES_PARTITION,
  type BucketShard,
  bucketChangeKey,
  bucketChangeRange,
  DAYS_PARTITION,
  dayKey,
  type ItemKey,
  parseBucketChangeKey,
  parseRollupKey,
  rollupBucketPrefix,
  rollupKey,
  rollupPartition,
  rollupPrefix,
} from './keys.ts';
import { chunksEtag, fromChunk, toChunks } from './rollup-chunks.ts';
import { type Consistency, createTable, expiryOf, type Item, type TableDeps } from './table.ts';
import { TTL_ATTRIBUTE } from './tables.ts';

/** What a bucket shard holds now. `etag` is null where it holds nothing; it guards the replacement. */
export interface StoredShard {
  readonly aggregate: Aggregate;
  readonly chunks: number;
  readonly etag: string | null;
}

/** How long a mark on a day lasts, and how much of it must be left for a replacement that begins now. */
const MARK_MS = 30_000;
const MARK_MARGIN_MS = 15_000;
/** Longer than anybody remembers a bucket. */
const BUCKET_MARK_DAYS = 60;
/** Marks that a worker remembers, before it writes some once too often. */
const MAX_REMEMBERED = 1_000;

/**
 * A day in the index, and until when its roll-ups may still change; what was counted from them after that time stands.
 * Absent for a day that nobody has touched since such marks are made.
 */
const DayChangeSchema = z.object({ sk: z.string(), changedUntil: z.string().default('') });
export interface DayChange {
  readonly day: string;
  readonly changedUntil: string;
}

/** The same of a bucket. Absent for one that nobody has touched since such marks are made. */
export interface BucketChange extends DayChange {
  readonly bucket: string;
}

/** The text of a chunk, packed: a count of words costs a sixth so, at every write and at every reading. */
const BodySchema = z
  .union([z.instanceof(Uint8Array), z.string()])
  // As a text, as it was written before.
  .transform((body) => (typeof body === 'string' ? body : gunzipSync(body).toString('utf8')));
const RollupItemSchema = z.object({ pk: z.string(), sk: z.string(), body: BodySchema, etag: z.string() });
type RollupItem = z.infer<typeof RollupItemSchema>;

/** Aggregates per bucket of time and shard, in chunks that fit into an item, and the index of days that have documents. */
export function createRollupRepository(deps: TableDeps & { clock?: Clock }) {
  const table = createTable(deps);
  const clock = deps.clock ?? systemClock;
  const markedUntilMs = new Map<string, number>();

  /** Two small writes per bucket and quarter of a minute, however many of its shards are replaced. */
  async function markChanged(day: string, bucket: string): Promise<void> {
    await Promise.all([mark(dayKey(day)), mark(bucketChangeKey(day, bucket), BUCKET_MARK_DAYS)]);
  }

  async function mark(key: ItemKey, keptDays?: number): Promise<void> {
    const now = clock();
    const nowMs = now.getTime();
    const id = JSON.stringify(key);
    if ((markedUntilMs.get(id) ?? 0) - nowMs >= MARK_MARGIN_MS) return;
    const expiry = keptDays === undefined ? undefined : expiryOf(now.toISOString(), keptDays);
    await table.update({
      Key: key,
      UpdateExpression: `SET changedUntil = :until${expiry === undefined ? '' : ', #expires = :expires'}`,
      // A worker whose clock is behind does not shorten the mark of another.
      ConditionExpression: 'attribute_not_exists(changedUntil) OR changedUntil < :until',
      ...(expiry === undefined ? {} : { ExpressionAttributeNames: { '#expires': TTL_ATTRIBUTE } }),
      ExpressionAttributeValues: {
        ':until': new Date(nowMs + MARK_MS).toISOString(),
        ...(expiry === undefined ? {} : { ':expires': expiry }),
      },
    });
    if (markedUntilMs.size >= MAX_REMEMBERED) markedUntilMs.clear();
    markedUntilMs.set(id, nowMs + MARK_MS);
  }

  async function readShard(at: BucketShard): Promise<StoredShard> {
    const items: RollupItem[] = [];
    const found = table.partition(rollupPartition(at.day), { prefix: rollupPrefix(at.bucket, at.shard) });
    for await (const item of found) items.push(RollupItemSchema.parse(item));
    const first = items.find((item) => parseRollupKey(item).chunk === 0);
    return {
      aggregate: items.map((item) => fromChunk(item.body)).reduce(addAggregate, emptyAggregate()),
      chunks: items.length,
      etag: first?.etag ?? null,
    };
  }

  return {
    /** What the bucket shard holds now: read it before the contributions, pass it to `replaceBucketShard`. */
    readBucketShard(day: string, bucket: string, shard: number): Promise<StoredShard> {
      return readShard({ day, bucket, shard });
    },

    /**
     * Replaces the aggregate of a bucket shard as a whole; readers see the old or the new one, never a mixture. An
     * empty aggregate removes the items. `before` is the state read before the contributions were; without it the
     * present state is replaced.
     * `same`: nothing to write; `changed`: another worker replaced it since `before`, so recount and try again.
     */
    async replaceBucketShard(
      day: string,
      bucket: string,
      shard: number,
      aggregate: Aggregate,
      before?: StoredShard,
    ): Promise<'replaced' | 'same' | 'changed'> {
      const at = { day, bucket, shard };
      const old = before ?? (await readShard(at));
      const bodies = toChunks(aggregate);
      const etag = chunksEtag(bodies);
      if (etag === old.etag) return 'same';

      // Before the roll-up, so that a crash in between leaves a day too many, never one too few.
      await markChanged(day, bucket);
      const items: Item[] = bodies.map((body, chunk) => ({
        ...rollupKey({ ...at, chunk }),
        body: gzipSync(body),
        etag,
      }));
      // Stops a slow recount from undoing a later one.
      const condition =
        old.etag === null
          ? { expression: 'attribute_not_exists(pk)' }
          : { expression: 'etag = :old', values: { ':old': old.etag } };

      const [only] = items;
      if (old.chunks <= 1 && items.length <= 1) {
        const written =
          only === undefined
            ? await table.delete(rollupKey({ ...at, chunk: 0 }), condition)
            : (await table.putIf(only, condition)).written;
        return written ? 'replaced' : 'changed';
      }

      const guard = {
        TableName: deps.tableName,
        ConditionExpression: condition.expression,
        ...('values' in condition ? { ExpressionAttributeValues: condition.values } : {}),
      };
      const stale = Array.from({ length: Math.max(0, old.chunks - items.length) }, (_, index) =>
        rollupKey({ ...at, chunk: items.length + index }),
      );
      const written = await table.transact([
        ...items.map((Item, chunk) => ({
          Put: chunk === 0 ? { ...guard, Item } : { TableName: deps.tableName, Item },
        })),
        ...stale.map((Key) => ({
          Delete: parseRollupKey(Key).chunk === 0 ? { ...guard, Key } : { TableName: deps.tableName, Key },
        })),
      ]);
      return written ? 'replaced' : 'changed';
    },

    /**
     * The aggregates of all buckets of a day, merged over shards and chunks, by bucket; of these dimensions, or whole.
     * @param terms the only keys of `term` to read; all where it is left out
     */
    async readDay(
      day: string,
      dimensions?: readonly Dimension[],
      consistency?: Consistency,
      terms?: ReadonlySet<string>,
    ): Promise<BucketAggregate[]> {
      const buckets = new Map<string, Aggregate>();
      for await (const item of table.partition(rollupPartition(day), undefined, consistency)) {
        const rollup = RollupItemSchema.parse(item);
        const { bucket } = parseRollupKey(rollup);
        const merged = buckets.get(bucket) ?? emptyAggregate();
        buckets.set(bucket, addAggregate(merged, fromChunk(rollup.body, dimensions, terms)));
      }
      return [...buckets].map(([bucket, aggregate]) => ({ day, bucket, aggregate }));
    },

    /** A day as it was a moment ago, at half of the price: good for who compares its mark with the time of reading. */
    glanceAtDay(day: string): Promise<BucketAggregate[]> {
      return this.readDay(day, undefined, 'eventual');
    },

    /** The same of some buckets of a day; those that hold nothing are missing. */
    async glanceAtBuckets(day: string, names: readonly string[]): Promise<BucketAggregate[]> {
      const read = names.map(async (bucket): Promise<BucketAggregate[]> => {
        const aggregate = emptyAggregate();
        let found = false;
        const items = table.partition(
          rollupPartition(day),
          { prefix: rollupBucketPrefix(bucket) },
          'eventual',
        );
        for await (const item of items) {
          addAggregate(aggregate, fromChunk(RollupItemSchema.parse(item).body));
          found = true;
        }
        return found ? [{ day, bucket, aggregate }] : [];
      });
      return (await Promise.all(read)).flat();
    },

    /** Says that what a bucket is counted from has changed, though its counts may not. */
    markChanged,

    /** Until when the buckets of days from … to may still change, in the order of days. */
    async listBucketChanges(range: { from: string; to: string }): Promise<BucketChange[]> {
      const changes: BucketChange[] = [];
      const items = table.partition(BUCKET_CHANGES_PARTITION, bucketChangeRange(range.from, range.to));
      for await (const item of items) {
        const { sk, changedUntil } = DayChangeSchema.parse(item);
        changes.push({ ...parseBucketChangeKey(sk), changedUntil });
      }
      return changes;
    },

    /** The bucket shards of a day that hold something, with the etag of what they hold. */
    async listBucketShards(day: string): Promise<(BucketShard & { etag: string })[]> {
      const found: (BucketShard & { etag: string })[] = [];
      const items = table.query({
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': rollupPartition(day) },
        ProjectionExpression: 'pk, sk, etag',
      });
      for await (const item of items) {
        const key = RollupItemSchema.omit({ body: true }).parse(item);
        const { bucket, shard, chunk } = parseRollupKey(key);
        if (chunk === 0) found.push({ day, bucket, shard, etag: key.etag });
      }
      return found;
    },

    /** The days of the index from … to (default: all), oldest first, and until when they may still change. */
    async listDayChanges(range?: { from: string; to: string }): Promise<DayChange[]> {
      const changes: DayChange[] = [];
      const items = table.partition(
        DAYS_PARTITION,
        range === undefined ? undefined : { low: range.from, high: range.to },
      );
      for await (const item of items) {
        const { sk: day, changedUntil } = DayChangeSchema.parse(item);
        changes.push({ day, changedUntil });
      }
      return changes;
    },

    /** Days that have, or once had, documents, oldest first. A day whose documents all moved away may still be named. */
    async listDays(): Promise<string[]> {
      const days: string[] = [];
      for await (const item of table.partition(DAYS_PARTITION)) days.push(z.string().parse(item.sk));
      return days;
    },
  };
}

export type RollupRepository = ReturnType<typeof createRollupRepository>;
