import * as z from 'zod';
import { readItem } from '../access/read-json.ts';
import type { Erasure, ItemProblem } from '../contract.ts';
import { joinedTags, present, within } from '../record/document-fields.ts';
import { hasWords, joinParts } from '../text/join-parts.ts';
import { type ContactKind, contactKind } from './contact-answer.ts';

const LAST_MS = 253_402_300_799_999;
const MAX_ATTRIBUTE_UNITS = 1_000;
/** Lists within lists: a customer does not go deeper. */
const MAX_BLOCK_DEPTH = 5;
/** What an input of a form is called where the customer types; the others offer choices. */
const TYPED_INPUTS = new Set(['text', 'textarea', 'string', 'longText', 'shortText']);

/** A field that we can do without: a strange value in it must not cost us the chat. */
const lenient = <Value>(schema: z.ZodType<Value>) => schema.nullish().catch(null);
const EpochMs = z.int().min(0).max(LAST_MS);

/** A `userChat` of the list. Public code shows the fields, no document of the provider does. */
export const UserChatSchema = z.object({
  /** Goes into the address of its messages. */
  id: z.string().regex(/^[\w-]{1,200}$/),
  state: lenient(z.string().max(50)),
  userId: lenient(z.string()),
  tags: lenient(z.array(z.string())),
  source: lenient(
    z.object({
      page: lenient(z.string()),
      marketing: lenient(
        z.object({
          id: lenient(z.union([z.string(), z.number().transform(String)])),
          type: lenient(z.string()),
        }),
      ),
    }),
  ),
  createdAt: EpochMs,
  firstAskedAt: lenient(EpochMs),
  askedAt: lenient(EpochMs),
  openedAt: lenient(EpochMs),
  closedAt: lenient(EpochMs),
  updatedAt: lenient(EpochMs),
  version: lenient(z.int()),
});
export type UserChat = z.infer<typeof UserChatSchema>;

const ProfileSchema = z.object({ email: lenient(z.string()), mobileNumber: lenient(z.string()) });

/** A `user` of the list, which holds those of its chats. */
export const ChatUserSchema = z.object({
  id: z.string().min(1),
  /** The company's own id of its customer, where it uses member login. */
  memberId: lenient(z.string()),
  name: lenient(z.string()),
  email: lenient(z.string()),
  mobileNumber: lenient(z.string()),
  profile: lenient(ProfileSchema),
});
export type ChatUser = z.infer<typeof ChatUserSchema>;

const MessageSchema = z.object({
  personType: z.string(),
  plainText: z.string().nullish(),
  blocks: lenient(z.array(z.unknown())),
  // Required to be readable: they say what must stay inside.
  state: z.string().nullish(),
  options: z.array(z.string()).nullish(),
  log: z.unknown().optional(),
  alf: z.unknown().optional(),
  supportBot: z.unknown().optional(),
  workflow: z.unknown().optional(),
  form: lenient(z.object({ inputs: lenient(z.array(z.unknown())) })),
  createdAt: lenient(EpochMs),
  updatedAt: lenient(EpochMs),
});
type Message = z.infer<typeof MessageSchema>;

const BlockSchema = z.object({
  value: lenient(z.string()),
  blocks: lenient(z.array(z.unknown())),
});

const FormInputSchema = z.object({
  value: z.string(),
  type: lenient(z.string()),
  label: lenient(z.string()),
  bindingKey: lenient(z.string()),
  readOnly: lenient(z.boolean()),
});

export interface ChatSurroundings {
  readonly user?: ChatUser | undefined;
  /** Whether there are more messages than were read. */
  readonly moreMessages?: boolean | undefined;
  /** Whether an earlier run made a document of the chat. */
  readonly wasDocument?: boolean | undefined;
  /** ms since 1970: a revision is never older, where the times of the source do not tell of a change. */
  readonly revisedAt?: number | undefined;
  /** The name under which the product appears in reports. */
  readonly app?: string | undefined;
}

/** What a chat is to us; neither document nor erasure where no customer has said anything. */
export interface ChatReading {
  readonly document?: Readonly<Record<string, unknown>>;
  readonly erasure?: Erasure;
  readonly problems: readonly ItemProblem[];
  /** Changes with the customer's messages; tells nothing of their words. */
  readonly note: string;
}

/** When the chat changed last, ms since 1970. */
export function changedAt(chat: UserChat): number {
  return (
    chat.updatedAt ??
    Math.max(
      chat.createdAt,
      chat.closedAt ?? 0,
      chat.openedAt ?? 0,
      chat.askedAt ?? 0,
      chat.firstAskedAt ?? 0,
    )
  );
}

/**
 * What the customer wrote in one chat as an input document: messages and typed answers of forms in order, a blank line
 * between. Notes, logs, removed messages and what a bot or an agent says never get in. A chat of which every message of
 * the customer is removed is an erasure. Pure.
 * @param rawMessages as the list of messages gives them; the problems of unreadable ones carry the id of the chat
 */
