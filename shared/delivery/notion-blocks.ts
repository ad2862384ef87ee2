import type { Brief, BriefSection } from './brief.ts';
import { safeUrl } from './html.ts';
import { clip } from './slack-message.ts';

/** https://developers.notion.com/reference/request-limits */
export const NOTION_LIMITS = { children: 100, text: 2_000, url: 2_000 } as const;

type BlockType = 'heading_2' | 'paragraph' | 'bulleted_list_item' | 'quote';
export interface NotionText {
  readonly type: 'text';
  readonly text: { readonly content: string; readonly link?: { readonly url: string } };
}
export type NotionBlock = { readonly object: 'block'; readonly type: BlockType } & {
  readonly [Type in BlockType]?: { readonly rich_text: readonly NotionText[] };
};

/** A brief as the blocks of a page. Rich text is data, not markup: nothing in it is read as formatting. */
export function notionBlocks(brief: Brief): NotionBlock[] {
  const url = safeUrl(brief.url);
  const link =
    url === undefined || url.length > NOTION_LIMITS.url
      ? []
      : [block('paragraph', { content: brief.open, link: { url } })];
  return [...link, ...brief.sections.flatMap(sectionBlocks)];
}

/** The title of a page, as the value of its title property. */
export function notionTitle(brief: Brief): NotionText[] {
  return [richText({ content: brief.title })];
}

function sectionBlocks({ heading, lines, quotes }: BriefSection): NotionBlock[] {
  return [
    block('heading_2', { content: heading }),
    ...lines.map((content) => block('bulleted_list_item', { content })),
    ...quotes.map((content) => block('quote', { content })),
  ];
}

function block(type: BlockType, text: NotionText['text']): NotionBlock {
  return { object: 'block', type, [type]: { rich_text: [richText(text)] } };
}

function richText(text: NotionText['text']): NotionText {
  return { type: 'text', text: { ...text, content: clip(text.content, NOTION_LIMITS.text) } };
}
