import type { SOURCE_CONTENTS } from '../domain/dashboard-api.ts';
import type { SourceConfig, VocConfig } from './config.ts';

/** Every source of the configuration, in its order, with what it brings. */
export function configuredSources(
  config: Pick<VocConfig, 'sources' | 'customerSources' | 'messageSources' | 'funnelSources'>,
): { readonly source: SourceConfig; readonly brings: (typeof SOURCE_CONTENTS)[number] }[] {
  return [
    ...config.sources.map((source) => ({ source, brings: 'voices' as const })),
    ...config.customerSources.map((source) => ({ source, brings: 'customers' as const })),
    ...config.messageSources.map((source) => ({ source, brings: 'messages' as const })),
    ...config.funnelSources.map((source) => ({ source, brings: 'funnel' as const })),
  ];
}