export function readChat(
  chat: UserChat,
  rawMessages: readonly unknown[],
  { user, moreMessages = false, wasDocument = false, revisedAt = 0, app }: ChatSurroundings = {},
): ChatReading {
  const problems: ItemProblem[] = [];
  const messages: Message[] = [];
  for (const raw of rawMessages) {
    const read = readItem(MessageSchema, raw);
    if (read.ok) messages.push(read.item);
    else problems.push({ ...read.problem, id: chat.id, field: `messages.${read.problem.field}` });
  }

  const voiced = inOrder(messages).filter((message) => isVoiced(message));
  const kept = voiced.filter(({ state }) => state !== 'removed');
  const answers = kept.flatMap(answersOf);
  const parts = kept.flatMap((message) => [
    ...(isWrittenByCustomer(message) ? [textOf(message)] : []),
    ...answersOf(message)
      .filter(({ kind }) => kind === undefined)
      .map(({ value }) => value),
  ]);
  const { text, truncated } = joinParts(parts);

  const lastMessageAt = Math.max(0, ...voiced.map(timeOf));
  const removed = voiced.filter(
    (message) => message.state === 'removed' && isWrittenByCustomer(message),
  ).length;
  const publishedMs = chat.firstAskedAt ?? chat.createdAt;
  const revision = Math.max(changedAt(chat), lastMessageAt, revisedAt);
  const seal = [parts.length, text.length, removed, lastMessageAt.toString(36)].join('.');
  const publishedAt = new Date(publishedMs).toISOString();
  const identity = { id: chat.id, ...(app === undefined ? {} : { app }), publishedAt };

  if (!hasWords(text)) {
    const erasure = { ...identity, erasedAt: new Date(Math.max(revision, publishedMs)).toISOString() };
    return { ...(removed > 0 || wasDocument ? { erasure } : {}), problems, note: `-${seal}` };
  }
  const document = {
    ...identity,
    source: 'ticket',
    ...(revision > publishedMs ? { editedAt: new Date(revision).toISOString() } : {}),
    text,
    author: authorOf(user, answers),
    attributes: attributesOf(chat, truncated || moreMessages),
  };
  return { document, problems, note: `+${seal}` };
}

/** Whether the note of an earlier reading says that there was a document. */
export function noteOfDocument(note: string): boolean {
  return note.startsWith('+');
}

/** Whether a message may hold words of the customer, removed or not. */
function isVoiced(message: Message): boolean {
  if (isPresent(message.log) || message.options?.includes('private') === true) return false;
  return isWrittenByCustomer(message) || isPresent(message.form);
}

/** A choice of a bot's buttons comes under the name of the customer, but is the bot's sentence. */
function isWrittenByCustomer({ personType, log, alf, supportBot, workflow }: Message): boolean {
  return personType === 'user' && ![log, alf, supportBot, workflow].some(isPresent);
}

function isPresent(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return Boolean(value);
  return Object.keys(value).length > 0;
}

function timeOf({ createdAt, updatedAt }: Message): number {
  return Math.max(createdAt ?? 0, updatedAt ?? 0);
}

/** By the time they were written; where one has none, as the answer has them. */
function inOrder(messages: readonly Message[]): readonly Message[] {
  if (messages.some(({ createdAt }) => typeof createdAt !== 'number')) return messages;
  return [...messages].sort((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0));
}

function textOf({ plainText, blocks }: Message): string {
  return plainText?.trim() ? plainText : linesOf(blocks ?? [], 1).join('\n');
}

function linesOf(blocks: readonly unknown[], depth: number): string[] {
  if (depth > MAX_BLOCK_DEPTH) return [];
  return blocks.flatMap((raw) => {
    const block = BlockSchema.safeParse(raw).data;
    if (block === undefined) return [];
    return [...(block.value ? [block.value] : []), ...linesOf(block.blocks ?? [], depth + 1)];
  });
}

interface Answer {
  readonly value: string;
  /** What it tells of its author; undefined where it is an opinion. */
  readonly kind: ContactKind | 'profile' | undefined;
}

/** What the customer has typed into a form; choices and prefilled values are not his words. */
function answersOf({ form }: Message): Answer[] {
  return (form?.inputs ?? []).flatMap((raw) => {
    const input = FormInputSchema.safeParse(raw).data;
    if (input === undefined || input.readOnly === true || input.value.trim() === '') return [];
    if (
      typeof input.type === 'string' &&
      !TYPED_INPUTS.has(input.type) &&
      !/mail|phone|tel/i.test(input.type)
    ) {
      return [];
    }
    const key = input.bindingKey ?? '';
    const question = [key, input.type, input.label].filter(Boolean).join(' ');
    const kind = contactKind(question, input.value) ?? contactKind(input.label ?? '', input.value);
    // What is bound to the profile describes the person.
    return [{ value: input.value, kind: kind ?? (key.startsWith('profile.') ? 'profile' : undefined) }];
  });
}

function authorOf(user: ChatUser | undefined, answers: readonly Answer[]): Readonly<Record<string, string>> {
  const answered = (kind: ContactKind) => answers.find((answer) => answer.kind === kind)?.value.trim();
  const memberId = within(200, user?.memberId);
  return present({
    externalId: memberId,
    userId: memberId,
    displayName: within(200, user?.name) ?? within(200, answered('name')),
    email: within(320, user?.profile?.email) ?? within(320, user?.email) ?? within(320, answered('email')),
    phone:
      within(40, user?.profile?.mobileNumber) ??
      within(40, user?.mobileNumber) ??
      within(40, answered('phone')),
  });
}

function attributesOf(chat: UserChat, truncated: boolean): Readonly<Record<string, string | true>> {
  const { marketing, page } = chat.source ?? {};
  return present({
    state: chat.state ?? undefined,
    tags: joinedTags(chat.tags ?? []),
    campaign: within(200, marketing?.id),
    campaignType: within(100, marketing?.type),
    page: pagePath(page ?? ''),
    truncated: truncated ? true : undefined,
  });
}

/** The path of the page where the chat began, without query, host and what looks like the id of a person. */
function pagePath(page: string): string | undefined {
  if (page === '') return undefined;
  const path = URL.parse(page, 'https://page.invalid')?.pathname;
  if (path === undefined || path.length > MAX_ATTRIBUTE_UNITS) return undefined;
  return path.replace(/[^/]*(@|%40|\d{5,}|[0-9a-f]{12,})[^/]*/gi, '*');
}
