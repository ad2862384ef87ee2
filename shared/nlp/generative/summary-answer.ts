import * as z from 'zod';
import { readAnswer } from './answer-json.ts';

const SummaryAnswerSchema = z.object({
  summary: z
    .string()
    .trim()
    .max(300)
    .regex(/\p{Script=Hangul}/u)
    .regex(/^[^\p{Cc}]*$/u),
});
const MAX_SENTENCES = 2;
const SENTENCE_END = /[.!?。…]+(?=["'”’」』)\]]*(?:\s|$))/gu;
const QUOTATION = /"([^"]+)"|'([^']+)'|“([^”]+)”|‘([^’]+)’|「([^」]+)」|『([^』]+)』/gu;
const NUMBER = /\d+(?:[.,]\d+)*/g;

/**
 * Reads the summary out of an answer: one or two Korean sentences. Null where it has another form, a number that
 * nobody gave, or a quotation that nobody said.
 */
export function readSummary(
  answer: string,
  given: { readonly facts: readonly string[]; readonly quotes: readonly string[] },
): string | null {
  const read = readAnswer(answer, SummaryAnswerSchema);
  if (read === null) return null;
  const { summary } = read;
  const sources = [...given.facts, ...given.quotes];
  const numbers = new Set(sources.flatMap((source) => source.match(NUMBER) ?? []));
  const quotations = [...summary.matchAll(QUOTATION)].map((match) => match.slice(1).find(Boolean) ?? '');
  const holds =
    sentencesIn(summary) <= MAX_SENTENCES &&
    (summary.match(NUMBER) ?? []).every((number) => numbers.has(number)) &&
    quotations.every((quotation) => sources.some((source) => source.includes(quotation)));
  return holds ? summary : null;
}

function sentencesIn(text: string): number {
  const ends = [...text.matchAll(SENTENCE_END)];
  const last = ends.at(-1);
  const closed = last !== undefined && /^["'”’」』)\]]*$/u.test(text.slice(last.index + last[0].length));
  return ends.length + (closed ? 0 : 1);
}
