import * as z from 'zod';
import { readItem } from '../access/read-json.ts';
import type { Erasure, ItemProblem } from '../contract.ts';
import { joinedTags, present, within } from '../record/document-fields.ts';
import { hasWords, joinParts } from '../text/join-parts.ts';
import { messageText } from '../text/message-html.ts';

const LAST_SECOND = 253_402_300_799;
const MAX_TITLE_UNITS = 2_000;
const CUSTOMERS = new Set(['user', 'lead', 'contact']);

/** A field that we can do without: a strange value in it must not cost us the conversation. */
const lenient = <Value>(schema: z.ZodType<Value>) => schema.nullish().catch(null);
const UnixSeconds = z.int().min(0).max(LAST_SECOND);
/** Goes into addresses. */
const IntercomId = z.union([z.string(), z.int().transform(String)]).pipe(z.string().regex(/^[\w-]{1,200}$/));

const PersonSchema = z.object({
  type: z.string(),
  id: lenient(IntercomId),
  name: lenient(z.string()),
  email: lenient(z.string()),
});
const SourceSchema = z.object({
  delivered_as: lenient(z.string().max(100)),
  type: lenient(z.string().max(100)),
  subject: lenient(z.string()),
  body: z.string().nullish(),
  author: PersonSchema,
  // Required to be readable: it says that the words must go.
  redacted: z.boolean().nullish(),
});
const PartSchema = z.object({
  part_type: lenient(z.string()),
  body: z.string().nullish(),
  created_at: lenient(UnixSeconds),
  author: PersonSchema,
  redacted: z.boolean().nullish(),
});

/** A conversation, as the search and `GET /conversations/{id}` give it. */
export const ConversationSchema = z.object({
  id: IntercomId,
  created_at: UnixSeconds,
  updated_at: UnixSeconds,
  state: lenient(z.string().max(50)),
  source: SourceSchema.nullish(),
  contacts: lenient(z.object({ contacts: lenient(z.array(z.object({ id: IntercomId }))) })),
  tags: lenient(z.object({ tags: lenient(z.array(z.object({ name: lenient(z.string()) }))) })),
  ai_agent_participated: lenient(z.boolean()),
  statistics: lenient(z.object({ count_conversation_parts: lenient(z.int().min(0)) })),
  conversation_rating: lenient(
    z.object({ rating: lenient(z.int().min(1).max(5)), remark: lenient(z.string()) }),
  ),
  conversation_parts: lenient(
    z.object({ conversation_parts: z.array(z.unknown()), total_count: lenient(z.int()) }),
  ),
});
export type Conversation = z.infer<typeof ConversationSchema>;

/** What of a contact a document may carry. */
export const ContactSchema = z.object({
  /** The company's own id of its customer. */
  external_id: lenient(z.string()),
  email: lenient(z.string()),
  phone: lenient(z.string()),
  name: lenient(z.string()),
});
export type Contact = z.infer<typeof ContactSchema>;

export interface ConversationSurroundings {
  readonly contact?: Contact | undefined;
  /** Whether an earlier run made a document of the conversation. */
  readonly wasDocument?: boolean | undefined;
  /** The name under which the product appears in reports. */
  readonly app?: string | undefined;
}

/** What a conversation is to us; neither document nor erasure where no customer has said anything. */
export interface ConversationReading {
  readonly document?: Readonly<Record<string, unknown>>;
  readonly erasure?: Erasure;
  readonly problems: readonly ItemProblem[];
  /** `+` where there is a document, else `-`. */
  readonly note: '+' | '-';
}

/** Whether there is more than the first message. A count of zero is the only sure sign that there is not. */
export function needsParts({ statistics }: Conversation): boolean {
  return statistics?.count_conversation_parts !== 0;
}

/** The contact that speaks: the author of the first message, else the first one of the conversation. */
export function speakerId({ source, contacts }: Conversation): string | undefined {
  const author = source?.author;
  if (author !== undefined && CUSTOMERS.has(author.type) && author.id) return author.id;
  return contacts?.contacts?.[0]?.id;
}

