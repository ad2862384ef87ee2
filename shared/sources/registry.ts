import { VocError } from '../domain/errors.ts';
import { appStoreConnect } from './app-store-connect.ts';
import { appleFeed } from './apple-feed.ts';
import type { SourceConnector } from './contract.ts';
import { googlePlay } from './google-play.ts';
import { kakaoSearch } from './kakao-search.ts';
import { naverSearch } from './naver-search.ts';
import { zendesk } from './zendesk.ts';

/** Every connector, by its id. A new source is one file and one line here. */
export const connectors = {
  'apple-feed': appleFeed,
  'app-store-connect': appStoreConnect,
  'google-play': googlePlay,
  'kakao-search': kakaoSearch,
  'naver-search': naverSearch,
  zendesk,
} as const satisfies Record<string, SourceConnector>;

/**
 * The connector of an id in the configuration.
 * @throws VocError `source.unknown` (config) that names the known ones
 */
export function connectorById(id: string): SourceConnector {
  const found = Object.entries(connectors).find(([known]) => known === id)?.[1];
  if (found !== undefined) return found;
  const known = Object.keys(connectors).join(', ');
  throw new VocError(
    'source.unknown',
    'config',
    `There is no connector "${id}". Known connectors: ${known}.`,
  );
}
