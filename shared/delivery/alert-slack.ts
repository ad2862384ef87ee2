import type { AlertMessage } from '../domain/alert.ts';
import type { AlertSink } from './alert-sink.ts';
import { type AlertReader, alertText } from './alert-text.ts';
import { safeUrl } from './html.ts';
import type { PostJson } from './post-json.ts';
import { clip, escapeMrkdwn, SLACK_LIMITS } from './slack-message.ts';

/** Of a button's link: https://docs.slack.dev/reference/block-kit/block-elements/button-element */
const MAX_LINK = 3_000;

/** The body of a Slack message. */
export interface SlackBody {
  /** Shown in notifications and where blocks are not; mrkdwn-escaped. */
  readonly text: string;
  readonly blocks: readonly object[];
}

/**
 * An alert in Block Kit. Our sentences and the words of customers go into rich text and plain text, where Slack reads no
 * markup: a quote can neither ping a channel nor fake a link.
 */
export function alertSlack(message: AlertMessage, reader: AlertReader): SlackBody {
  const { title, lines, quotes, open, reference } = alertText(message, reader);
  const link = safeUrl(message.url);
  return {
    text: escapeMrkdwn(title),
    blocks: [
      { type: 'header', text: plain(clip(title, SLACK_LIMITS.headerText)) },
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_list',
            style: 'bullet',
            elements: lines.map((line) => ({ type: 'rich_text_section', elements: [words(line)] })),
          },
          ...quotes.flatMap(({ text, source }) => [
            { type: 'rich_text_quote', elements: [words(text)] },
            { type: 'rich_text_section', elements: [{ ...words(source), style: { italic: true } }] },
          ]),
        ],
      },
      ...(link === undefined || link.length > MAX_LINK
        ? []
        : [{ type: 'actions', elements: [{ type: 'button', text: plain(open), url: link }] }]),
      { type: 'context', elements: [plain(reference)] },
    ],
  };
}

/** Sends alerts to an incoming webhook of Slack. `webhookUrl` is a secret: whoever has it can post. */
export function createAlertSlackSink(deps: {
  readonly post: PostJson;
  readonly reader: AlertReader;
  readonly webhookUrl: () => Promise<string>;
}): AlertSink {
  return {
    id: 'slack',
    async deliver(message) {
      await deps.post('slack', await deps.webhookUrl(), JSON.stringify(alertSlack(message, deps.reader)), {});
    },
  };
}

function words(text: string) {
  return { type: 'text', text: clip(text, SLACK_LIMITS.sectionText) };
}

function plain(text: string) {
  return { type: 'plain_text', text, emoji: false };
}
