import type { Taxonomy } from '../../shared/domain/taxonomy.ts';
import data from '../../shared/settings/taxonomy.yaml';
import type { Language } from './i18n/language.tsx';

/** Names of reasons and stages. */
type Names = Pick<Taxonomy, 'codes' | 'stages'>;

/** At first as the build found them; then as people call them now (`GET /v1/taxonomy`). */
let names: Names = data as Taxonomy;

/** From now on, reasons and stages are called so. Who shows names must be drawn again. */
export function setNames(current: Partial<Names>): void {
  names = { ...names, ...current };
}

/** The hesitation codes that there are. */
export function hesitationCodes(): readonly string[] {
  return names.codes.map(({ code }) => code);
}

/** The reader's name of a hesitation code; a code that left the taxonomy keeps its own. */
export function codeName(code: string, language: Language): string {
  return names.codes.find((entry) => entry.code === code)?.name[language] ?? code;
}

/** What a hesitation code covers, in one line. */
export function codeMeaning(code: string, language: Language): string {
  return names.codes.find((entry) => entry.code === code)?.what[language] ?? '';
}

/** The reader's name of a funnel stage. */
export function stageName(stage: string, language: Language): string {
  return names.stages.find((entry) => entry.stage === stage)?.name[language] ?? stage;
}
