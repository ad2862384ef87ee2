import { ROLES } from '../../../shared/domain/dashboard-api.ts';
import { OpenApiDocumentSchema } from '../open-api-schema.ts';
import { defineRoute } from '../route.ts';

/** What this API is. */
export const specificationRoutes = [
  defineRoute({
    method: 'get',
    path: '/openapi.json',
    summary: 'This document',
    roles: ROLES,
    success: { name: 'OpenApiDocument', schema: OpenApiDocumentSchema },
    example: {},
    handle: async ({ deps }) => ({ json: deps.openApi }),
  }),
];
