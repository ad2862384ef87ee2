import type { HesitationCode, Taxonomy } from '../domain/taxonomy.ts';
import { draftsFor } from './draft-templates.ts';

/** The text that answers a reason, with 〔 〕 for what only the company knows. */
export function guideFor(
  code: HesitationCode,
  { brand, taxonomy }: { readonly brand: string; readonly taxonomy: Taxonomy },
): string {
  const name = taxonomy.codes.find((entry) => entry.code === code)?.name.ko ?? code;
  return draftsFor(code, { brand, phrase: name })[0] ?? '';
}
