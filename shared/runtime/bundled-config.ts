import { readFile } from 'node:fs/promises';
import { VocError } from '../domain/errors.ts';
import { type VocConfig, VocConfigSchema } from './config.ts';

/**
 * The validated configuration that synthesis puts beside a bundle as `config.json`.
 * @throws VocError `config.invalid` (config)
 */
export async function readBundledConfig(file: URL): Promise<VocConfig> {
  try {
    return VocConfigSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw new VocError(
      'config.invalid',
      'config',
      'config.json beside the function is not readable. Synthesize again.',
      {
        cause,
      },
    );
  }
}
