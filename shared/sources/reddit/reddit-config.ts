import * as z from 'zod';
import { linkId } from '../text/canonical-link.ts';

const NOT_APPROVED =
  'Reddit gives API access only after its own approval (Responsible Builder Policy), and commercial use needs a contract. Set approved: true when your company holds both';

const SubredditSchema = z.string().regex(/^\w{2,50}$/, 'the name after /r/');
/** The configuration of a Reddit source. */
export const RedditConfigSchema = z
  .strictObject({
    /** That Reddit has approved this use. Without it the connector does nothing. */
    approved: z.literal(true, NOT_APPROVED),
    /** The form that Reddit asks for. */
    userAgent: z
      .string()
      .regex(/^[\w.-]+:[\w.-]+:v?[\w.-]+ \(by \/u\/[\w-]+\)$/, 'platform:app-id:version (by /u/name)'),
    /** Subreddits of which every new post is collected. */
    subreddits: z.array(SubredditSchema).max(20).default([]),
    /** Searches in all of Reddit or in one subreddit. */
    searches: z
      .array(z.strictObject({ q: z.string().trim().min(1).max(512), subreddit: SubredditSchema.optional() }))
      .max(20)
      .default([]),
    /** Collects the comments of the subreddits as well. */
    comments: z.boolean().default(false),
    /** The name under which the app appears in reports. */
    app: z.string().min(1).optional(),
    /** Older posts are neither collected nor looked at again. */
    recheckDays: z.int().min(1).max(365).default(30),
    /** Time between two looks at what was collected, for deletions and edits. */
    recheckHours: z.number().min(0).default(24),
    baseUrl: z.url().default('https://oauth.reddit.com'),
    tokenUrl: z.url().default('https://www.reddit.com/api/v1/access_token'),
    pauseMs: z.int().min(0).default(700),
  })
  .refine(({ subreddits, searches }) => subreddits.length + searches.length > 0, {
    path: ['subreddits'],
    message: 'name at least one subreddit, or a search',
  });
export type RedditConfig = z.infer<typeof RedditConfigSchema>;

/** A list of posts or comments, the newest first. */
export interface RedditListing {
  /** Its name in the checkpoint. */
  readonly key: string;
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** What a configuration asks for. */
export function listingsOf({ subreddits, searches, comments }: RedditConfig): RedditListing[] {
  const listing = (path: string, parameters: Readonly<Record<string, string>> = {}) => ({
    key: linkId(JSON.stringify([path, parameters])).slice(0, 12),
    path,
    parameters,
  });
  return [
    ...subreddits.map((name) => listing(`/r/${name}/new`)),
    ...(comments ? subreddits.map((name) => listing(`/r/${name}/comments`)) : []),
    ...searches.map(({ q, subreddit }) =>
      subreddit === undefined
        ? listing('/search', { q, sort: 'new' })
        : listing(`/r/${subreddit}/search`, { q, sort: 'new', restrict_sr: '1' }),
    ),
  ];
}
