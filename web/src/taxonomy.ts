import type { Taxonomy } from '../../shared/domain/taxonomy.ts';
import data from '../../shared/settings/taxonomy.yaml';
import type { Language } from './i18n/language.tsx';

/** The taxonomy as the build found it; the pipeline validates the same file with its schema. */
export const taxonomy = data as Taxonomy;

/** The reader's name of a hesitation code; a code that left the taxonomy keeps its own. */
export function codeName(code: string, language: Language): string {
  return taxonomy.codes.find((entry) => entry.code === code)?.name[language] ?? code;
}

/** What a hesitation code covers, in one line. */
export function codeMeaning(code: string, language: Language): string {
  return taxonomy.codes.find((entry) => entry.code === code)?.what[language] ?? '';
}

/** The reader's name of a funnel stage. */
export function stageName(stage: string, language: Language): string {
  return taxonomy.stages.find((entry) => entry.stage === stage)?.name[language] ?? stage;
}
