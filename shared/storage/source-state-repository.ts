import * as z from 'zod';
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

/** How the last runs of a source went. Times in ISO 8601, UTC. */
export const SourceHealthSchema = z.object({
  sourceId: z.string(),
  lastRunAt: z.iso.datetime(),
  lastSuccessAt: z.iso.datetime().optional(),
  outcome: z.enum(['complete', 'partial', 'failed']),
  /** Documents accepted and refused in the last run. */
  documents: z.int().min(0),
  rejected: z.int().min(0),
  durationMs: z.number().min(0),
  /** The code of the failure, where there was one. */
  errorCode: z.string().optional(),
});
export type SourceHealth = z.infer<typeof SourceHealthSchema>;

const LeaseItemSchema = z.object({ fencing: z.int().min(1), expiresAtMs: z.number() });

/** Leases, checkpoints and health of sources, and line checkpoints of drops. */
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
