import { VocError } from '../domain/errors.ts';
import { appStoreConnect } from './app-store-connect.ts';
import { appleFeed } from './apple-feed.ts';
import { channelTalk } from './channel-talk.ts';
import { communityBoard } from './community-board.ts';
import type { SourceConnector } from './contract.ts';
import { googlePlay } from './google-play.ts';
import { intercom } from './intercom.ts';
import { kakaoSearch } from './kakao-search.ts';
import { naverSearch } from './naver-search.ts';
import { reddit } from './reddit.ts';
import { rss } from './rss.ts';
import { typeform } from './typeform.ts';
import { youtubeComments } from './youtube-comments.ts';
import { zendesk } from './zendesk.ts';

/** Every connector, by its id. A new source is one file and one line here. */
export const connectors = {
  'apple-feed': appleFeed,
  'app-store-connect': appStoreConnect,
  'channel-talk': channelTalk,
  'community-board': communityBoard,
  'google-play': googlePlay,
  intercom,
  'kakao-search': kakaoSearch,
  'naver-search': naverSearch,
  reddit,
  rss,
  typeform,
  'youtube-comments': youtubeComments,
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
