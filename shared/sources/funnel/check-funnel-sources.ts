import type { SourceConfig } from '../../runtime/config.ts';
import { checkConfigured, secretProblems } from '../access/check-configured.ts';
import { readConfig } from '../access/read-config.ts';
import { funnelConnectorById } from './registry.ts';

/**
 * Holds the funnel sources of voc.config.yaml against their connectors before anything is deployed or run.
 * @throws VocError `source.config-invalid` (config) that lists every problem
 */
export function checkFunnelSources(sources: readonly SourceConfig[]): void {
  checkConfigured('funnel sources', sources, (source) => {
    readConfig(funnelConnectorById(source.connector).configSchema, source.config);
    return secretProblems(source, 'docs/insight.md');
  });
}
