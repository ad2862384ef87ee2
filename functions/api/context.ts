import { createDayTotals } from './day-totals.ts';
import { createMessageArchive } from './message-archive.ts';
import { createNewestSettings } from './newest-settings.ts';
import type { OpenApiDocument } from './open-api-schema.ts';
import { createPointCounts } from './point-counts.ts';
import { createPointEvidence } from './point-evidence.ts';
import type { ApiDeps } from './ports.ts';
import { createVoiceSearch } from './voice-search.ts';

/** What handlers work with: the world, and what one instance keeps between requests. */
export interface ApiContext extends ApiDeps {
  readonly totals: ReturnType<typeof createDayTotals>;
  readonly pointCounts: ReturnType<typeof createPointCounts>;
  readonly pointEvidence: ReturnType<typeof createPointEvidence>;
  readonly search: ReturnType<typeof createVoiceSearch>;
  readonly messages: ReturnType<typeof createMessageArchive>;
  /** The settings as they hold now. */
  readonly newestSettings: ReturnType<typeof createNewestSettings>;
  /** The document of this very API. */
  readonly openApi: OpenApiDocument;
}

export function createContext(deps: ApiDeps, openApi: OpenApiDocument): ApiContext {
  const search = createVoiceSearch(deps);
  return {
    ...deps,
    totals: createDayTotals(deps),
    pointCounts: createPointCounts(deps),
    pointEvidence: createPointEvidence({ ...deps, search }),
    search,
    messages: createMessageArchive(deps),
    newestSettings: createNewestSettings(deps),
    openApi,
  };
}
