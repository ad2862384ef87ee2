import { type Correction, CorrectionSchema } from '../domain/correction.ts';
import { CORRECTIONS_PARTITION, correctionKey } from './keys.ts';
import { createTable, type TableDeps } from './table.ts';

/** What people corrected in readings: one record per document, the last word stands. */
export function createCorrectionRepository(deps: TableDeps) {
  const table = createTable(deps);

  return {
    async save(correction: Correction): Promise<void> {
      await table.put({ ...correctionKey(correction.documentKey), ...correction });
    },

    /** Taking back what is not there changes nothing. */
    async remove(documentKey: string): Promise<void> {
      await table.delete(correctionKey(documentKey));
    },

    async get(documentKey: string): Promise<Correction | undefined> {
      const item = await table.get(correctionKey(documentKey));
      return item === undefined ? undefined : CorrectionSchema.parse(item);
    },

    /** All of them, by document key. */
    async list(): Promise<Correction[]> {
      const corrections: Correction[] = [];
      for await (const item of table.partition(CORRECTIONS_PARTITION))
        corrections.push(CorrectionSchema.parse(item));
      return corrections;
    },
  };
}

export type CorrectionRepository = ReturnType<typeof createCorrectionRepository>;
