import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { trainSentiment } from '../../../../shared/nlp/train-sentiment.ts';
import { readSentimentModel, SENTIMENT_MODEL_FILE } from '../../../../shared/runtime/sentiment-model-file.ts';

let directory: string;
const url = (): URL => pathToFileURL(`${directory}/`);

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'voc-model-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('the file of a sentiment model', () => {
  it('gives back the model that was trained', async () => {
    const samples = Array.from({ length: 240 }, (_, index) =>
      index % 2 === 0
        ? { text: `환급이 빨라서 정말 좋아요 ${index}`, rating: 5 }
        : { text: `인증이 안 돼서 화가 나요 ${index}`, rating: 1 },
    );
    const { model } = trainSentiment(samples);
    writeFileSync(join(directory, SENTIMENT_MODEL_FILE), JSON.stringify(model));
    expect(await readSentimentModel(url())).toEqual(model);
  });

  it('may be absent: then the analyzer works without one', async () => {
    expect(await readSentimentModel(url())).toBeUndefined();
  });

  it.each(['{"half', '{"weights": 1}'])('is refused when it says %s', async (text) => {
    writeFileSync(join(directory, SENTIMENT_MODEL_FILE), text);
    await expect(readSentimentModel(url())).rejects.toMatchObject({
      code: 'settings.invalid',
      kind: 'config',
    });
  });
});
