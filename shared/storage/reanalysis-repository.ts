import { type Reanalysis, ReanalysisSchema } from '../domain/reanalysis.ts';
import { REANALYSES_PARTITION, reanalysisKey } from './keys.ts';
import { createTable, type TableDeps } from './table.ts';

type ReanalysisName = Pick<Reanalysis, 'at' | 'id'>;

/** Walks that have stored voices read again, with how far they are. */
export function createReanalysisRepository(deps: TableDeps) {
  const table = createTable(deps);

  return {
    /** Puts a walk on the list, unless it is there. */
    async add(walk: Reanalysis): Promise<void> {
      await table.putIf({ ...reanalysisKey(walk), ...walk }, { expression: 'attribute_not_exists(pk)' });
    },

    async get(name: ReanalysisName): Promise<Reanalysis | undefined> {
      const item = await table.get(reanalysisKey(name));
      return item === undefined ? undefined : ReanalysisSchema.parse(item);
    },

    /** The newest `limit` walks before a place, the newest first. */
    async list(limit: number, before?: ReanalysisName): Promise<Reanalysis[]> {
      const walks: Reanalysis[] = [];
      const items = table.query({
        KeyConditionExpression: before === undefined ? 'pk = :pk' : 'pk = :pk AND sk < :before',
        ExpressionAttributeValues: {
          ':pk': REANALYSES_PARTITION,
          ...(before === undefined ? {} : { ':before': reanalysisKey(before).sk }),
        },
        ScanIndexForward: false,
        Limit: limit,
      });
      for await (const item of items) {
        walks.push(ReanalysisSchema.parse(item));
        if (walks.length >= limit) break;
      }
      return walks;
    },

    /** Replaces a walk where it stands as it was read; false where another worker has moved it. */
    async move(read: Reanalysis, next: Reanalysis): Promise<boolean> {
      const { written } = await table.putIf(
        { ...reanalysisKey(next), ...next },
        { expression: 'revision = :read', values: { ':read': read.revision } },
      );
      return written;
    },
  };
}

export type ReanalysisRepository = ReturnType<typeof createReanalysisRepository>;
