import * as z from 'zod';
import { readItem } from '../access/read-json.ts';
import type { ItemProblem } from '../contract.ts';
import { present, within } from '../record/document-fields.ts';
import { hasWords, joinParts } from '../text/join-parts.ts';
import { type ContactKind, contactKind } from './contact-answer.ts';

const MAX_QUESTION_UNITS = 1_000;
const MAX_CHOICES_UNITS = 1_000;
/** Groups hold questions, not groups of groups of groups. */
const MAX_GROUP_DEPTH = 4;
/** Groups whose parts say who somebody is and where he lives. */
const PERSONAL_GROUPS = new Set(['contact_info', 'address']);
/** Questions whose answer is a number on a scale. */
const SCALES = new Set(['rating', 'opinion_scale', 'nps']);

/** A field that we can do without: a strange value in it must not cost us the response. */
const lenient = <Value>(schema: z.ZodType<Value>) => schema.nullish().catch(null);
const Id = z.string().min(1).max(200);
const Time = z.iso.datetime({ offset: true });

const FieldSchema = z.object({
  id: Id,
  ref: lenient(Id),
  type: z.string(),
  title: lenient(z.string()),
  properties: lenient(
    z.object({
      steps: lenient(z.int().min(2).max(100)),
      start_at_one: lenient(z.boolean()),
      fields: lenient(z.array(z.unknown())),
    }),
  ),
});

/** A form as `GET /forms/{id}` gives it, and the `definition` of a webhook. */
export const FormSchema = z.object({ id: Id, fields: z.array(z.unknown()).nullish() });

const ChoiceSchema = z.object({ label: lenient(z.string()), other: lenient(z.string()) });
const AnswerSchema = z.object({
  field: z.object({ id: Id, ref: lenient(Id), type: lenient(z.string()) }),
  type: z.string(),
  text: z.string().nullish(),
  choice: lenient(ChoiceSchema),
  choices: lenient(z.object({ labels: lenient(z.array(z.string())), other: lenient(z.string()) })),
  boolean: lenient(z.boolean()),
  number: lenient(z.number()),
  email: lenient(z.string()),
  phone_number: lenient(z.string()),
});
type Answer = z.infer<typeof AnswerSchema>;

/** A response of the list, and the `form_response` of a webhook. */
export const ResponseSchema = z
  .object({
    token: Id,
    submitted_at: Time.nullish(),
    landed_at: Time.nullish(),
    hidden: lenient(z.record(z.string(), z.unknown())),
    answers: z.array(z.unknown()).nullish(),
  })
  .refine(({ submitted_at, landed_at }) => Boolean(submitted_at ?? landed_at), {
    path: ['submitted_at'],
    message: 'has no time',
  });
export type Response = z.infer<typeof ResponseSchema>;

/** One question of a form, groups resolved. */
export interface Question {
  readonly id: string;
  readonly ref: string | undefined;
  readonly type: string;
  readonly title: string;
  /** Whether it is part of a block that asks who somebody is. */
  readonly isPersonal: boolean;
  /** The numbers that a scale offers, where the form says them. */
  readonly scale: { readonly min: number; readonly max: number } | undefined;
}

export interface Form {
  readonly id: string;
  readonly questions: ReadonlyMap<string, Question>;
}

export interface ResponseOptions {
  /** The name under which the product appears in reports. */
  readonly app?: string | undefined;
  /** The hidden field with the company's own id of the customer. */
  readonly customerField: string;
}

/** The questions of a form by their id, those inside of groups too. Pure. */
export function readForm(form: z.infer<typeof FormSchema>): Form {
  const questions = new Map<string, Question>();
  collectQuestions(form.fields ?? [], false, 1, questions);
  return { id: form.id, questions };
}

/** When a response was given, ISO 8601. */
export function submittedAt(response: Response): string {
  return response.submitted_at ?? response.landed_at ?? '';
}

/**
 * The documents of one response: one per open answer, with its question. Choices, and the number of a form's only scale,
 * stand beside each of them; names, addresses and numbers of people only in the author. Pure.
 */
export function readResponse(
  response: Response,
  form: Form,
  { app, customerField }: ResponseOptions,
): { readonly documents: readonly unknown[]; readonly problems: readonly ItemProblem[] } {
  const problems: ItemProblem[] = [];
  const answers: { readonly answer: Answer; readonly question: Question | undefined }[] = [];
  for (const raw of response.answers ?? []) {
    const read = readItem(AnswerSchema, raw);
    if (read.ok) answers.push({ answer: read.item, question: form.questions.get(read.item.field.id) });
    else problems.push({ ...read.problem, id: response.token, field: `answers.${read.problem.field}` });
  }

  const read = answers.map(({ answer, question }) => readAnswer(answer, question));
  const contact = (kind: ContactKind) =>
    read.find((part) => part.contact?.kind === kind)?.contact?.value.trim();
  const customerId = response.hidden?.[customerField];
  const author = present({
    userId: typeof customerId === 'string' ? within(200, customerId) : undefined,
    displayName: within(200, contact('name')),
    email: within(320, contact('email')),
    phone: within(40, contact('phone')),
  });
  const score = onlyScore(answers, form);
  const choices = shortList(read.flatMap(({ choice }) => choice ?? []));

  const documents = answers.flatMap(({ answer, question }, at) => {
    const { text, truncated } = joinParts([read[at]?.opinion ?? '']);
    if (!hasWords(text)) return [];
    const { rating, ...scored } = score;
    return [
      present<unknown>({
        id: `${response.token}:${answer.field.ref ?? question?.ref ?? answer.field.id}`,
        source: 'survey',
        app,
        publishedAt: submittedAt(response),
        text,
        rating,
        author,
        attributes: present<string | number | true>({
          formId: form.id,
          question: question?.title || undefined,
          ...scored,
          choices,
          truncated: truncated ? true : undefined,
        }),
      }),
    ];
  });
  return { documents, problems };
}

