import { type SettingsHead, SettingsHeadSchema } from '../domain/reading-order.ts';
import type { Reanalysis } from '../domain/reanalysis.ts';
import { type SettingsEdition, SettingsEditionSchema } from '../domain/settings-edition.ts';
import { reanalysisKey, SETTINGS_EDITIONS_PARTITION, SETTINGS_HEAD_KEY, settingsEditionKey } from './keys.ts';
import { createTable, type TableDeps } from './table.ts';

/** What the history shows of an edition. */
const HistoryEntrySchema = SettingsEditionSchema.omit({ content: true });
export type SettingsHistoryEntry = Omit<SettingsEdition, 'content'>;

/** Editions of the settings, each kept whole and for good, and the head that says which one holds. */
export function createSettingsRepository(deps: TableDeps) {
  const table = createTable(deps);

  return {
    /** What holds now; edition 0 and ordinal 0 before anybody wrote. */
    async head(): Promise<SettingsHead> {
      return SettingsHeadSchema.parse((await table.get(SETTINGS_HEAD_KEY)) ?? {});
    },

    async edition(edition: number): Promise<SettingsEdition | undefined> {
      const item = await table.get(settingsEditionKey(edition));
      return item === undefined ? undefined : SettingsEditionSchema.parse(item);
    },

    /** The newest `limit` editions below `before`, without their content; the newest first. */
    async history(limit: number, before?: number): Promise<SettingsHistoryEntry[]> {
      const entries: SettingsHistoryEntry[] = [];
      const items = table.query({
        KeyConditionExpression: before === undefined ? 'pk = :pk' : 'pk = :pk AND sk < :before',
        ExpressionAttributeNames: { '#by': 'by', '#at': 'at' },
        ExpressionAttributeValues: {
          ':pk': SETTINGS_EDITIONS_PARTITION,
          ...(before === undefined ? {} : { ':before': settingsEditionKey(before).sk }),
        },
        ProjectionExpression: 'edition, #at, #by, note, part, restored, readingEdition, changes',
        ScanIndexForward: false,
        Limit: limit,
      });
      for await (const item of items) {
        entries.push(HistoryEntrySchema.parse(item));
        if (entries.length >= limit) break;
      }
      return entries;
    },

    /**
     * Stores an edition that was made from the one before it, with the walk that it makes necessary. False where
     * somebody else was faster: read again, and edit again.
     */
    async save(edition: SettingsEdition, walk: Reanalysis | null): Promise<boolean> {
      const { edition: number, readingEdition } = edition;
      return table.transact([
        {
          Put: {
            TableName: deps.tableName,
            Item: { ...settingsEditionKey(number), ...edition },
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
        {
          Update: {
            TableName: deps.tableName,
            Key: SETTINGS_HEAD_KEY,
            UpdateExpression: 'SET edition = :edition, readingEdition = :reading',
            ConditionExpression: number === 1 ? 'attribute_not_exists(edition)' : 'edition = :read',
            ExpressionAttributeValues: {
              ':edition': number,
              ':reading': readingEdition,
              ...(number === 1 ? {} : { ':read': number - 1 }),
            },
          },
        },
        ...(walk === null
          ? []
          : [{ Put: { TableName: deps.tableName, Item: { ...reanalysisKey(walk), ...walk } } }]),
      ]);
    },

    /** Gives a deployment the next ordinal, where the head is still the one that was read; else what is there now. */
    async register(deployment: string, read: SettingsHead, at: string): Promise<SettingsHead> {
      const written = await table.update({
        Key: SETTINGS_HEAD_KEY,
        UpdateExpression: 'SET #ordinal = :ordinal, deployment = :deployment, #since = :at',
        // Stops two deployments from taking the same ordinal.
        ConditionExpression: read.ordinal === 0 ? 'attribute_not_exists(#ordinal)' : '#ordinal = :read',
        ExpressionAttributeNames: { '#ordinal': 'ordinal', '#since': 'since' },
        ExpressionAttributeValues: {
          ':ordinal': read.ordinal + 1,
          ':deployment': deployment,
          ':at': at,
          ...(read.ordinal === 0 ? {} : { ':read': read.ordinal }),
        },
      });
      return written === null ? this.head() : SettingsHeadSchema.parse(written);
    },
  };
}

export type SettingsRepository = ReturnType<typeof createSettingsRepository>;
