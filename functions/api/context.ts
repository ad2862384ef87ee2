import { createDayTotals } from './day-totals.ts';
import { createNewestSettings } from './newest-settings.ts';
import type { OpenApiDocument } from './open-api-schema.ts';
import type { ApiDeps } from './ports.ts';
import { createVoiceSearch } from './voice-search.ts';

/** What handlers work with: the world, and what one instance keeps between requests. */
export interface ApiContext extends ApiDeps {
  readonly totals: ReturnType<typeof createDayTotals>;
  readonly search: ReturnType<typeof createVoiceSearch>;
  /** The settings as they hold now. */
  readonly newestSettings: ReturnType<typeof createNewestSettings>;
  /** The document of this very API. */
  readonly openApi: OpenApiDocument;
}

export function createContext(deps: ApiDeps, openApi: OpenApiDocument): ApiContext {
  return {
    ...deps,
    totals: createDayTotals(deps),
    search: createVoiceSearch(deps),
    newestSettings: createNewestSettings(deps),
    openApi,
  };
}
