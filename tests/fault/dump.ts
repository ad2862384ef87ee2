import { gunzipSync } from 'node:zlib';
import { type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Aggregate } from '../../shared/domain/aggregate.ts';
import type { CustomerProfile } from '../../shared/domain/customer.ts';
import { addAggregate, emptyAggregate } from '../../shared/insight/aggregate.ts';
import { contributionOfItem } from '../../shared/storage/contribution-item.ts';
import { createCustomerRepository } from '../../shared/storage/customer-repository.ts';
import { documentOfItem } from '../../shared/storage/document-item.ts';
import {
  ALERT_OUTBOX_PARTITION,
  CORRECTIONS_PARTITION,
  ERASURES_PARTITION,
  INCIDENTS_PARTITION,
  LINK_CANDIDATES_PARTITION,
  POINT_STATUS_PARTITION,
  parseRollupKey,
  REVIEWS_PARTITION,
} from '../../shared/storage/keys.ts';
import { fromChunk } from '../../shared/storage/rollup-chunks.ts';
import type { TableId } from '../../shared/storage/tables.ts';
import { REPORTS_BUCKET } from './composition.ts';
import type { TableNames } from './fault-tables.ts';
import type { Objects } from './objects.ts';
import { POISON_HASHES } from './poison.ts';
import { VOLATILE_FIELDS } from './volatile-fields.ts';

type Item = Record<string, unknown>;
/** Section → key → value, without what is volatile; `raw` has the items as they are. */
export interface Dump {
  readonly sections: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly raw: Readonly<Record<TableId, readonly Item[]>>;
  readonly rollups: Readonly<Record<string, Aggregate>>;
  readonly profiles: ReadonlyMap<string, CustomerProfile>;
}

interface Section {
  readonly name: string;
  readonly table: TableId;
  /** Of the partition key. */
  readonly pk?: RegExp;
  readonly read?: (item: Item) => unknown;
}

const gunzipped = (item: Item) => ({
  ...item,
  body: JSON.parse(gunzipSync(item.body as Uint8Array).toString('utf8')) as unknown,
});

/** Of a voice that is gone at its source nothing is read any more: by which settings its empty text was, is nobody's. */
function documentRead(item: Item): unknown {
  const { document } = documentOfItem(item);
  const { reading, revision, ...rest } = document;
  const [revisedAt, hash] = revision.split('|');
  const read = document.record.erased === true ? { revision: `${revisedAt}|${hash}` } : { reading, revision };
  return { ...rest, ...read, pk: item.pk, linkedTo: item.linkedTo };
}

