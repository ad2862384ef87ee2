import * as z from 'zod';
import type { Erasure, ItemProblem } from '../contract.ts';
import { joinedTags, present } from '../record/document-fields.ts';
import { fitText } from '../text/fit-text.ts';
import { cleanPart, joinParts } from '../text/join-parts.ts';
import type { ZendeskConfig } from './zendesk-config.ts';

const MAX_TITLE_UNITS = 2_000;
const MAX_ATTRIBUTE_UNITS = 4_000;
const LAST_SECOND = 253_402_300_799;

/** A field that we can do without: a strange value in it must not cost us the ticket. */
const lenient = <Value>(schema: z.ZodType<Value>) => schema.nullish().catch(null);

/** A number in the API, a string of digits in events. */
export const ZendeskIdSchema = z
  .union([z.int().positive(), z.string().regex(/^\d{1,20}$/)])
  .transform(String);
export const ZendeskTimeSchema = z.iso.datetime({ offset: true });

const LowerCase = z
  .string()
  .max(100)
  .transform((value) => value.toLowerCase());

/** A ticket of the API, and the `detail` of a ticket event, which writes ids as strings and words in capitals. */
export const TicketSchema = z.object({
  id: ZendeskIdSchema,
  subject: z.string().nullish(),
  description: z.string().nullish(),
  status: LowerCase.nullish(),
  created_at: ZendeskTimeSchema,
  updated_at: lenient(ZendeskTimeSchema),
  /** Unix seconds; changes with updates of the system too. */
  generated_timestamp: lenient(z.int().min(0).max(LAST_SECOND)),
  requester_id: lenient(ZendeskIdSchema),
  comment_count: lenient(z.int().min(0)),
  /** False where no comment is public: then the description is a private note. */
  is_public: lenient(z.boolean()),
  priority: lenient(LowerCase),
  tags: lenient(z.array(z.string())),
  via: lenient(z.object({ channel: lenient(LowerCase) })),
  brand_id: lenient(ZendeskIdSchema),
  satisfaction_rating: lenient(z.object({ score: lenient(LowerCase), comment: lenient(z.string()) })),
});
export type Ticket = z.infer<typeof TicketSchema>;

/** What of a person a document may carry, within the limits of `AuthorSchema`. */
export const RequesterSchema = z.object({
  id: ZendeskIdSchema,
  name: lenient(z.string().max(200)),
  email: lenient(z.string().max(320)),
  verified: lenient(z.boolean()),
  phone: lenient(z.string().max(40)),
  external_id: lenient(z.string().max(200)),
});
export type Requester = z.infer<typeof RequesterSchema>;

export const CommentSchema = z.object({
  author_id: lenient(ZendeskIdSchema),
  /** Required: a comment of which we do not know that it is public is private. */
  public: z.boolean(),
  body: z.string().nullish(),
  plain_body: z.string().nullish(),
  created_at: lenient(ZendeskTimeSchema),
});
export type Comment = z.infer<typeof CommentSchema>;

export type TicketOptions = Pick<
  ZendeskConfig,
  'subdomain' | 'app' | 'comments' | 'excludeChannels' | 'excludeTags'
>;

/** What else is known of a ticket. */
export interface TicketSurroundings {
  readonly requester?: Requester | undefined;
  /** In the order they were written, the description first; null where one cannot be read, absent where not asked for. */
  readonly comments?: readonly (Comment | null)[] | undefined;
  /** Whether more comments exist than were read. */
  readonly moreComments?: boolean | undefined;
}

/** What a ticket is to us; none of the three where it is left out or says nothing. */
export interface TicketReading {
  readonly document?: Readonly<Record<string, unknown>>;
  readonly erasure?: Erasure;
  readonly problem?: ItemProblem;
}

/** Whether the comments must be asked for to know all the words of the customer. Pure. */
export function needsComments(ticket: Ticket, options: TicketOptions): boolean {
  return (
    options.comments === 'all' &&
    (ticket.comment_count ?? Number.POSITIVE_INFINITY) > 1 &&
    !isGone(ticket) &&
    !isExcluded(ticket, options)
  );
}

/**
 * The customer's own words of one ticket as an input document: the description, the requester's later public comments
 * and the comment on the satisfaction rating, a blank line between. Private notes and other people's comments never
 * get in. A deleted, scrubbed or wholly redacted ticket is an erasure. Pure.
 */
