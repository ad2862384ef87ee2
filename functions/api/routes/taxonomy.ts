import { ROLES } from '../../../shared/domain/dashboard-api.ts';
import { TaxonomyViewSchema } from '../../../shared/domain/settings-api.ts';
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
      const { edition, applied } = await deps.newestSettings();
      const { codes, stages } = applied.taxonomy;
      return { json: { edition: edition?.edition ?? 0, codes, stages } };
    },
  }),
];
