import type { SourceConfig } from '../../runtime/config.ts';
import { checkConfigured, secretProblems } from '../access/check-configured.ts';
import { readConfig } from '../access/read-config.ts';
import { customerConnectorById } from './registry.ts';

/**
 * Holds the customer sources of voc.config.yaml against their connectors before anything is deployed or run.
 * @throws VocError `source.config-invalid` (config) that lists every problem
 */
export function checkCustomerSources(sources: readonly SourceConfig[]): void {
  checkConfigured('customer sources', sources, (source) => {
    readConfig(customerConnectorById(source.connector).configSchema, source.config);
    return secretProblems(source, `docs/connectors/${source.connector}.md`);
  });
}
