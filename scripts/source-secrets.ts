import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { VocError } from '../shared/domain/errors.ts';
import { PROJECT_ROOT } from './project-files.ts';

/** Where a developer puts the secrets of sources on one machine; not part of the project. */
export const SOURCE_SECRETS_FILE = new URL('.voc/source-secrets.json', PROJECT_ROOT);

const FileSchema = z.record(z.string(), z.union([z.string(), z.record(z.string(), z.unknown())]));

/**
 * The text of a source's secret on this machine, from `.voc/source-secrets.json`: `{"voc/sources/naver": {…}}`;
 * undefined where the file or the name is absent.
 * @throws VocError `config.invalid` (config) where the file is not such JSON
 */
export function localSourceSecret(name: string, file: URL = SOURCE_SECRETS_FILE): string | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  const secret = parse(text)[name];
  return typeof secret === 'object' ? JSON.stringify(secret) : secret;
}

function parse(text: string): z.infer<typeof FileSchema> {
  try {
    return FileSchema.parse(JSON.parse(text));
  } catch {
    throw new VocError(
      'config.invalid',
      'config',
      '.voc/source-secrets.json is not {"name of the secret": {"field": "value"}}. Correct it.',
    );
  }
}
