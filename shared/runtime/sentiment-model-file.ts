import { readFile } from 'node:fs/promises';
import { VocError } from '../domain/errors.ts';
import { type SentimentModel, SentimentModelSchema } from '../nlp/sentiment-model.ts';

/** The file that `voc train` writes, that `--model DIR` reads, and that lies beside the deployed analyzer. */
export const SENTIMENT_MODEL_FILE = 'sentiment-model.json';

/**
 * The model of a directory (its URL ends in `/`), or undefined where there is none.
 * @throws VocError `settings.invalid` (config) when the file is there but is no model of this version
 */
export async function readSentimentModel(directory: URL): Promise<SentimentModel | undefined> {
  const text = await readFile(new URL(SENTIMENT_MODEL_FILE, directory), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const parsed = SentimentModelSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new VocError(
    'settings.invalid',
    'config',
    `${SENTIMENT_MODEL_FILE} is not a model of this version. Train it again with "voc train".`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
