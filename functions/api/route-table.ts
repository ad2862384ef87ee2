import type { Route } from './route.ts';
import { alertRoutes } from './routes/alerts.ts';
import { auditRoutes } from './routes/audit.ts';
import { collectionRoutes } from './routes/collection.ts';
import { copyCheckRoutes } from './routes/copy-check.ts';
import { customerRoutes } from './routes/customers.ts';
import { emergingRoutes } from './routes/emerging.ts';
import { followUpRoutes } from './routes/follow-ups.ts';
import { insightRoutes } from './routes/insights.ts';
import { linkReviewRoutes } from './routes/link-reviews.ts';
import { reanalysisRoutes } from './routes/reanalyses.ts';
import { reviewRoutes } from './routes/reviews.ts';
import { settingsRoutes } from './routes/settings.ts';
import { specificationRoutes } from './routes/specification.ts';
import { statusRoutes } from './routes/status.ts';
import { suggestionRoutes } from './routes/suggestions.ts';
import { taxonomyRoutes } from './routes/taxonomy.ts';
import { voiceRoutes } from './routes/voices.ts';

/**
 * Every route of the API. A new one is a `defineRoute` in a file of `routes/`, listed here: router, OpenAPI document,
 * generated tests and bench follow. See docs/api.md.
 */
export const ROUTES: readonly Route[] = [
  ...statusRoutes,
  ...insightRoutes,
  ...alertRoutes,
  ...linkReviewRoutes,
  ...suggestionRoutes,
  ...copyCheckRoutes,
  ...reviewRoutes,
  ...voiceRoutes,
  ...collectionRoutes,
  ...customerRoutes,
  ...followUpRoutes,
  ...auditRoutes,
  ...taxonomyRoutes,
  ...settingsRoutes,
  ...reanalysisRoutes,
  ...emergingRoutes,
  ...specificationRoutes,
];
