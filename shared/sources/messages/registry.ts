import { VocError } from '../../domain/errors.ts';
import { braze } from './braze.ts';
import type { MessageConnector } from './contract.ts';
import { notionMessages } from './notion-messages.ts';

/** Every system that sent messages come from, by its id. A new one is one file and one line here. */
export const messageConnectors = {
  braze,
  'notion-messages': notionMessages,
} as const satisfies Record<string, MessageConnector>;

/**
 * The connector of an id in the configuration.
 * @throws VocError `source.unknown` (config) that names the known ones
 */
export function messageConnectorById(id: string): MessageConnector {
  const found = Object.entries(messageConnectors).find(([known]) => known === id)?.[1];
  if (found !== undefined) return found;
  const known = Object.keys(messageConnectors).join(', ');
  throw new VocError(
    'source.unknown',
    'config',
    `There is no connector "${id}" for messages. Known connectors: ${known}.`,
  );
}
