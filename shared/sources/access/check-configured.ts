import { isVocError, VocError } from '../../domain/errors.ts';
import type { SourceConfig } from '../../runtime/config.ts';

/**
 * Refuses a list of voc.config.yaml of which an entry has problems.
 * @param what how the entries are called, e.g. `customer sources`
 * @param problems of the list as a whole
 * @param check throws what is wrong with one entry, or gives it
 * @throws VocError `source.config-invalid` (config) that lists every problem
 */
export function checkConfigured(
  what: string,
  sources: readonly SourceConfig[],
  check: (source: SourceConfig) => readonly string[],
  problems: readonly string[] = [],
): void {
  const all = [...sources.flatMap((source) => problemsOf(source, check)), ...problems];
  if (all.length === 0) return;
  throw new VocError(
    'source.config-invalid',
    'config',
    `voc.config.yaml has ${what} that cannot work:\n  ${all.join('\n  ')}`,
    { details: { problems: all.length } },
  );
}

/** What an entry lacks whose connector needs a secret. */
export function secretProblems({ id, secret }: SourceConfig, listedIn: string): string[] {
  return secret === undefined ? [`${id}: needs the name of a secret; ${listedIn} lists its fields`] : [];
}

function problemsOf(source: SourceConfig, check: (source: SourceConfig) => readonly string[]): string[] {
  try {
    return [...check(source)];
  } catch (error) {
    if (!isVocError(error)) throw error;
    return [`${source.id}: ${error.message}`];
  }
}
