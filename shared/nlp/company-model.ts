import { createHash } from 'node:crypto';
import * as z from 'zod';
import { VocError } from '../domain/errors.ts';
import { packModel, unpackModel } from './model-file.ts';
import { poleValues } from './read-voice.ts';
import { indexRows, packRows, type RowIndex, type SparseRows, unpackRows } from './sparse-rows.ts';

const HeaderSchema = z.object({
  kind: z.literal('company-model-1'),
  /** Version of the voice model on top of which it was learnt. */
  voiceModel: z.string(),
  /** Brings values to observed frequencies. */
  steepness: z.number().positive(),
});

/** What a company's own customers add to the poles of the shipped model. */
export interface CompanyModel extends z.infer<typeof HeaderSchema> {
  readonly version: string;
  readonly weights: SparseRows;
}

export function packCompanyModel({ weights, version: _version, ...header }: CompanyModel): Uint8Array {
  return packModel({ header, arrays: packRows('weights', weights) });
}

/**
 * Reads the file that "voc train" writes.
 * @throws VocError `settings.invalid` (config) when it is none of this version
 */
export function unpackCompanyModel(bytes: Uint8Array): CompanyModel {
  const { header, arrays } = unpackModel(bytes);
  const parsed = HeaderSchema.safeParse(header);
  const weights = unpackRows('weights', arrays);
  if (!parsed.success || weights?.labels !== 1) {
    throw new VocError(
      'settings.invalid',
      'config',
      'The company model is not of this version. Train it again with "voc train".',
    );
  }
  return { ...parsed.data, weights, version: createHash('sha256').update(bytes).digest('hex').slice(0, 16) };
}

const indexes = new WeakMap<CompanyModel, RowIndex>();

/** The pole of a text with what the company's customers taught, or the pole as it is without a company model. */
export function companyPole(model: CompanyModel | undefined, pole: number, grams: Uint32Array): number {
  if (model === undefined) return pole;
  let index = indexes.get(model);
  if (index === undefined) {
    index = indexRows(model.weights);
    indexes.set(model, index);
  }
  return model.steepness * (pole + (poleValues(model.weights, index, grams)[0] ?? 0));
}
