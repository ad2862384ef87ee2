import type { SourceConfig } from '../runtime/config.ts';
import { checkConfigured, secretProblems } from './access/check-configured.ts';
import { readConfig } from './access/read-config.ts';
import { connectorById } from './registry.ts';
import { storefrontClashes } from './stores/one-per-storefront.ts';

/**
 * Holds the sources of voc.config.yaml against their connectors before anything is deployed or run: known connector,
 * valid configuration, a named secret where one is needed, and no app whose reviews would be collected twice.
 * @throws VocError `source.config-invalid` (config) that lists every problem
 */
export function checkSources(sources: readonly SourceConfig[]): void {
  const clashes = storefrontClashes(sources).map(
    ([one, other]) =>
      `${one} and ${other} collect the same app and storefront; keep one, or reviews count twice`,
  );
  checkConfigured(
    'sources',
    sources,
    (source) => {
      const connector = connectorById(source.connector);
      readConfig(connector.configSchema, source.config);
      return connector.secretSchema === undefined
        ? []
        : secretProblems(source, `docs/connectors/${source.connector}.md`);
    },
    clashes,
  );
}
