import type { Brief, BriefSection } from './brief.ts';
import { safeUrl } from './html.ts';

/**
 * What one message may hold: https://docs.slack.dev/reference/block-kit/blocks. The sum over all blocks is not
 * documented; above some 13,200 characters Slack answers `msg_blocks_too_long`.
 */
export const SLACK_LIMITS = {
  blocks: 50,
  headerText: 150,
  sectionText: 3_000,
  blocksText: 12_000,
  text: 4_000,
} as const;

export interface SlackText {
  readonly type: 'plain_text' | 'mrkdwn';
  readonly text: string;
  /** Turns off links, mentions and channel names that Slack would find in the text by itself. */
  readonly verbatim?: true;
}
export interface SlackBlock {
  readonly type: 'header' | 'section';
  readonly text: SlackText;
}
/** The body of a message; `text` is what a notification shows. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}

/**
 * A brief as messages within the limits of Block Kit: the title, the news and the link first, the details in as few
 * further messages as hold them (replies in a thread, where there is one).
 */
export function slackMessages(brief: Brief): [SlackMessage, ...SlackMessage[]] {
  const [news, ...details] = brief.sections;
  const url = safeUrl(brief.url);
  const head: SlackBlock[] = [
    { type: 'header', text: { type: 'plain_text', text: clip(brief.title, SLACK_LIMITS.headerText) } },
    ...(news === undefined ? [] : sectionBlocks(news)),
    ...(url === undefined ? [] : [section(`<${linkTarget(url)}|${escapeSlack(brief.open)}>`)]),
  ];
  const text = clip([brief.title, ...(news?.lines ?? [])].join('\n'), SLACK_LIMITS.text);
  // The first message keeps its link, whatever its length: packing never splits it off.
  const [first = [], ...rest] = packed([head, ...details.map(sectionBlocks)]);
  return [
    { text: escapeSlack(text), blocks: first },
    ...rest.map((blocks) => ({ text: escapeSlack(clip(brief.title, SLACK_LIMITS.text)), blocks })),
  ];
}

/**
 * Text as it may stand in mrkdwn. `& < >` are escaped, as Slack asks; the signs of formatting are replaced by their
 * look-alikes, because there is no escape for them, so that customers' words stay as they wrote them.
 */
export function escapeSlack(text: string): string {
  return escapeMrkdwn(text)
    .replaceAll('*', '∗')
    .replaceAll('~', '∼')
    .replaceAll('_', '＿')
    .replaceAll('`', 'ˋ');
}

/** The signs that Slack asks to escape: https://docs.slack.dev/messaging/formatting-message-text#escaping */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function sectionBlocks({ heading, lines, quotes }: BriefSection): SlackBlock[] {
  const parts = [
    `*${escapeSlack(oneLine(heading))}*`,
    ...lines.map((line) => `• ${escapeSlack(oneLine(line))}`),
    ...quotes.map((quote) => `&gt; ${escapeSlack(oneLine(quote))}`),
  ];
  const blocks: string[] = [];
  for (const part of parts) {
    const line = clipEscaped(part, SLACK_LIMITS.sectionText);
    const last = blocks.at(-1);
    if (last !== undefined && last.length + 1 + line.length <= SLACK_LIMITS.sectionText) {
      blocks[blocks.length - 1] = `${last}\n${line}`;
    } else blocks.push(line);
  }
  return blocks.map(section);
}

function section(text: string): SlackBlock {
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}

/** Groups of blocks in as few messages as hold them; a group is cut only where it alone is too large. */
function packed(groups: readonly (readonly SlackBlock[])[]): SlackBlock[][] {
  const messages: SlackBlock[][] = [];
  let length = 0;
  const put = (blocks: readonly SlackBlock[]): void => {
    messages.push([...blocks]);
    length = lengthOf(blocks);
  };
  for (const [index, group] of groups.entries()) {
    const last = messages.at(-1);
    // The head stays alone: it is what everybody reads, the rest goes into the thread.
    const fits =
      index > 1 &&
      last !== undefined &&
      last.length + group.length <= SLACK_LIMITS.blocks &&
      length + lengthOf(group) <= SLACK_LIMITS.blocksText;
    if (fits) {
      last.push(...group);
      length += lengthOf(group);
    } else for (const part of cut(group)) put(part);
  }
  return messages;
}

function cut(group: readonly SlackBlock[]): SlackBlock[][] {
  const parts: SlackBlock[][] = [];
  let length = 0;
  for (const block of group) {
    const last = parts.at(-1);
    const size = lengthOf([block]);
    if (last !== undefined && last.length < SLACK_LIMITS.blocks && length + size <= SLACK_LIMITS.blocksText) {
      last.push(block);
      length += size;
    } else {
      parts.push([block]);
      length = size;
    }
  }
  return parts;
}

function lengthOf(blocks: readonly SlackBlock[]): number {
  return blocks.reduce((sum, { text }) => sum + text.text.length, 0);
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/** At most so many UTF-16 units; never half a character. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cutAt = text.slice(0, limit - 1);
  return `${/[\uD800-\uDBFF]$/.test(cutAt) ? cutAt.slice(0, -1) : cutAt}…`;
}

/** Never half an entity. */
function clipEscaped(text: string, limit: number): string {
  return text.length <= limit ? text : clip(text, limit).replace(/&[a-z]{0,3}…$/, '…');
}

/** Inside `<…|…>` these signs would end the link. */
function linkTarget(url: string): string {
  return url.replaceAll('&', '&amp;').replaceAll('<', '%3C').replaceAll('>', '%3E').replaceAll('|', '%7C');
}
