import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type * as z from 'zod';
import { VocError } from '../domain/errors.ts';
import { codesWithoutPartner, type NlpSettings, SETTINGS_FILES } from '../nlp/nlp-settings.ts';
import { parseYamlFile } from './config.ts';

/**
 * Reads and validates the settings files of a directory (its URL ends in `/`). The version is the hash of what the
 * files say, so that a changed comment changes nothing.
 * @throws VocError `settings.invalid` (config) with file and line of every problem of a file
 */
export async function loadSettings(directory: URL): Promise<NlpSettings> {
  const [taxonomy, cues, lexicon, stopWords, domainWords, copyRules] = await Promise.all([
    readSettingsFile(directory, SETTINGS_FILES.taxonomy),
    readSettingsFile(directory, SETTINGS_FILES.cues),
    readSettingsFile(directory, SETTINGS_FILES.lexicon),
    readSettingsFile(directory, SETTINGS_FILES.stopWords),
    readSettingsFile(directory, SETTINGS_FILES.domainWords),
    readSettingsFile(directory, SETTINGS_FILES.copyRules),
  ]);
  const { withoutName, withoutCues } = codesWithoutPartner(taxonomy, cues);
  if (withoutName.length + withoutCues.length > 0) {
    const problems = [
      ...withoutName.map((code) => `${code} has cues in cues.yaml, but is not in taxonomy.yaml`),
      ...withoutCues.map((code) => `${code} is in taxonomy.yaml, but has no cues in cues.yaml`),
    ];
    throw new VocError(
      'settings.invalid',
      'config',
      `The settings do not fit together:\n  ${problems.join('\n  ')}`,
    );
  }
  const content = { taxonomy, cues, lexicon, stopWords, domainWords, copyRules };
  // Wording of our own messages does not change how a customer's text is read.
  const { copyRules: _unread, ...read } = content;
  return {
    ...content,
    version: createHash('sha256').update(JSON.stringify(read)).digest('hex').slice(0, 16),
  };
}

async function readSettingsFile<Schema extends z.ZodType>(
  directory: URL,
  entry: { readonly file: string; readonly schema: Schema },
): Promise<z.output<Schema>> {
  const url = new URL(entry.file, directory);
  let yaml: string;
  try {
    yaml = await readFile(url, 'utf8');
  } catch (cause) {
    throw new VocError('settings.invalid', 'config', `Cannot read the settings file ${fileURLToPath(url)}.`, {
      cause,
    });
  }
  return parseYamlFile(entry.schema, yaml, entry.file, 'settings.invalid');
}
