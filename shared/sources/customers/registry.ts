import { VocError } from '../../domain/errors.ts';
import type { CustomerConnector } from './contract.ts';
import { dataverse } from './dataverse.ts';
import { zendeskUsers } from './zendesk-users.ts';

/** Every system that customers come from, by its id. A new one is one file and one line here. */
export const customerConnectors = {
  dataverse,
  'zendesk-users': zendeskUsers,
} as const satisfies Record<string, CustomerConnector>;

/**
 * The connector of an id in the configuration.
 * @throws VocError `source.unknown` (config) that names the known ones
 */
export function customerConnectorById(id: string): CustomerConnector {
  const found = Object.entries(customerConnectors).find(([known]) => known === id)?.[1];
  if (found !== undefined) return found;
  const known = Object.keys(customerConnectors).join(', ');
  throw new VocError(
    'source.unknown',
    'config',
    `There is no connector "${id}" for customers. Known connectors: ${known}.`,
  );
}
