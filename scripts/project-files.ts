import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { VocConfig } from '../shared/runtime/config.ts';
import { parseConfig } from '../shared/runtime/parse-config.ts';

/** The repository, wherever the command is called from. */
export const PROJECT_ROOT = new URL('../', import.meta.url);
export const SETTINGS_DIRECTORY = new URL('shared/settings/', PROJECT_ROOT);
export const MODELS_DIRECTORY = new URL('shared/models/', PROJECT_ROOT);
/** Data sets for measuring; not part of the repository. */
export const DEVELOPMENT_DATA = new URL('../shared/data/', PROJECT_ROOT);
export const DEFAULT_DATA_DIR = fileURLToPath(new URL('.voc/local/', PROJECT_ROOT));

/**
 * The deploy-time configuration of this project.
 * @throws VocError `config.invalid` with file and line
 */
export async function readProjectConfig(): Promise<VocConfig> {
  const file = new URL('voc.config.yaml', PROJECT_ROOT);
  return parseConfig(await readFile(file, 'utf8'), 'voc.config.yaml');
}
