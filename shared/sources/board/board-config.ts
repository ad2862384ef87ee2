import * as cheerio from 'cheerio';
import * as z from 'zod';

const MIN_DELAY_MS = 1_000;
const LOCAL_HOSTS: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

const DELETED_TEXTS = ['삭제된 글', '삭제된 게시물', '존재하지 않는 게시물'];

/** A CSS selector that cheerio can run. */
const SelectorSchema = z.string().refine(isSelector, 'is not a CSS selector that cheerio knows');

/** A CSS selector, with `@name` behind it for an attribute instead of the text: `td.date@title`. */
const PlaceSchema = z
  .string()
  .regex(/^[^@]*(@[\w-]+)?$/, 'is a selector, or selector@attribute')
  .refine((place) => isSelector(selectorOf(place) || '*'), 'is not a CSS selector that cheerio knows');

const WebUrlSchema = z.url({ protocol: /^https?$/ });

/** Where a board keeps its parts, and how politely it is read. */
export const BoardConfigSchema = z
  .strictObject({
    /** The list, newest first; `{page}` stands for the number of the page. */
    listUrl: z
      .string()
      .refine((url) => WebUrlSchema.safeParse(pageAddress(url, 1)).success, 'is not a web address'),
    /** The number of the first page. */
    firstPage: z.int().min(0).default(1),
    /** One row of the list. */
    item: SelectorSchema,
    /** The link to the post, within the row; default: its first link. */
    link: SelectorSchema.optional(),
    title: PlaceSchema,
    /** Of several matches the first that is a date counts. */
    postedAt: PlaceSchema.optional(),
    author: PlaceSchema.optional(),
    /** Shows new comments without opening the post. */
    commentCount: PlaceSchema.optional(),
    /** Sticky rows to leave out: the row itself or something in it. */
    notice: SelectorSchema.optional(),
    /** The link to the next page, where `listUrl` cannot count. */
    nextPage: SelectorSchema.optional(),
    maxPages: z.int().min(1).max(1_000).default(10),
    /** Pages that every run reads, even when the first shows nothing new: edits, comments and deletions are seen there. */
    recheckPages: z.int().min(1).max(1_000).default(2),
    /** The text on the page of the post. Without it posts are not opened and the title is the text. */
    body: SelectorSchema.optional(),
    /** What the page of the post says more exactly than the list. */
    detail: z.strictObject({ postedAt: PlaceSchema.optional(), author: PlaceSchema.optional() }).optional(),
    comments: z
      .strictObject({
        item: SelectorSchema,
        text: PlaceSchema,
        author: PlaceSchema.optional(),
        postedAt: PlaceSchema.optional(),
        /** Default: the number in the comment's own `id`, a `data-` attribute or the `id` of a part of it. */
        id: PlaceSchema.optional(),
      })
      .optional(),
    /** A pattern over the link whose first group (or whole match) is the id; default: the last number that is no page. */
    id: z.string().refine(isPattern, 'is not a regular expression').optional(),
    /** Where the id stands, when not in the link: `header@data-review-id`. */
    idFrom: PlaceSchema.optional(),
    app: z.string().min(1).max(200).optional(),
    /** Between two requests; a longer `Crawl-delay` of robots.txt wins. Up to half more is added by chance. */
    delayMs: z.int().min(0).default(3_000),
    /** E-mail or web address that the board's operator finds in our `User-Agent`. */
    contact: z.union([z.email(), WebUrlSchema], 'is neither an e-mail address nor a web address'),
    maxPostsPerRun: z.int().min(1).max(10_000).default(200),
    deletedText: z.array(z.string().min(1)).default(DELETED_TEXTS),
    /**
     * Who at the board allowed storing, and when. Pages marked noindex or noarchive are stored only with it; robots.txt
     * holds in any case.
     */
    agreement: z.string().min(10).optional(),
  })
  .superRefine((config, context) => {
    const host = URL.parse(pageAddress(config.listUrl, 1))?.hostname ?? '';
    if (config.delayMs < MIN_DELAY_MS && !LOCAL_HOSTS.has(host)) {
      context.addIssue({ code: 'custom', path: ['delayMs'], message: `must be at least ${MIN_DELAY_MS}` });
    }
    if (config.body === undefined && (config.comments !== undefined || config.detail !== undefined)) {
      context.addIssue({ code: 'custom', path: ['body'], message: 'is needed to read comments or detail' });
    }
  });
export type BoardConfig = z.infer<typeof BoardConfigSchema>;

/** The address of a page of the list. Without `{page}` it is always the same. */
export function pageAddress(listUrl: string, page: number): string {
  return listUrl.replaceAll('{page}', String(page));
}

/** Whether the list can be asked for a page by its number. */
export function countsPages(listUrl: string): boolean {
  return listUrl.includes('{page}');
}

/** How the id is found in the link; undefined: by its last number. */
export function idPattern(config: BoardConfig): RegExp | undefined {
  return config.id === undefined ? undefined : new RegExp(config.id);
}

/** `td.date@title` → `td.date`; empty: the element itself. */
export function selectorOf(place: string): string {
  return (place.split('@')[0] ?? '').trim();
}

/** `td.date@title` → `title`; undefined: the text. */
export function attributeOf(place: string): string | undefined {
  return place.split('@')[1];
}

function isSelector(selector: string): boolean {
  try {
    cheerio.load('<p></p>')(selector);
    return selector.trim() !== '';
  } catch {
    return false;
  }
}

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern).source !== '';
  } catch {
    return false;
  }
}
