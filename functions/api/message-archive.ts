import { messageLine } from '../../shared/delivery/messages-csv.ts';
import { resolveTime } from '../../shared/domain/input-document.ts';
import type { ArchivedMessage } from '../../shared/domain/message-archive.ts';
import type { SentMessage } from '../../shared/domain/sent-message.ts';
import type { FunnelStage } from '../../shared/domain/taxonomy.ts';
import { archivedMessage, tellingChannels } from '../../shared/insight/messages/archived-message.ts';
import type { ApiDeps } from './ports.ts';

/** The message archive as one instance holds it. */
export interface HeldArchive {
  /** Newest first; times in UTC. */
  readonly messages: readonly SentMessage[];
  readonly byId: ReadonlyMap<string, SentMessage>;
  /** As the dashboard shows it; read once, because reading its words takes longest. */
  shown(message: SentMessage): ArchivedMessage;
  /** As a line of the CSV, likewise made once. */
  line(message: SentMessage): Uint8Array;
  readonly facets: {
    readonly channels: readonly string[];
    readonly segments: readonly string[];
    readonly stages: readonly FunnelStage[];
  };
}

export interface MessageFilter {
  readonly channel?: string | undefined;
  readonly segment?: string | undefined;
  readonly stage?: string | undefined;
  readonly campaign?: string | undefined;
  /** Letters in the text, in any case and spacing. */
  readonly text?: string | undefined;
}

/**
 * The archive, kept between requests: an import of messages changes its edition, and only then it is read again. A few
 * thousand messages are a few megabytes; reading them for each request would take most of a second.
 */
export function createMessageArchive(deps: Pick<ApiDeps, 'archive' | 'timeZone'>) {
  let held: { edition: string; archive: Promise<HeldArchive> } | undefined;
  return async (): Promise<HeldArchive> => {
    // Before the messages: whoever imports writes them first.
    const edition = await deps.archive.messagesEdition();
    if (held?.edition !== edition) {
      const archive = deps.archive.listMessages().then((messages) => heldOf(messages, deps.timeZone));
      held = { edition, archive };
      archive.catch(() => {
        held = undefined;
      });
    }
    return held.archive;
  };
}

/** Those of the archive that fit, newest first. */
export function filterMessages(messages: readonly SentMessage[], filter: MessageFilter): SentMessage[] {
  const wanted = filter.text === undefined ? undefined : plain(filter.text);
  const same = (asked: string | undefined, value: string | undefined) =>
    asked === undefined || asked === value;
  return messages.filter(
    (message) =>
      same(filter.channel, message.channel) &&
      same(filter.segment, message.segment) &&
      same(filter.stage, message.stage) &&
      same(filter.campaign, message.campaign) &&
      (wanted === undefined || plain(`${message.text} ${message.campaign}`).includes(wanted)),
  );
}

/** The place of a message in the list: its key falls from the newest to the oldest. */
export function messagePlace({ sentAt, messageId }: Pick<SentMessage, 'sentAt' | 'messageId'>): string {
  return `${sentAt} ${messageId}`;
}

function heldOf(stored: readonly SentMessage[], timeZone: string): HeldArchive {
  const messages = stored
    .map((message) => ({ ...message, sentAt: resolveTime(message.sentAt, timeZone).at.toISOString() }))
    .sort((a, b) => (messagePlace(a) < messagePlace(b) ? 1 : -1));
  const values = <Value extends string>(of: (message: SentMessage) => Value | undefined) =>
    [...new Set(messages.flatMap((message) => of(message) ?? []))].sort();
  const tells = tellingChannels(messages);
  const shown = madeOnce((message: SentMessage) => archivedMessage(message, { timeZone, tells }));
  return {
    messages,
    byId: new Map(messages.map((message) => [message.messageId, message])),
    shown,
    line: madeOnce((message) => messageLine(shown(message))),
    facets: {
      channels: values(({ channel }) => channel),
      segments: values(({ segment }) => segment),
      stages: values(({ stage }) => stage),
    },
  };
}

function madeOnce<Made>(make: (message: SentMessage) => Made): (message: SentMessage) => Made {
  const known = new Map<SentMessage, Made>();
  return (message) => {
    const before = known.get(message);
    if (before !== undefined) return before;
    const made = make(message);
    known.set(message, made);
    return made;
  };
}

function plain(text: string): string {
  return text.toLowerCase().replace(/\s+/gu, '');
}
