import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { VocError } from '../../shared/domain/errors.ts';

export type StoredItem = Record<string, AttributeValue>;

const ItemSchema = z.record(z.string(), z.record(z.string(), z.unknown()));

/** One item as a line of JSON: DynamoDB JSON, with bytes in base64. Equal items give equal lines. */
export function lineOf(item: StoredItem): string {
  return JSON.stringify(plain(item));
}

function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, one]) => [name, plain(one)]));
}

/**
 * The item of such a line.
 * @throws VocError `record.bad-json` (permanent) for a line that is none; it says which
 */
export function itemOf(line: string, at: string): StoredItem {
  try {
    const read = ItemSchema.parse(JSON.parse(line));
    return Object.fromEntries(Object.entries(read).map(([name, value]) => [name, revive(value)]));
  } catch (cause) {
    throw new VocError('record.bad-json', 'permanent', `${at} is not an item of a backup.`, { cause });
  }
}

function revive(value: Record<string, unknown>): AttributeValue {
  const [[type, content] = ['NULL', true]] = Object.entries(value);
  if (type === 'B') return { B: Buffer.from(String(content), 'base64') };
  if (type === 'BS') return { BS: (content as string[]).map((text) => Buffer.from(text, 'base64')) };
  if (type === 'L') return { L: (content as Record<string, unknown>[]).map(revive) };
  if (type === 'M') {
    const entries = Object.entries(content as Record<string, Record<string, unknown>>);
    return { M: Object.fromEntries(entries.map(([name, one]) => [name, revive(one)])) };
  }
  return value as unknown as AttributeValue;
}
