import { createHash } from 'node:crypto';
import * as z from 'zod';
import { VocError } from '../domain/errors.ts';
import { FunnelStageSchema, HesitationCodeSchema, SENTIMENT_LABELS } from '../domain/taxonomy.ts';
import { packModel, unpackModel } from './model-file.ts';
import { packRows, type SparseRows, unpackRows } from './sparse-rows.ts';

const HeaderSchema = z.object({
  kind: z.literal('voice-model-2'),
  /** Labels; see {@link columnsOf} for their columns. */
  codes: z.array(HesitationCodeSchema).min(1),
  stages: z.array(FunnelStageSchema).min(1),
  /** Value from which on a code counts as said, per code. */
  thresholds: z.array(z.number()),
  /** By how much "no reason at all" and a first reason must lead to overrule the thresholds. */
  lead: z.number().min(0),
  /** Shares of the readings in the value of a label: words of the whole, words of the strongest clause, letters. */
  blend: z.object({ words: z.number(), clause: z.number(), letters: z.number() }),
  /** Steepness that brings values to observed frequencies. */
  steepness: z.object({ codes: z.number().positive(), polarity: z.number().positive() }),
  /** How much the poles of labelled customer voices count beside the large polarity model. */
  voicePoles: z.number(),
  /** Added to the value of "neutral". */
  neutralBias: z.number(),
});

/** The learnt part of the analyzer: three sets of weights over hashed features. */
export interface VoiceModel extends z.infer<typeof HeaderSchema> {
  /** Hash of everything, hex; a part of `analysisVersion`. */
  readonly version: string;
  /** Words and concepts → codes, first codes, stages, sentiments. */
  readonly words: SparseRows;
  /** Letter grams → the same. */
  readonly letters: SparseRows;
  /** Letter grams → positive; customer voice (not film review). */
  readonly polarity: SparseRows;
}

/** Where the labels of a model stand: codes, first codes with "none" last, stages, the three sentiments. */
export function columnsOf({ codes, stages }: Pick<VoiceModel, 'codes' | 'stages'>) {
  const firsts = codes.length;
  const none = firsts + codes.length;
  const stage = none + 1;
  const sentiments = stage + stages.length;
  return { firsts, none, stages: stage, sentiments, all: sentiments + SENTIMENT_LABELS.length };
}

/** The file of a model; the same model always gives the same bytes. */
export function packVoiceModel({
  words,
  letters,
  polarity,
  version: _version,
  ...header
}: VoiceModel): Uint8Array {
  return packModel({
    header,
    arrays: {
      ...packRows('words', words),
      ...packRows('letters', letters),
      ...packRows('polarity', polarity),
    },
  });
}

/**
 * Reads the file of a model.
 * @throws VocError `settings.invalid` (config) when it is none of this version
 */
export function unpackVoiceModel(bytes: Uint8Array): VoiceModel {
  const { header, arrays } = unpackModel(bytes);
  const parsed = HeaderSchema.safeParse(header);
  const words = unpackRows('words', arrays);
  const letters = unpackRows('letters', arrays);
  const polarity = unpackRows('polarity', arrays);
  const columns = parsed.success ? columnsOf(parsed.data).all : -1;
  if (
    !parsed.success ||
    words?.labels !== columns ||
    letters?.labels !== columns ||
    polarity?.labels !== 2 ||
    parsed.data.thresholds.length !== parsed.data.codes.length
  ) {
    throw new VocError(
      'settings.invalid',
      'config',
      'The voice model is not of this version. Make it again: npm run train:models',
    );
  }
  const version = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  return { ...parsed.data, words, letters, polarity, version };
}
