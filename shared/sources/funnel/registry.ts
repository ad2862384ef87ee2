import { VocError } from '../../domain/errors.ts';
import type { FunnelConnector } from './contract.ts';
import { ga4 } from './ga4.ts';

/** Every system that the funnel comes from, by its id. A new one is one file and one line here. */
export const funnelConnectors = { ga4 } as const satisfies Record<string, FunnelConnector>;

/**
 * The connector of an id in the configuration.
 * @throws VocError `source.unknown` (config) that names the known ones
 */
export function funnelConnectorById(id: string): FunnelConnector {
  const found = Object.entries(funnelConnectors).find(([known]) => known === id)?.[1];
  if (found !== undefined) return found;
  const known = Object.keys(funnelConnectors).join(', ');
  throw new VocError(
    'source.unknown',
    'config',
    `There is no connector "${id}" for the funnel. Known connectors: ${known}.`,
  );
}
