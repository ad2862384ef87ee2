import { ROLES } from '../../../shared/domain/dashboard-api.ts';
import { TaxonomyViewSchema } from '../../../shared/domain/settings-api.ts';
import { NOTHING_EDITED } from '../../../shared/domain/settings-edition.ts';
import { applyEdition } from '../../../shared/nlp/apply-edition.ts';
import { newestEdition } from '../change-settings.ts';
import { defineRoute } from '../route.ts';

/** `/taxonomy`: how reasons and stages are called now. */
export const taxonomyRoutes = [
  defineRoute({
    method: 'get',
    path: '/taxonomy',
    summary: 'Reasons and stages with their names, as people have edited them',
    roles: ROLES,
    success: { name: 'Taxonomy', schema: TaxonomyViewSchema },
    example: {},
    async handle({ deps }) {
      const newest = await newestEdition(deps);
      const { taxonomy } = applyEdition(deps.deployed.settings, newest?.content ?? NOTHING_EDITED);
      const { codes, stages } = taxonomy;
      return { json: { edition: newest?.edition ?? 0, codes, stages } };
    },
  }),
];
