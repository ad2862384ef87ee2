import { NOTHING_EDITED } from '../../shared/domain/settings-edition.ts';
import type { Taxonomy } from '../../shared/domain/taxonomy.ts';
import { applyEdition } from '../../shared/nlp/apply-edition.ts';
import type { ApiDeps } from './ports.ts';

/** Reasons and stages as people have edited them, and by which edition (0: as they were deployed). */
export async function currentTaxonomy(
  deps: Pick<ApiDeps, 'settings' | 'deployed'>,
): Promise<{ edition: number; taxonomy: Taxonomy }> {
  const { edition } = await deps.settings.head();
  const newest = edition === 0 ? undefined : await deps.settings.edition(edition);
  const { taxonomy } = applyEdition(deps.deployed.settings, newest?.content ?? NOTHING_EDITED);
  return { edition: newest?.edition ?? 0, taxonomy };
}