/**
 * What the customers wrote in one conversation as an input document: the first message, their later parts and the remark
 * on their rating, a blank line between. Teammates, bots and notes never get in. Where every message of the customers is
 * redacted, it is an erasure. Pure.
 */
export function readConversation(
  conversation: Conversation,
  { contact, wasDocument = false, app }: ConversationSurroundings = {},
): ConversationReading {
  const { id, source, conversation_rating: rating } = conversation;
  const problems: ItemProblem[] = [];
  const messages: { readonly text: string; readonly redacted: boolean }[] = [];
  const opens = source !== undefined && source !== null && CUSTOMERS.has(source.author.type);
  if (opens) messages.push({ text: messageText(source.body ?? ''), redacted: source.redacted === true });
  const raws = conversation.conversation_parts?.conversation_parts ?? [];
  for (const raw of raws) {
    const read = readItem(PartSchema, raw);
    if (!read.ok) {
      problems.push({ ...read.problem, id, field: `conversation_parts.${read.problem.field}` });
    } else if (CUSTOMERS.has(read.item.author.type) && read.item.part_type !== 'note') {
      messages.push({ text: messageText(read.item.body ?? ''), redacted: read.item.redacted === true });
    }
  }

  const said = messages.filter(({ redacted }) => !redacted).map(({ text }) => text);
  const subject = opens && source.redacted !== true ? messageText(source.subject ?? '') : '';
  const remark = messageText(rating?.remark ?? '');
  const parts = [...said, remark].filter((part) => part !== '');
  // An e-mail may say everything in its subject.
  const isUntitled = !parts.some(hasWords);
  const { text, truncated } = joinParts(isUntitled ? [subject] : parts);

  const publishedAt = new Date(conversation.created_at * 1000).toISOString();
  const updatedAt = new Date(Math.max(conversation.updated_at, conversation.created_at) * 1000).toISOString();
  const identity = { id, ...(app === undefined ? {} : { app }), publishedAt };
  if (!hasWords(text)) {
    const isErased = wasDocument || messages.some(({ redacted }) => redacted);
    return { ...(isErased ? { erasure: { ...identity, erasedAt: updatedAt } } : {}), problems, note: '-' };
  }
  const more = (conversation.conversation_parts?.total_count ?? 0) > raws.length;
  const document = {
    ...identity,
    source: 'ticket',
    ...(updatedAt > publishedAt ? { editedAt: updatedAt } : {}),
    ...(isUntitled || subject === '' || subject.length > MAX_TITLE_UNITS ? {} : { title: subject }),
    text,
    author: authorOf(conversation, contact),
    attributes: attributesOf(conversation, truncated || more),
  };
  return { document, problems, note: '+' };
}

/** The ids that the company has given; what the conversation itself says fills the gaps. */
function authorOf({ source }: Conversation, contact: Contact | undefined): Readonly<Record<string, string>> {
  const author = source?.author;
  const opener = author !== undefined && CUSTOMERS.has(author.type) ? author : undefined;
  const customerId = within(200, contact?.external_id);
  return present({
    externalId: customerId,
    userId: customerId,
    displayName: within(200, contact?.name) ?? within(200, opener?.name),
    email: within(320, contact?.email) ?? within(320, opener?.email),
    phone: within(40, contact?.phone),
  });
}

function attributesOf(
  { state, tags, source, conversation_rating: rating, ai_agent_participated: ai }: Conversation,
  truncated: boolean,
): Readonly<Record<string, string | number | true>> {
  return present<string | number | true>({
    state: state ?? undefined,
    tags: joinedTags((tags?.tags ?? []).flatMap(({ name }) => name ?? [])),
    channel: source?.type ?? undefined,
    deliveredAs: source?.delivered_as ?? undefined,
    // Of the help that was given, not of the product: no rating of the document.
    conversationRating: rating?.rating ?? undefined,
    aiAgent: ai === true ? true : undefined,
    truncated: truncated ? true : undefined,
  });
}