/** What one answer says: an opinion, a choice of the form's own words, or who the author is. */
interface ReadAnswer {
  readonly opinion?: string;
  readonly choice?: string;
  readonly contact?: { readonly kind: ContactKind; readonly value: string };
}

function readAnswer(answer: Answer, question: Question | undefined): ReadAnswer {
  const title = question?.title ?? '';
  const type = answer.field.type ?? question?.type ?? '';
  switch (answer.type) {
    case 'email':
      return contactOf('email', answer.email);
    case 'phone_number':
      return contactOf('phone', answer.phone_number);
    case 'text':
      // An old name of a choice from a list.
      if (type === 'dropdown') return choiceOf(title, answer.text ? [answer.text] : []);
      return typed(answer.text ?? '', type, question);
    case 'choice':
      return {
        ...choiceOf(title, answer.choice?.label ? [answer.choice.label] : []),
        ...typed(answer.choice?.other ?? '', type, question),
      };
    case 'choices':
      return {
        ...choiceOf(title, answer.choices?.labels ?? []),
        ...typed(answer.choices?.other ?? '', type, question),
      };
    case 'boolean':
      return typeof answer.boolean === 'boolean' ? choiceOf(title, [answer.boolean ? 'yes' : 'no']) : {};
    default:
      return {};
  }
}

/** What somebody has typed is an opinion unless it says who he is. */
function typed(text: string, type: string, question: Question | undefined): ReadAnswer {
  if (text.trim() === '') return {};
  // Nobody gives only a name where the form offers room for a story.
  const asked = type === 'long_text' ? '' : (question?.title ?? '');
  const kind = contactKind(asked, text);
  if (kind !== undefined) return contactOf(kind, text);
  return question?.isPersonal === true ? {} : { opinion: text };
}

function contactOf(kind: ContactKind, value: string | null | undefined): ReadAnswer {
  return value ? { contact: { kind, value } } : {};
}

function choiceOf(title: string, labels: readonly string[]): ReadAnswer {
  if (labels.length === 0) return {};
  return { choice: title === '' ? labels.join(', ') : `${title}: ${labels.join(', ')}` };
}

/** Whole choices, as many as fit. */
function shortList(choices: readonly string[]): string | undefined {
  const kept = [...choices];
  while (kept.join('; ').length > MAX_CHOICES_UNITS) kept.pop();
  return kept.length === 0 ? undefined : kept.join('; ');
}

/**
 * The number of a form's only scale. From 1 to 5 it is the rating; another scale is not stretched to one, because seven
 * of ten is not what a person means by four of five.
 */
function onlyScore(
  answers: readonly { readonly answer: Answer }[],
  form: Form,
): { rating?: number; score?: number; scaleMax?: number } {
  const [scale, ...others] = [...form.questions.values()].filter(({ type }) => SCALES.has(type));
  if (scale === undefined || others.length > 0) return {};
  const value = answers.find(({ answer }) => answer.field.id === scale.id)?.answer.number;
  if (typeof value !== 'number') return {};
  const { min, max } = scale.scale ?? {};
  if (min === 1 && max === 5 && value >= 1 && value <= 5) return { rating: value };
  return { score: value, ...(max === undefined ? {} : { scaleMax: max }) };
}

function collectQuestions(
  fields: readonly unknown[],
  isPersonal: boolean,
  depth: number,
  questions: Map<string, Question>,
): void {
  for (const raw of fields) {
    const field = FieldSchema.safeParse(raw).data;
    if (field === undefined) continue;
    const { id, ref, type, properties } = field;
    const title = questionTitle(field.title ?? '');
    questions.set(id, { id, ref: ref ?? undefined, type, title, isPersonal, scale: scaleOf(field) });
    if (depth >= MAX_GROUP_DEPTH || !properties?.fields) continue;
    collectQuestions(properties.fields, isPersonal || PERSONAL_GROUPS.has(type), depth + 1, questions);
  }
}

function scaleOf({ type, properties }: z.infer<typeof FieldSchema>): Question['scale'] {
  if (type === 'nps') return { min: 0, max: 10 };
  const steps = properties?.steps;
  if (!SCALES.has(type) || typeof steps !== 'number') return undefined;
  const min = type === 'rating' || properties?.start_at_one === true ? 1 : 0;
  return { min, max: min + steps - 1 };
}

/** A title as a person reads it; what it recalls of other answers stays out, because it may be a name. */
function questionTitle(title: string): string {
  const line = title
    .toWellFormed()
    .replace(/\{\{[^{}]*\}\}/g, '…')
    .replace(/\s+/g, ' ')
    .normalize('NFC')
    .trim();
  return line.length <= MAX_QUESTION_UNITS
    ? line
    : line.slice(0, MAX_QUESTION_UNITS).replace(/[\uD800-\uDBFF]$/, '');
}
