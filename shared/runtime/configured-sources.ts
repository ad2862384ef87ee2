import type { SOURCE_CONTENTS } from '../domain/dashboard-api.ts';
import type { SourceConfig, VocConfig } from './config.ts';

/** A source of the configuration, with what it brings. */
export interface ConfiguredSource {
  readonly source: SourceConfig;
  readonly brings: (typeof SOURCE_CONTENTS)[number];
}

/** Every source of the configuration, in its order. */
export function configuredSources(
  config: Pick<VocConfig, 'sources' | 'customerSources' | 'messageSources' | 'funnelSources'>,
): ConfiguredSource[] {
  return [
    ...config.sources.map((source) => ({ source, brings: 'voices' as const })),
    ...config.customerSources.map((source) => ({ source, brings: 'customers' as const })),
    ...config.messageSources.map((source) => ({ source, brings: 'messages' as const })),
    ...config.funnelSources.map((source) => ({ source, brings: 'funnel' as const })),
  ];
}
