import * as z from 'zod';
import { compareText } from '../domain/compare-text.ts';
import { type ErrorRecord, ErrorRecordSchema } from '../domain/error-record.ts';
import { QUARANTINE_DAYS_PARTITION, quarantineDayKey, quarantineKey, quarantinePartition } from './keys.ts';
import { createTable, expiryOf, type Item, type TableDeps } from './table.ts';
import { TTL_ATTRIBUTE } from './tables.ts';

/**
 * Input that could not be processed: line, field, reason and hash, never the value. Days here are UTC days of
 * `occurredAt`; give the time of the delivery (not of the attempt), so that a repetition is the same item.
 */
export function createQuarantineRepository(deps: TableDeps & { retentionDays: number }) {
  const table = createTable(deps);

  return {
    /** Stores errors; the same line of the same origin with the same content is the same item. */
    async put(errors: readonly ErrorRecord[]): Promise<void> {
      const items = new Map<string, Item>();
      const days = new Set<string>();
      for (const error of errors) {
        const day = error.occurredAt.slice(0, 10);
        const key = quarantineKey(day, error);
        days.add(day);
        items.set(`${key.pk} ${key.sk}`, {
          ...key,
          ...error,
          [TTL_ATTRIBUTE]: expiryOf(error.occurredAt, deps.retentionDays),
        });
      }
      const dayItems = [...days].map((day) => ({
        ...quarantineDayKey(day),
        [TTL_ATTRIBUTE]: expiryOf(`${day}T23:59:59Z`, deps.retentionDays),
      }));
      await table.writeMany([...dayItems, ...items.values()]);
    },

    /** The errors of a UTC day, in the order in which they occurred. */
    async listDay(day: string): Promise<ErrorRecord[]> {
      const errors: ErrorRecord[] = [];
      for await (const item of table.partition(quarantinePartition(day)))
        errors.push(ErrorRecordSchema.parse(item));
      return errors.sort(
        (a, b) =>
          compareText(a.occurredAt, b.occurredAt) ||
          compareText(a.origin, b.origin) ||
          (a.line ?? 0) - (b.line ?? 0),
      );
    },

    /** UTC days that have quarantined input, oldest first. */
    async listDays(): Promise<string[]> {
      const days: string[] = [];
      for await (const item of table.partition(QUARANTINE_DAYS_PARTITION))
        days.push(z.string().parse(item.sk));
      return days;
    },
  };
}

export type QuarantineRepository = ReturnType<typeof createQuarantineRepository>;
