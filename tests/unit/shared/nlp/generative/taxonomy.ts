import { readFileSync } from 'node:fs';
import { type Taxonomy, TaxonomySchema } from '../../../../../shared/domain/taxonomy.ts';
import { parseYamlFile } from '../../../../../shared/runtime/yaml-file.ts';

/** The taxonomy of the repository. */
export const TAXONOMY: Taxonomy = parseYamlFile(
  TaxonomySchema,
  readFileSync('shared/settings/taxonomy.yaml', 'utf8'),
  'taxonomy.yaml',
  'settings.invalid',
);
export const CODES: ReadonlySet<string> = new Set(TAXONOMY.codes.map(({ code }) => code));
