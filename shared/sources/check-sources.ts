import { isVocError, VocError } from '../domain/errors.ts';
import type { SourceConfig } from '../runtime/config.ts';
import { readConfig } from './access/read-config.ts';
import { connectorById } from './registry.ts';
import { storefrontClashes } from './stores/one-per-storefront.ts';

/**
 * Holds the sources of voc.config.yaml against their connectors before anything is deployed or run: known connector,
 * valid configuration, a named secret where one is needed, and no app whose reviews would be collected twice.
 * @throws VocError `source.config-invalid` (config) that lists every problem
 */
export function checkSources(sources: readonly SourceConfig[]): void {
  const problems = sources.flatMap(problemsOf);
  for (const [one, other] of storefrontClashes(sources)) {
    problems.push(
      `${one} and ${other} collect the same app and storefront; keep one, or reviews count twice`,
    );
  }
  if (problems.length === 0) return;
  throw new VocError(
    'source.config-invalid',
    'config',
    `voc.config.yaml has sources that cannot work:\n  ${problems.join('\n  ')}`,
    { details: { problems: problems.length } },
  );
}

function problemsOf(source: SourceConfig): string[] {
  try {
    const connector = connectorById(source.connector);
    readConfig(connector.configSchema, source.config);
    if (connector.secretSchema === undefined || source.secret !== undefined) return [];
    return [
      `${source.id}: needs the name of a secret; docs/connectors/${source.connector}.md lists its fields`,
    ];
  } catch (error) {
    if (!isVocError(error)) throw error;
    return [`${source.id}: ${error.message}`];
  }
}
