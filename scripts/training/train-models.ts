import { mkdir, writeFile } from 'node:fs/promises';
import { DEFAULT_HESITATION_CODES } from '../../shared/domain/taxonomy.ts';
import { createLinderaTokenizer } from '../../shared/nlp/lindera-tokenizer.ts';
import { normaliseText } from '../../shared/nlp/normalise-text.ts';
import { packVoiceModel, unpackVoiceModel } from '../../shared/nlp/voice-model.ts';
import { createWordReader } from '../../shared/nlp/word-reader.ts';
import { loadLindera } from '../../shared/runtime/lindera-wasm.ts';
import { loadSettings } from '../../shared/runtime/settings.ts';
import { linderaWasmFile, SHIPPED_MODEL } from '../load-analyzer.ts';
import { DEVELOPMENT_DATA, SETTINGS_DIRECTORY } from '../project-files.ts';
import { readLabelledTexts, readMovieReviews } from './read-training-texts.ts';
import { trainVoiceModel } from './train-voice-model.ts';

// npm run train:models: makes shared/models/voice.model from the texts of this folder, NSMC and the MIT-licensed sets.
const startMs = performance.now();
const note = (message: string) =>
  console.error(`train:models ${((performance.now() - startMs) / 1000).toFixed(0)} s: ${message}`);

const { texts, missing } = await readLabelledTexts(DEVELOPMENT_DATA);
if (missing.length > 0)
  note(`${missing.join(' and ')} not found in ${DEVELOPMENT_DATA.pathname}; training goes on without them`);
const films = await readMovieReviews(DEVELOPMENT_DATA);
note(`${texts.length} labelled voices, ${films.length} film reviews`);
const settings = await loadSettings(SETTINGS_DIRECTORY);
const readWords = createWordReader({
  tokenizer: createLinderaTokenizer(await loadLindera(linderaWasmFile())),
  settings,
});
const normalised = texts.map((each) => ({ ...each, text: normaliseText(each.text).text }));
const model = trainVoiceModel(
  normalised,
  films,
  DEFAULT_HESITATION_CODES,
  (text) => readWords(text).features.hashes,
  note,
);
const bytes = packVoiceModel({ ...model, version: '' });
await mkdir(new URL('./', SHIPPED_MODEL), { recursive: true });
await writeFile(SHIPPED_MODEL, bytes);
note(`wrote ${bytes.length} bytes, version ${unpackVoiceModel(bytes).version}`);
