/** Tags of our drafts and campaigns begin with it; the rest is the ID of the suggestion that they try out. */
const PREFIX = 'voc:';
const TAG = /(?:^|[\s,;|])voc:([A-Za-z0-9_-]{1,64})(?=$|[\s,;|])/;
/** https://www.braze.com/docs/user_guide/engagement_tools/templates_and_media/content_blocks: how a message names one. */
const BLOCK_REFERENCE = /content_blocks\.\$\{\s*voc_\d{4}-W\d{2}_([A-Za-z0-9-]{1,64})_[0-9a-f]{8}\s*\}/;

/** The tag by which the archive knows that a message tries a suggestion out. */
export function suggestionTag(suggestionId: string): string {
  return PREFIX + suggestionId;
}

/** The suggestion that tags name: one tag, several in one text, or a list; undefined where none is ours. */
export function suggestionOfTags(tags: unknown): string | undefined {
  const texts: readonly unknown[] = Array.isArray(tags) ? tags : [tags];
  for (const text of texts) {
    const found = typeof text === 'string' ? TAG.exec(text)?.[1] : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The name of a content block of a suggestion; `hash` (8 hex) tells its texts apart. */
export function suggestionBlockName(of: { suggestionId: string; week: string; hash: string }): string {
  return `voc_${of.week}_${of.suggestionId.replaceAll(/[^A-Za-z0-9-]/g, '-')}_${of.hash}`;
}

/** The suggestion whose content block a message holds (`{{content_blocks.${voc_…}}}`); undefined where it has none. */
export function suggestionOfBlocks(body: string): string | undefined {
  return BLOCK_REFERENCE.exec(body)?.[1];
}