export function readTicket(
  ticket: Ticket,
  options: TicketOptions,
  { requester, comments, moreComments = false }: TicketSurroundings = {},
): TicketReading {
  if (isGone(ticket)) return { erasure: erasureOf(ticket, options) };
  if (isExcluded(ticket, options)) return {};
  if (ticket.description === undefined) {
    const message = 'The ticket has no description, which is documented.';
    return { problem: { id: ticket.id, field: 'description', message } };
  }

  const secret = (comments?.[0]?.public ?? ticket.is_public) === false;
  const first = secret ? '' : cleanPart(ticket.description ?? '');
  const written = [
    first,
    ...laterWords(ticket, comments ?? []),
    cleanPart(ticket.satisfaction_rating?.comment ?? ''),
  ].filter((part) => part !== '');
  const parts = written.filter((part) => !isRedacted(part));
  const subject = cleanPart(ticket.subject ?? '');
  // An e-mail may say everything in its subject. What was a secret may be held from the time before it was made one.
  if (parts.length === 0 && (secret || written.length > 0)) return { erasure: erasureOf(ticket, options) };
  if (parts.length === 0 && subject === '') return {};

  const { text, truncated } = joinParts(parts.length === 0 ? [subject] : parts);
  const editedAt = updatedAt(ticket);
  const title = parts.length === 0 || secret ? '' : fitText(subject, MAX_TITLE_UNITS).text.trimEnd();
  return {
    document: present({
      id: ticket.id,
      source: 'ticket',
      app: options.app,
      publishedAt: ticket.created_at,
      editedAt: Date.parse(editedAt) > Date.parse(ticket.created_at) ? editedAt : undefined,
      title: title === '' ? undefined : title,
      text: text.trimEnd(),
      author: requester === undefined ? undefined : authorOf(requester),
      url: `https://${options.subdomain}.zendesk.com/agent/tickets/${ticket.id}`,
      attributes: attributesOf(ticket, truncated || moreComments),
    }),
  };
}

/** Which state of a ticket this is; tells nothing of its words. */
export function fingerprintOf(ticket: Ticket): string {
  return `${ticket.id}:${ticket.generated_timestamp ?? updatedAt(ticket)}`;
}

function laterWords(ticket: Ticket, comments: readonly (Comment | null)[]): string[] {
  const { requester_id: requester } = ticket;
  if (requester === null || requester === undefined) return [];
  return comments
    .slice(1)
    .filter((comment) => comment?.public === true && comment.author_id === requester)
    .map((comment) => cleanPart(comment?.body ?? comment?.plain_body ?? ''));
}

function isGone(ticket: Ticket): boolean {
  return ticket.status === 'deleted' || isScrubbed(ticket.subject) || isScrubbed(ticket.description);
}

/** Zendesk's placeholder for what it has deleted for good; its exact form is not documented. */
function isScrubbed(text: string | null | undefined): boolean {
  return /^[^\p{L}\p{N}]*scrubbed[^\p{L}\p{N}]*$/iu.test((text ?? '').slice(0, 100));
}

/** Zendesk puts a block in the place of each redacted character. */
function isRedacted(text: string): boolean {
  return /^[▇█\s]+$/u.test(text);
}

function isExcluded(ticket: Ticket, { excludeChannels, excludeTags }: TicketOptions): boolean {
  const channel = ticket.via?.channel;
  return (
    (channel !== null && channel !== undefined && excludeChannels.includes(channel)) ||
    (ticket.tags ?? []).some((tag) => excludeTags.includes(tag))
  );
}

function erasureOf(ticket: Ticket, { app }: TicketOptions): Erasure {
  return {
    id: ticket.id,
    ...(app === undefined ? {} : { app }),
    publishedAt: ticket.created_at,
    erasedAt: updatedAt(ticket),
  };
}

function updatedAt(ticket: Ticket): string {
  if (typeof ticket.updated_at === 'string') return ticket.updated_at;
  return typeof ticket.generated_timestamp === 'number'
    ? new Date(ticket.generated_timestamp * 1000).toISOString()
    : ticket.created_at;
}

/**
 * The company's own id of its customer stands in `external_id`; where it is empty, Zendesk's id is what a customer file
 * can know. An address that nobody has confirmed is no proof of who wrote.
 */
function authorOf(requester: Requester): Readonly<Record<string, string>> {
  return present({
    externalId: requester.external_id || requester.id,
    userId: requester.external_id || undefined,
    email: requester.verified === true ? requester.email || undefined : undefined,
    phone: requester.phone || undefined,
    displayName: requester.name || undefined,
  });
}

function attributesOf(ticket: Ticket, truncated: boolean): Readonly<Record<string, string | true>> {
  const score = ticket.satisfaction_rating?.score ?? undefined;
  return present({
    status: ticket.status ?? undefined,
    priority: ticket.priority ?? undefined,
    tags: joinedTags(ticket.tags ?? [], MAX_ATTRIBUTE_UNITS),
    channel: ticket.via?.channel ?? undefined,
    // Whether a rating was offered says nothing of the customer.
    satisfaction: score === 'offered' || score === 'unoffered' ? undefined : score,
    brandId: ticket.brand_id ?? undefined,
    truncated: truncated ? true : undefined,
  });
}
