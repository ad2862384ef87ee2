import { type SuggestionRecord, SuggestionRecordSchema } from '../domain/suggestion-record.ts';
import { SUGGESTION_RECORDS_PARTITION, suggestionRecordKey } from './keys.ts';
import { createTable, type TableDeps } from './table.ts';

/** What people decided about suggestions. Lives in the insights table, apart from the reviews that are made anew. */
export function createSuggestionRepository(deps: TableDeps) {
  const table = createTable(deps);

  return {
    async get(suggestionId: string): Promise<SuggestionRecord | undefined> {
      const item = await table.get(suggestionRecordKey(suggestionId));
      return item === undefined ? undefined : SuggestionRecordSchema.parse(item);
    },

    /** All of them, by suggestion ID. */
    async list(): Promise<SuggestionRecord[]> {
      const records: SuggestionRecord[] = [];
      for await (const item of table.partition(SUGGESTION_RECORDS_PARTITION))
        records.push(SuggestionRecordSchema.parse(item));
      return records;
    },

    /**
     * Stores a record that was made from `readRevision` (undefined: from none). False where somebody else has changed
     * it since: read it again and decide again.
     */
    async save(record: SuggestionRecord, readRevision: number | undefined): Promise<boolean> {
      const item = { ...suggestionRecordKey(record.suggestion.id), ...record };
      const condition =
        readRevision === undefined
          ? { expression: 'attribute_not_exists(pk)' }
          : { expression: 'revision = :read', values: { ':read': readRevision } };
      return (await table.putIf(item, condition)).written;
    },
  };
}

export type SuggestionRepository = ReturnType<typeof createSuggestionRepository>;
