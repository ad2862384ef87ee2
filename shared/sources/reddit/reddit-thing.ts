import * as z from 'zod';
import { tidy } from '../feeds/feed-text.ts';
import { fitText } from '../text/fit-text.ts';

const MAX_TITLE_UNITS = 2_000;
const MAX_NAME_UNITS = 200;
/** What stands in the place of a text or an author that is gone. */
const GONE: readonly string[] = ['[deleted]', '[removed]', '[deleted by user]', '[ Removed by Reddit ]'];

/** Unix seconds of a time that a `Date` can hold and that is after Reddit began. */
const UnixSeconds = z.number().min(1_100_000_000).max(9_999_999_999);

/** A post (`t3`) or comment (`t1`) of a listing. */
export const ThingSchema = z.object({
  kind: z.enum(['t1', 't3']),
  data: z.object({
    name: z.string().regex(/^t[13]_[a-z0-9]{1,13}$/),
    author: z.string().nullish(),
    title: z.string().nullish(),
    selftext: z.string().nullish(),
    body: z.string().nullish(),
    subreddit: z.string().nullish(),
    created_utc: UnixSeconds,
    /** False, or when it was edited. */
    edited: z.union([z.boolean(), UnixSeconds]).nullish(),
    permalink: z.string().nullish(),
    removed_by_category: z.string().nullish(),
  }),
});
export type Thing = z.infer<typeof ThingSchema>['data'];

/** Whether its words are deleted or removed, so that they must go everywhere. */
export function isGone({ title, selftext, body, removed_by_category }: Thing): boolean {
  if (typeof removed_by_category === 'string' && removed_by_category !== '') return true;
  return [title, selftext, body].some((words) => GONE.includes(words ?? ''));
}

/** Changes when the words are edited or the account of the author is deleted. */
export function stampOf({ author, edited }: Thing): string {
  return `${typeof edited === 'number' ? Math.floor(edited) : 0}${isNamed(author) ? '' : 'x'}`;
}

/**
 * The input document of a post or comment that is not gone.
 * @param changedAt ISO 8601; when a known one was seen to be another, where Reddit does not say when it was edited
 */
export function documentOf(thing: Thing, app: string | undefined, changedAt?: string): unknown {
  const { author, body, created_utc, edited, name, permalink, selftext, subreddit } = thing;
  const title = tidy(thing.title ?? '');
  const words = tidy(unescaped(body ?? selftext ?? ''));
  const { text, truncated } = fitText(words === '' ? title : words);
  // The address and the place of posts on a profile are the account.
  const isProfile = /^u_/i.test(subreddit ?? '') || !/^\/r\/(?!u_)\w+\/comments\//i.test(permalink ?? '');
  return {
    id: name,
    source: 'community',
    app,
    publishedAt: isoOf(created_utc),
    editedAt: changedAt ?? (typeof edited === 'number' ? isoOf(edited) : undefined),
    title: words === '' || title === '' ? undefined : fitText(title, MAX_TITLE_UNITS).text,
    text,
    author: isNamed(author) ? { displayName: fitText(author, MAX_NAME_UNITS).text } : undefined,
    url: isProfile ? undefined : `https://www.reddit.com${permalink}`,
    attributes: {
      kind: name.startsWith('t1') ? 'comment' : 'post',
      ...(isProfile || typeof subreddit !== 'string' ? {} : { subreddit }),
      ...(truncated ? { truncated } : {}),
    },
  };
}

function isNamed(author: string | null | undefined): author is string {
  return typeof author === 'string' && author !== '' && !GONE.includes(author);
}

/** Editors of Reddit leave the entity of an invisible space between paragraphs. */
function unescaped(markdown: string): string {
  return markdown.replace(/&(?:amp;)?#x200B;|\u200B/gi, '');
}

function isoOf(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString();
}
