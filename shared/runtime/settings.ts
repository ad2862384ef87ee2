import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type * as z from 'zod';
import { VocError } from '../domain/errors.ts';
import { CONCEPTS_FILE, codesWithoutPartner, type NlpSettings, SETTINGS_FILES } from '../nlp/nlp-settings.ts';
import { type Concepts, parseConcepts } from '../nlp/parse-concepts.ts';
import { parseYamlFile } from './yaml-file.ts';

/**
 * Reads and validates the settings files of a directory (its URL ends in `/`). The version is the hash of what the
 * files say, so that a changed comment changes nothing.
 * @throws VocError `settings.invalid` (config) with file and line of every problem of a file
 */
export async function loadSettings(directory: URL): Promise<NlpSettings> {
  const [taxonomy, cues, englishLexicon, stopWords, domainWords, copyRules, concepts] = await Promise.all([
    readSettingsFile(directory, SETTINGS_FILES.taxonomy),
    readSettingsFile(directory, SETTINGS_FILES.cues),
    readSettingsFile(directory, SETTINGS_FILES.englishLexicon),
    readSettingsFile(directory, SETTINGS_FILES.stopWords),
    readSettingsFile(directory, SETTINGS_FILES.domainWords),
    readSettingsFile(directory, SETTINGS_FILES.copyRules),
    readConcepts(directory),
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
  const content = { taxonomy, cues, englishLexicon, stopWords, domainWords, copyRules };
  // Wording of our own messages does not change how a customer's text is read.
  const { copyRules: _unread, ...read } = content;
  return {
    ...content,
    concepts,
    version: createHash('sha256')
      .update(JSON.stringify([read, [...concepts.entries]]))
      .digest('hex')
      .slice(0, 16),
  };
}

async function readConcepts(directory: URL): Promise<Concepts> {
  const parsed = parseConcepts(await readText(new URL(CONCEPTS_FILE, directory)));
  if (parsed.ok) return parsed.concepts;
  const problems = parsed.problems.map(({ line, message }) => `${CONCEPTS_FILE}:${line} ${message}`);
  throw new VocError(
    'settings.invalid',
    'config',
    `${CONCEPTS_FILE} is not valid. Correct these lines:\n  ${problems.join('\n  ')}`,
  );
}

async function readSettingsFile<Schema extends z.ZodType>(
  directory: URL,
  entry: { readonly file: string; readonly schema: Schema },
): Promise<z.output<Schema>> {
  const yaml = await readText(new URL(entry.file, directory));
  return parseYamlFile(entry.schema, yaml, entry.file, 'settings.invalid');
}

async function readText(url: URL): Promise<string> {
  try {
    return await readFile(url, 'utf8');
  } catch (cause) {
    throw new VocError('settings.invalid', 'config', `Cannot read the settings file ${fileURLToPath(url)}.`, {
      cause,
    });
  }
}