/** What is compared. What is not here serves one attempt only: leases, claims, health of sources, postings, marks of days. */
const SECTIONS: readonly Section[] = [
  {
    name: 'documents',
    table: 'documents',
    read: documentRead,
  },
  { name: 'contributions', table: 'contributions', read: contributionOfItem },
  { name: 'day-totals', table: 'rollups', pk: /^day-totals$/, read: ({ countedAt: _at, ...item }) => item },
  {
    name: 'identity',
    table: 'identity',
    read: (item) => ({ ...item, customerIds: sortedSet(item.customerIds) }),
  },
  { name: 'customers', table: 'customers', read: (item) => ({ ...item, sameAs: sortedSet(item.sameAs) }) },
  { name: 'archive', table: 'archive' },
  { name: 'checkpoints', table: 'state', pk: /^source#/ },
  { name: 'quarantine', table: 'state', pk: /^quarantine#/ },
  { name: 'erasures', table: 'state', pk: new RegExp(`^${ERASURES_PARTITION}$`) },
  { name: 'learnt', table: 'state', pk: /^linking$/ },
  { name: 'candidates', table: 'state', pk: new RegExp(`^${LINK_CANDIDATES_PARTITION}$`) },
  { name: 'reviews', table: 'insights', pk: new RegExp(`^${REVIEWS_PARTITION}$`), read: gunzipped },
  { name: 'points', table: 'insights', pk: /^points#/ },
  { name: 'suggestions', table: 'insights', pk: /^suggestions#/ },
  { name: 'incidents', table: 'insights', pk: new RegExp(`^${INCIDENTS_PARTITION}$`) },
  { name: 'deliveries', table: 'insights', pk: /^deliveries$/ },
  { name: 'point-status', table: 'insights', pk: new RegExp(`^${POINT_STATUS_PARTITION}$`) },
  { name: 'corrections', table: 'insights', pk: new RegExp(`^${CORRECTIONS_PARTITION}$`) },
  {
    name: 'urgent-told',
    table: 'insights',
    pk: /^urgent-(told|voices)$/,
    read: ({ pk, sk }) => ({ pk, sk }),
  },
  { name: 'alert-outbox', table: 'insights', pk: new RegExp(`^${ALERT_OUTBOX_PARTITION}$`) },
];

/** Everything that a reader of the product could see, as JSON with sorted keys. */
export async function dumpOf(world: {
  readonly client: DynamoDBDocumentClient;
  readonly tables: TableNames;
  readonly objects: Pick<Objects, 'bucketOf'>;
  readonly told: ReadonlySet<string>;
}): Promise<Dump> {
  const raw = {} as Record<TableId, Item[]>;
  for (const [id, TableName] of Object.entries(world.tables) as [TableId, string][]) {
    raw[id] = await scan(world.client, TableName);
  }
  const rollups = rollupsOf(raw.rollups);
  const sections: Record<string, Record<string, unknown>> = {};
  const candidates = new Set(
    raw.documents
      .map((item) => documentOfItem(item).document)
      .filter(({ link }) => link.status === 'candidate')
      .map(({ record }) => `${record.publishedAt} ${record.documentKey}`),
  );
  const liveDays = new Set(Object.keys(rollups).map((key) => key.split(' ')[0]));
  for (const { name, table, pk, read } of SECTIONS) {
    const items = raw[table].filter((item) => pk === undefined || pk.test(String(item.pk)));
    const wanted = items.filter((item) => {
      if (name === 'checkpoints') return item.sk === 'checkpoint';
      if (name === 'quarantine') return !POISON_HASHES.has(String(item.inputHash));
      // The queue of suggestions may name voices whose link is settled or whose time has moved; readers skip them.
      if (name === 'candidates') return candidates.has(`${item.publishedAt} ${item.documentKey}`);
      // A day that lost all its voices before it was ever counted has no copies.
      if (name === 'day-totals') return liveDays.has(String(item.sk));
      return true;
    });
    sections[name] = Object.fromEntries(
      wanted.map((item) => [keyOf(name, item), stable(name, read === undefined ? item : read(item))]),
    );
  }
  sections.rollups = Object.fromEntries(
    Object.entries(rollups).map(([key, aggregate]) => [key, byHour(aggregate)]),
  );
  sections.files = filesOf(world.objects);
  // A repeated telling has the same number: receivers know it by that.
  sections.told = Object.fromEntries(
    [...world.told].filter((what) => !what.includes(' urgent-voices ')).map((what) => [what, true]),
  );
  const customers = createCustomerRepository({ client: world.client, tableName: world.tables.customers });
  const profiles = await customers.getMany(raw.customers.map(({ pk }) => String(pk)));
  return { sections, raw, rollups, profiles };
}

async function scan(client: DynamoDBDocumentClient, TableName: string): Promise<Item[]> {
  const items: Item[] = [];
  let ExclusiveStartKey: Item | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName, ConsistentRead: true, ExclusiveStartKey }));
    items.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return items;
}

function keyOf(section: string, item: Item): string {
  // The receipt's and the quarantine's keys begin with a time; what identifies them is inside.
  if (section === 'erasures') return String(item.id);
  if (section === 'quarantine') return `${item.origin} ${item.line} ${item.field} ${item.inputHash}`;
  if (section === 'incidents') return String(item.series);
  return [item.pk, item.sk].filter((part) => part !== undefined).join(' ');
}

/** Roll-ups as aggregates, by `day bucket shard`. */
function rollupsOf(items: readonly Item[]): Record<string, Aggregate> {
  const found: Record<string, Aggregate> = {};
  for (const item of items) {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(String(item.pk))) continue;
    const { day, bucket, shard } = parseRollupKey({ pk: String(item.pk), sk: String(item.sk) });
    const key = `${day} ${bucket} ${shard}`;
    found[key] = addAggregate(found[key] ?? emptyAggregate(), fromChunk(textOf(item.body)));
  }
  return found;
}

function textOf(body: unknown): string {
  return body instanceof Uint8Array ? gunzipSync(body).toString('utf8') : String(body);
}

/** Arrivals by the hour: to the minute they tell when the first delivery got through. */
function byHour({ cells, arrivals }: Aggregate): unknown {
  const hours: Record<string, Record<string, { documents: number; negative: number }>> = {};
  for (const [slot, series] of Object.entries(arrivals)) {
    const hour = slot.slice(0, 13);
    const into = hours[hour] ?? {};
    hours[hour] = into;
    for (const [name, count] of Object.entries(series)) {
      const before = into[name] ?? { documents: 0, negative: 0 };
      into[name] = {
        documents: before.documents + count.documents,
        negative: before.negative + count.negative,
      };
    }
  }
  return { cells, arrivals: hours };
}

function filesOf(objects: Pick<Objects, 'bucketOf'>): Record<string, unknown> {
  const files: Record<string, unknown> = {};
  for (const [key, { body }] of objects.bucketOf(REPORTS_BUCKET)) {
    const text = body.toString('utf8');
    if (key.endsWith('.json')) files[key] = stable('files', JSON.parse(text));
    else if (key.endsWith('.csv')) files[key] = text;
    else files[key] = true;
  }
  return files;
}

/** A value with sets as sorted lists and without what is volatile in its section. */
function stable(section: string, value: unknown): unknown {
  const rules = new Map(
    VOLATILE_FIELDS.filter((rule) => rule.section === '*' || rule.section === section).map((rule) => [
      rule.field,
      rule.compare ?? 'nothing',
    ]),
  );
  const visit = (inner: unknown): unknown => {
    if (inner instanceof Set) return [...inner].sort();
    if (inner instanceof Uint8Array) return Buffer.from(inner).toString('base64');
    if (Array.isArray(inner)) return inner.map(visit);
    if (typeof inner !== 'object' || inner === null) return inner;
    return Object.fromEntries(
      Object.entries(inner)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([field, held]) => {
          const rule = rules.get(field);
          if (rule === 'nothing') return [];
          if (rule === 'hour') return [[field, String(held).slice(0, 13)]];
          if (rule === 'day') return [[field, String(held).slice(0, 10)]];
          if (rule === 'present') return [[field, held !== null && held !== undefined]];
          return [[field, visit(held)]];
        }),
    );
  };
  return visit(value);
}

function sortedSet(value: unknown): unknown {
  return value instanceof Set ? [...value].sort() : value;
}
