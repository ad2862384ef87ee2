import { readFile } from 'node:fs/promises';
import { type CompanyModel, unpackCompanyModel } from '../nlp/company-model.ts';
import { unpackVoiceModel, type VoiceModel } from '../nlp/voice-model.ts';

/** The shipped model: in `shared/models/`, and beside the deployed analyzer. */
export const VOICE_MODEL_FILE = 'voice.model';
/** What `voc train` writes, `--model DIR` reads, and lies beside the deployed analyzer. */
export const COMPANY_MODEL_FILE = 'company.model';

/**
 * Reads the shipped model of a directory (its URL ends in `/`).
 * @throws Error when there is none; VocError `settings.invalid` (config) when it is of another version
 */
export async function readVoiceModel(directory: URL): Promise<VoiceModel> {
  return unpackVoiceModel(await readFile(new URL(VOICE_MODEL_FILE, directory)));
}

/**
 * The company's model of a directory (its URL ends in `/`), or undefined where there is none.
 * @throws VocError `settings.invalid` (config) when the file is there but is no model of this version
 */
export async function readCompanyModel(directory: URL): Promise<CompanyModel | undefined> {
  const bytes = await readFile(new URL(COMPANY_MODEL_FILE, directory)).catch(() => undefined);
  return bytes === undefined ? undefined : unpackCompanyModel(bytes);
}
