import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Analyzer, createAnalyzer } from '../shared/nlp/analyze.ts';
import { createLinderaTokenizer } from '../shared/nlp/lindera-tokenizer.ts';
import type { NlpSettings } from '../shared/nlp/nlp-settings.ts';
import type { SentimentModel } from '../shared/nlp/sentiment-model.ts';
import type { VocConfig } from '../shared/runtime/config.ts';
import { loadLinderaWasm } from '../shared/runtime/lindera-wasm.ts';
import { readSentimentModel, SENTIMENT_MODEL_FILE } from '../shared/runtime/sentiment-model-file.ts';
import { loadSettings } from '../shared/runtime/settings.ts';
import { usage } from './parse-options.ts';
import { SETTINGS_DIRECTORY } from './project-files.ts';

export interface LoadedAnalyzer {
  readonly analyzer: Analyzer;
  readonly settings: NlpSettings;
}

/** The Lindera module of the installed package. */
export function linderaWasmFile(): URL {
  return new URL(import.meta.resolve('lindera-wasm/lindera_wasm_bg.wasm'));
}

/** The analyzer as the pipeline runs it: the project's settings and brand names, and the given model if any. */
export async function loadAnalyzer(config: VocConfig, modelDir?: string): Promise<LoadedAnalyzer> {
  const [wasm, settings, sentimentModel] = await Promise.all([
    loadLinderaWasm(linderaWasmFile()),
    loadSettings(SETTINGS_DIRECTORY),
    modelDir === undefined ? undefined : readModel(modelDir),
  ]);
  const brandNames = [config.brand.name, ...config.brand.aliases];
  const analyzer = createAnalyzer({
    tokenizer: createLinderaTokenizer(wasm),
    settings,
    brandNames,
    sentimentModel,
  });
  return { analyzer, settings };
}

async function readModel(directory: string): Promise<SentimentModel> {
  const model = await readSentimentModel(pathToFileURL(`${resolve(directory)}/`));
  if (model !== undefined) return model;
  throw usage(`--model needs a directory with ${SENTIMENT_MODEL_FILE}, as "voc train --out DIR" writes it.`);
}
