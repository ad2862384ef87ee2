import * as z from 'zod';
import { type SourceHealth, SourceHealthSchema } from '../domain/source-health.ts';
import { dropCheckpointKey, sourceStateKey } from './keys.ts';
import { createTable, expiryOf, type TableDeps } from './table.ts';
import { TTL_ATTRIBUTE } from './tables.ts';

/** How long a line checkpoint of a drop is of use: longer than the object lives. */
const DROP_CHECKPOINT_DAYS = 7;

/** The right to run a source for a while. The fencing number grows with every holder. */
export interface Lease {
  readonly sourceId: string;
  readonly fencing: number;
  readonly expiresAtMs: number;
}

const LeaseItemSchema = z.object({ fencing: z.int().min(1), expiresAtMs: z.number() });

/** Leases, checkpoints, kept tokens and health of sources, and line checkpoints of drops. */
export function createSourceStateRepository(deps: TableDeps) {
  const table = createTable(deps);

  return {
    /** Takes the lease of a source, or null while another run holds it. */
    async acquireLease(sourceId: string, nowMs: number, durationMs: number): Promise<Lease | null> {
      const expiresAtMs = nowMs + durationMs;
      // Stops two overlapping schedules from collecting the same source.
      const item = await table.update({
        Key: sourceStateKey(sourceId, 'lease'),
        UpdateExpression: 'ADD fencing :one SET expiresAtMs = :expiry',
        ConditionExpression: 'attribute_not_exists(pk) OR expiresAtMs <= :now',
        ExpressionAttributeValues: { ':one': 1, ':expiry': expiresAtMs, ':now': nowMs },
      });
      if (item === null) return null;
      return { sourceId, expiresAtMs, fencing: LeaseItemSchema.parse(item).fencing };
    },

    /** Gives the lease back; false where it has gone to another run meanwhile. */
    async releaseLease(lease: Lease): Promise<boolean> {
      const item = await table.update({
        Key: sourceStateKey(lease.sourceId, 'lease'),
        UpdateExpression: 'SET expiresAtMs = :never',
        ConditionExpression: 'fencing = :fencing',
        ExpressionAttributeValues: { ':never': 0, ':fencing': lease.fencing },
      });
      return item !== null;
    },

    /** Whether a run holds the source at a time. */
    async isLeased(sourceId: string, nowMs: number): Promise<boolean> {
      const item = await table.get(sourceStateKey(sourceId, 'lease'));
      return item !== undefined && LeaseItemSchema.parse(item).expiresAtMs > nowMs;
    },

    /** The checkpoint of a source as the connector gave it; undefined before the first run. */
    async getCheckpoint(sourceId: string): Promise<unknown> {
      const item = await table.get(sourceStateKey(sourceId, 'checkpoint'));
      return item === undefined ? undefined : JSON.parse(z.string().parse(item.value));
    },

    /** Writes the checkpoint; false where a run with a later lease has written already. */
    async putCheckpoint(lease: Lease, checkpoint: unknown): Promise<boolean> {
      // Stops a run that outlived its lease from setting its successor back.
      const result = await table.putIf(
        {
          ...sourceStateKey(lease.sourceId, 'checkpoint'),
          value: JSON.stringify(checkpoint ?? null),
          fencing: lease.fencing,
        },
        {
          expression: 'attribute_not_exists(pk) OR fencing <= :fencing',
          values: { ':fencing': lease.fencing },
        },
      );
      return result.written;
    },

    /** The sealed text that a source keeps between runs, or null. */
    async getVault(sourceId: string): Promise<string | null> {
      const item = await table.get(sourceStateKey(sourceId, 'vault'));
      return item === undefined ? null : z.string().parse(item.value);
    },

    /** Writes the sealed text; false where the lease has gone to another run. */
    async putVault(lease: Lease, text: string): Promise<boolean> {
      // Touching the lease itself is what proves that it is still held: a token that was used up must not come back.
      const held = await table.update({
        Key: sourceStateKey(lease.sourceId, 'lease'),
        UpdateExpression: 'SET vaultWrites = if_not_exists(vaultWrites, :none) + :one',
        ConditionExpression: 'fencing = :fencing AND expiresAtMs > :never',
        ExpressionAttributeValues: { ':none': 0, ':one': 1, ':fencing': lease.fencing, ':never': 0 },
      });
      if (held === null) return false;
      const result = await table.putIf(
        { ...sourceStateKey(lease.sourceId, 'vault'), value: text, fencing: lease.fencing },
        {
          expression: 'attribute_not_exists(pk) OR fencing <= :fencing',
          values: { ':fencing': lease.fencing },
        },
      );
      return result.written;
    },

    async putHealth(health: SourceHealth): Promise<void> {
      await table.put({ ...sourceStateKey(health.sourceId, 'health'), ...health });
    },

    async getHealth(sourceId: string): Promise<SourceHealth | undefined> {
      const item = await table.get(sourceStateKey(sourceId, 'health'));
      return item === undefined ? undefined : SourceHealthSchema.parse(item);
    },

    /** The last line of an uploaded object that was handled in full; 0 where none was. */
    async getDropLine(objectKey: string, entityTag: string): Promise<number> {
      const item = await table.get(dropCheckpointKey(objectKey, entityTag));
      return item === undefined ? 0 : z.int().min(0).parse(item.line);
    },

    async putDropLine(objectKey: string, entityTag: string, line: number, now: string): Promise<void> {
      await table.put({
        ...dropCheckpointKey(objectKey, entityTag),
        line,
        [TTL_ATTRIBUTE]: expiryOf(now, DROP_CHECKPOINT_DAYS),
      });
    },
  };
}

export type SourceStateRepository = ReturnType<typeof createSourceStateRepository>;
