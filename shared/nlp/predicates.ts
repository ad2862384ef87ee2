import type { Token } from './tokenizer.ts';

/** A predicate of a text: its dictionary form, negated or not. */
export interface Predicate {
  /** Stem + 다, a noun with 하다/되다 joined: `등록되다`, `느리다`. */
  readonly lemma: string;
  readonly negated: boolean;
  /** A noun made a verb (등록되다): the noun alone says as much. An adjective (불편하다) is said by its whole form. */
  readonly verbalNoun: boolean;
  /** Index of its first token. */
  readonly from: number;
  /** Index after its last token that belongs to the stem. */
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

const STEM = /^(?:VV|VA)/u;
const NOUN_STEM_SUFFIX = /^(?:XSV|XSA)/u;
const NEGATING_ADVERBS = new Set(['안', '못', '않']);
const NEGATING_AUXILIARIES = /^(?:않|못하|말)다$/u;

/** Dictionary forms that ko-dic gives for fused syllables and everyday spellings, as their usual form. */
const USUAL_FORMS: ReadonlyMap<string, string> = new Map([
  ['돼다', '되다'],
  ['이뿌다', '예쁘다'],
]);

/** The predicates of a token row in order. Negation is 안/못 before, or -지 않다, -지 못하다, 말다 after. */
export function findPredicates(tokens: readonly Token[]): Predicate[] {
  const found: Predicate[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token === undefined) continue;
    const nounBefore = tokens[index - 1];
    const joined =
      nounBefore !== undefined &&
      nounBefore.end === token.start &&
      /^(?:NN|XR)/u.test(nounBefore.pos) &&
      (NOUN_STEM_SUFFIX.test(token.pos) || (STEM.test(token.pos) && /^(?:하|되)다$/u.test(token.lemma)));
    if (!joined && !STEM.test(token.pos)) continue;
    const from = joined ? index - 1 : index;
    const first = tokens[from] ?? token;
    found.push({
      lemma: usualForm((joined ? nounBefore.lemma : '') + token.lemma),
      negated: isNegated(tokens, from, index),
      verbalNoun: joined && !token.pos.startsWith('XSA'),
      from,
      to: index + 1,
      start: first.start,
      end: token.end,
    });
  }
  return found;
}

function usualForm(lemma: string): string {
  return USUAL_FORMS.get(lemma) ?? lemma.replace(/돼다$/u, '되다').replace(/해다$/u, '하다');
}

function isNegated(tokens: readonly Token[], from: number, at: number): boolean {
  const before = tokens[from - 1];
  if (before?.pos.startsWith('MA') && NEGATING_ADVERBS.has(before.surface)) return true;
  // 로그인이 안 되다: the adverb may stand between the noun and the verb, where it is the token before the verb.
  for (let index = at + 1; index < Math.min(at + 5, tokens.length); index += 1) {
    const token = tokens[index];
    if (token === undefined) break;
    if (/^(?:VX|VV|VA)/u.test(token.pos)) return NEGATING_AUXILIARIES.test(token.lemma);
    if (!/^(?:E|J|XS|UNK)/u.test(token.pos)) return false;
  }
  return false;
}
