import { isDeepStrictEqual } from 'node:util';
import type { Contribution } from '../../shared/domain/contribution.ts';
import type { CustomerProfile } from '../../shared/domain/customer.ts';
import { isReadBefore, type SettingsHead } from '../../shared/domain/reading-order.ts';
import type { StoredDocument } from '../../shared/domain/stored-document.ts';
import { aggregateOf } from '../../shared/insight/aggregate.ts';
import { contributionOf } from '../../shared/insight/contribution.ts';
import { contributionOfItem } from '../../shared/storage/contribution-item.ts';
import { documentOfItem } from '../../shared/storage/document-item.ts';
import type { Dump } from './dump.ts';
import type { Queues } from './queues.ts';

/**
 * What holds of any run at rest, whatever came before: each document counts exactly once and as it is, roll-ups are what
 * their contributions add up to, everything that was acknowledged is there, and nothing waits any more.
 */
export function brokenInvariants(
  { raw, rollups, profiles }: Dump,
  outside: { acknowledged: ReadonlySet<string>; queues: Pick<Queues, 'waiting'> },
): string[] {
  const broken: string[] = [];
  const documents = raw.documents.map((item) => documentOfItem(item).document);
  const contributions = new Map<string, Contribution[]>();
  for (const item of raw.contributions) {
    const contribution = contributionOfItem(item);
    const { documentKey } = contribution;
    contributions.set(documentKey, [...(contributions.get(documentKey) ?? []), contribution]);
  }

  const stored = new Set(documents.map(({ record }) => `${record.connector}/${record.id}`));
  for (const id of outside.acknowledged) if (!stored.has(id)) broken.push(`acknowledged and lost: ${id}`);

  for (const document of documents) {
    const { documentKey } = document.record;
    const counted = contributions.get(documentKey) ?? [];
    contributions.delete(documentKey);
    const name = `${document.record.connector}/${document.record.id}`;
    const wanted = document.record.erased === true ? 0 : 1;
    if (counted.length !== wanted) broken.push(`${name} counts ${counted.length} times instead of ${wanted}`);
    else if (wanted === 1) broken.push(...countedOtherwise(name, document, counted[0], profiles));
  }
  for (const key of contributions.keys()) broken.push(`counted without a document: ${key}`);

  const byShard = new Map<string, Contribution[]>();
  for (const item of raw.contributions) {
    const contribution = contributionOfItem(item);
    const key = `${contribution.day} ${contribution.bucket} ${contribution.shard}`;
    byShard.set(key, [...(byShard.get(key) ?? []), contribution]);
  }
  for (const key of new Set([...byShard.keys(), ...Object.keys(rollups)])) {
    const wanted = aggregateOf(byShard.get(key) ?? []);
    if (!isDeepStrictEqual(plain(wanted), plain(rollups[key]))) broken.push(`the roll-up ${key} is wrong`);
  }

  const waiting = outside.queues.waiting().filter(({ id }) => !id.startsWith('pdf-'));
  if (waiting.length > 0)
    broken.push(`${waiting.length} messages still wait, the first is ${waiting[0]?.id}`);
  return broken;
}

/** After every walk is done, no voice is read as settings of before had it. */
export function readBefore({ raw }: Dump, head: SettingsHead): string[] {
  return raw.documents
    .map((item) => documentOfItem(item).document)
    .filter(({ record, reading }) => record.erased !== true && isReadBefore(reading.analysisVersion, head))
    .map(
      ({ record, reading }) => `${record.connector}/${record.id} is still read by ${reading.analysisVersion}`,
    );
}

function countedOtherwise(
  name: string,
  document: StoredDocument,
  counted: Contribution | undefined,
  profiles: ReadonlyMap<string, CustomerProfile>,
): string[] {
  const customer = document.link.customerId === null ? undefined : profiles.get(document.link.customerId);
  const wanted = contributionOf(document, customer);
  if (isDeepStrictEqual(plain(counted), plain(wanted))) return [];
  const differing = Object.keys({ ...wanted, ...counted }).filter(
    (field) =>
      !isDeepStrictEqual(
        plain((wanted as Record<string, unknown>)[field]),
        plain((counted as Record<string, unknown> | undefined)?.[field]),
      ),
  );
  return [`${name} is counted otherwise than it is stored: ${differing.join(', ')}`];
}

function plain(value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
}
