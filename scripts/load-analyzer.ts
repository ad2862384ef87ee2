import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createAnalyzer, type TrainableAnalyzer } from '../shared/nlp/analyze.ts';
import type { CompanyModel } from '../shared/nlp/company-model.ts';
import { createLinderaTokenizer } from '../shared/nlp/lindera-tokenizer.ts';
import type { NlpSettings } from '../shared/nlp/nlp-settings.ts';
import type { Tokenizer } from '../shared/nlp/tokenizer.ts';
import type { VoiceModel } from '../shared/nlp/voice-model.ts';
import type { VocConfig } from '../shared/runtime/config.ts';
import { loadLindera } from '../shared/runtime/lindera-wasm.ts';
import {
  COMPANY_MODEL_FILE,
  readCompanyModel,
  readVoiceModel,
  VOICE_MODEL_FILE,
} from '../shared/runtime/model-files.ts';
import { loadSettings } from '../shared/runtime/settings.ts';
import { usage } from './parse-options.ts';
import { MODELS_DIRECTORY, SETTINGS_DIRECTORY } from './project-files.ts';

/** The model that the project ships; `npm run train:models` makes it. */
export const SHIPPED_MODEL = new URL(VOICE_MODEL_FILE, MODELS_DIRECTORY);

export interface LoadedAnalyzer {
  readonly analyzer: TrainableAnalyzer;
  readonly tokenizer: Tokenizer;
  readonly settings: NlpSettings;
  readonly voiceModel: VoiceModel;
}

/** The Lindera module of the installed package. */
export function linderaWasmFile(): URL {
  return new URL(import.meta.resolve('lindera-wasm/lindera_wasm_bg.wasm'));
}

/** The analyzer as the pipeline runs it: the project's settings and brand names, and the given model if any. */
export async function loadAnalyzer(config: VocConfig, modelDir?: string): Promise<LoadedAnalyzer> {
  const [lindera, settings, voiceModel, companyModel] = await Promise.all([
    loadLindera(linderaWasmFile()),
    loadSettings(SETTINGS_DIRECTORY),
    readVoiceModel(MODELS_DIRECTORY),
    modelDir === undefined ? undefined : readModel(modelDir),
  ]);
  const brandNames = [config.brand.name, ...config.brand.aliases];
  const tokenizer = createLinderaTokenizer(lindera);
  const analyzer = createAnalyzer({
    tokenizer,
    settings,
    brandNames,
    voiceModel,
    companyModel,
  });
  return { analyzer, tokenizer, settings, voiceModel };
}

async function readModel(directory: string): Promise<CompanyModel> {
  const model = await readCompanyModel(pathToFileURL(`${resolve(directory)}/`));
  if (model !== undefined) return model;
  throw usage(`--model needs a directory with ${COMPANY_MODEL_FILE}, as "voc train --out DIR" writes it.`);
}
