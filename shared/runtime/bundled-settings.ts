import { readFile } from 'node:fs/promises';
import { VocError } from '../domain/errors.ts';
import type { NlpSettings } from '../nlp/nlp-settings.ts';
import type { ConceptEntry } from '../nlp/parse-concepts.ts';

/** The settings in words of JSON: the entries of a concept as its file writes them. */
interface BundledSettings extends Omit<NlpSettings, 'concepts'> {
  readonly concepts: readonly (readonly [name: string, entries: readonly string[]])[];
}

/** The text of `settings.json`, which synthesis puts beside a bundle: settings that were read and found valid. */
export function bundleSettings(settings: NlpSettings): string {
  const concepts = [...settings.concepts.entries].map(
    ([name, entries]) => [name, entries.map(writtenEntry)] as const,
  );
  return `${JSON.stringify({ ...settings, concepts } satisfies BundledSettings)}\n`;
}

/**
 * The settings that synthesis put beside a bundle as `settings.json`. They were validated there; to do it again would
 * take a tenth of a second of every start.
 * @throws VocError `settings.invalid` (config) when the file is not there or cut off
 */
export async function readBundledSettings(file: URL): Promise<NlpSettings> {
  try {
    const { concepts, ...settings }: BundledSettings = JSON.parse(await readFile(file, 'utf8'));
    const entries = new Map(concepts.map(([name, written]) => [name, written.map(readEntry)]));
    return { ...settings, concepts: { entries } };
  } catch (cause) {
    throw new VocError(
      'settings.invalid',
      'config',
      'settings.json beside the function is not readable. Synthesize again.',
      { cause },
    );
  }
}

function writtenEntry({ text, atWordStart }: ConceptEntry): string {
  return atWordStart ? `^${text}` : text;
}

function readEntry(written: string): ConceptEntry {
  // A lone ^ is itself an entry.
  return written.length > 1 && written.startsWith('^')
    ? { text: written.slice(1), atWordStart: true }
    : { text: written, atWordStart: false };
}
