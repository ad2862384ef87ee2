import * as z from 'zod';
import { type Contribution, ContributionSchema } from '../domain/contribution.ts';
import { contributionKey, type ItemKey, parseContributionKey } from './keys.ts';
import { packJson, unpackJson } from './packed-json.ts';
import type { Condition, Item } from './table.ts';

/** What is packed, in this order; new ones are added at the end, none is ever moved. The rest stands in the key. */
const PACKED = [
  'source',
  'connector',
  'sentiment',
  'stage',
  'urgency',
  'language',
  'codes',
  'terms',
  'analysisVersion',
  'rating',
  'app',
  'appVersion',
  'arrivalSlot',
  'customerRef',
  'consented',
  'segment',
  'lifecycleStage',
  'acquisitionChannel',
] as const satisfies (keyof Contribution)[];

const PackedItemSchema = z.object({
  pk: z.string(),
  sk: z.string(),
  r: z.instanceof(Uint8Array),
  c: z.instanceof(Uint8Array),
});

/** `<ISO instant>|<64 hex>|<rest>`, as every revision of a collected voice reads. */
const USUAL_REVISION = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)\|([0-9a-f]{64})\|(.*)$/su;
/** The first byte of such a revision; no text begins with it. */
const USUAL = 1;
const TIME_AT = 1;
const TIME_BYTES = 6;
const HASH_AT = TIME_AT + TIME_BYTES;
const REST_AT = HASH_AT + 32;

/**
 * The item of a contribution in less than half of the bytes of its JSON: recounts, sweeps and lists read every
 * contribution many times, and pay by the byte. Read by {@link contributionOfItem}.
 */
export function contributionItem(contribution: Contribution): Item {
  const values = PACKED.map((name) => contribution[name] ?? null);
  while (values.at(-1) === null) values.pop();
  return {
    ...contributionKey(contribution),
    r: revisionBytes(contribution.revision),
    c: packJson(JSON.stringify(values)),
  };
}

/** Reads what {@link contributionItem} wrote, and items of one attribute per field, as they were written before. @throws ZodError */
export function contributionOfItem(item: Item): Contribution {
  if (item.c === undefined) return ContributionSchema.parse(item);
  const { r, c, ...key } = PackedItemSchema.parse(item);
  const values = z.array(z.unknown()).parse(JSON.parse(unpackJson(c)));
  const named = PACKED.flatMap((name, index) => {
    const value = values[index] ?? null;
    return value === null ? [] : [[name, value] as const];
  });
  return ContributionSchema.parse({
    ...parseContributionKey(key satisfies ItemKey),
    revision: revisionOfBytes(r),
    ...Object.fromEntries(named),
  });
}

/** Holds where there is no contribution of a newer revision. */
export function notNewerThan(revision: string): Condition {
  return {
    expression: 'attribute_not_exists(pk) OR r <= :r OR revision <= :revision',
    values: { ':r': revisionBytes(revision), ':revision': revision },
  };
}

/** Holds where there is a contribution, and of no newer revision. */
export function thereAndNotNewerThan(revision: string): Condition {
  const condition = notNewerThan(revision);
  return { ...condition, expression: `attribute_exists(pk) AND (${condition.expression})` };
}

/**
 * A revision of a collected voice in a third of its bytes and in the same order: numbers and bytes sort as their digits
 * do. Any other text as it is.
 */
export function revisionBytes(revision: string): Uint8Array {
  const [, time = '', hash = '', rest = ''] = USUAL_REVISION.exec(revision) ?? [];
  const timeMs = Date.parse(time);
  if (!(timeMs >= 0)) return Buffer.from(revision);
  const bytes = Buffer.alloc(REST_AT);
  bytes[0] = USUAL;
  bytes.writeUIntBE(timeMs, TIME_AT, TIME_BYTES);
  bytes.write(hash, HASH_AT, 'hex');
  return Buffer.concat([bytes, Buffer.from(rest)]);
}

/** The revision that {@link revisionBytes} was given. */
export function revisionOfBytes(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes);
  if (buffer[0] !== USUAL) return buffer.toString('utf8');
  const time = new Date(buffer.readUIntBE(TIME_AT, TIME_BYTES)).toISOString();
  return `${time}|${buffer.toString('hex', HASH_AT, REST_AT)}|${buffer.toString('utf8', REST_AT)}`;
}
