import { isVocError, VocError } from '../../domain/errors.ts';
import type { SourceConfig } from '../../runtime/config.ts';
import { readConfig } from '../access/read-config.ts';
import { funnelConnectorById } from './registry.ts';

/**
 * Holds the funnel sources of voc.config.yaml against their connectors before anything is deployed or run.
 * @throws VocError `source.config-invalid` (config) that lists every problem
 */
export function checkFunnelSources(sources: readonly SourceConfig[]): void {
  const problems = sources.flatMap(problemsOf);
  if (problems.length === 0) return;
  throw new VocError(
    'source.config-invalid',
    'config',
    `voc.config.yaml has funnel sources that cannot work:\n  ${problems.join('\n  ')}`,
    { details: { problems: problems.length } },
  );
}

function problemsOf(source: SourceConfig): string[] {
  try {
    readConfig(funnelConnectorById(source.connector).configSchema, source.config);
    if (source.secret !== undefined) return [];
    return [`${source.id}: needs the name of a secret; docs/insight.md lists its fields`];
  } catch (error) {
    if (!isVocError(error)) throw error;
    return [`${source.id}: ${error.message}`];
  }
}
