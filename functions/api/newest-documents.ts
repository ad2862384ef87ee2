import { SHARDS } from '../../shared/domain/document-identity.ts';
import type { StoredDocument } from '../../shared/domain/stored-document.ts';
import type { ApiDeps } from './ports.ts';

/** Voices of the newest days, at most `most`; of a day with more than that, shards of it, which are a fair sample. */
export async function newestDocuments(
  deps: Pick<ApiDeps, 'rollups' | 'contributions' | 'documents'>,
  most: number,
): Promise<StoredDocument[]> {
  const keys: string[] = [];
  const days = (await deps.rollups.listDays()).toSorted().reverse();
  for (const day of days) {
    for (let shard = 0; shard < SHARDS && keys.length < most; shard += 1)
      keys.push(...(await deps.contributions.listReadings(day, shard)).map(({ documentKey }) => documentKey));
    if (keys.length >= most) break;
  }
  const stored = await deps.documents.getMany(keys.slice(0, most));
  return [...stored.values()].filter(({ record }) => record.erased !== true);
}
