import type { Keyword } from '../domain/analysis.ts';
import type { StopWords } from './nlp-settings.ts';
import { type NounUnit, nounUnits } from './noun-units.ts';
import { findPhrases, type Phrase } from './phrases.ts';
import { dictionaryForm, findPredicates, isAdjectiveNoun, type Predicate } from './predicates.ts';
import type { Token } from './tokenizer.ts';

const MAX_KEYWORDS = 12;
/** Single words keep places beside the phrases of a long text: the corpus counts both. */
const MAX_PHRASES = 7;
/** A phrase that tells what is wrong or good comes before the words that it is made of. */
const TELLING_PHRASE_WEIGHT = 1.8;
const PHRASE_WEIGHT = 1.3;
/** Nouns side by side that tell nothing of each other (원터치 리모컨) come after the nouns, unless they return. */
const LOOSE_PHRASE_WEIGHT = 0.9;
const COMPOUND_WEIGHT = 1.4;
const PREDICATE_WEIGHT = 0.8;
/** A word says less beside the compound or phrase that it is a part of. */
const PART_WEIGHT = 0.5;
const PREDICATE_PART_WEIGHT = 0.4;

/** Verbs that say what happened without a noun beside them. All others need one (누르다, 찾다). */
const TELLING_VERBS = new Set(
  '튕기다 멈추다 끊기다 꺼지다 털리다 잠기다 헷갈리다 까먹다 갈아타다 속다 느려지다 사라지다 막히다 풀리다 지연되다 포기하다 기다리다 짜증나다 화나다 신경질나다 고장나다 깨지다 튀다 버벅거리다 버벅이다 버벅대다 질리다 늦어지다 밀리다 잊어버리다 어려워지다 불편해지다 끊어지다 망하다 날리다 뜯기다 떼이다 후회하다'.split(
    ' ',
  ),
);

/** Brand names and stop words as sets, made once. */
export interface KeywordFilter {
  readonly nouns: ReadonlySet<string>;
  readonly predicates: ReadonlySet<string>;
  readonly english: ReadonlySet<string>;
  /** Whether a term is one of our names, or holds one. */
  isBrand(term: string): boolean;
}

export function createKeywordFilter(stopWords: StopWords, brandNames: readonly string[]): KeywordFilter {
  const brands = brandNames.map(withoutSpaces).filter((name) => name !== '');
  return {
    nouns: new Set(stopWords.nouns),
    predicates: new Set(stopWords.predicates),
    english: new Set(stopWords.english),
    isBrand(term) {
      if (brands.length === 0) return false;
      const plain = withoutSpaces(term);
      return brands.some((brand) => plain === brand || (brand.length >= 2 && plain.includes(brand)));
    },
  };
}

/**
 * Keywords of a Korean text, the heaviest first, at most {@link MAX_KEYWORDS}: phrases (본인인증 실패, 수수료가 비싸다, 찾기
 * 어렵다), nouns and unbroken compounds, adjectives and negated verbs in their dictionary form (느리다, 안되다). Weights rise
 * with repetition; of equal weights the one said first comes first. Linear in the number of tokens.
 */
export function koreanKeywords(tokens: readonly Token[], filter: KeywordFilter): Keyword[] {
  const predicates = findPredicates(tokens);
  const stems = new Set<number>();
  for (const predicate of predicates) {
    if (predicate.verbalNoun) continue;
    for (let index = predicate.from; index < predicate.to; index += 1) stems.add(index);
  }
  const units = nounUnits(tokens, filter, stems);
  const phrases = findPhrases(tokens, units, predicates).filter((phrase) => !filter.isBrand(phrase.text));
  const terms = new Terms();
  const inPhrase = new Set<number>();
  const saidInPhrase = new Set<number>();
  for (const phrase of phrases) {
    if (phrase.telling || phrase.kind !== 'nouns') for (const unit of phrase.units) inPhrase.add(unit);
    if (phrase.predicate !== undefined) saidInPhrase.add(phrase.predicate);
    terms.add(phrase.text, phraseWeight(phrase), phrase.start, true);
  }
  for (const [index, unit] of units.entries()) addUnit(unit, inPhrase.has(index), filter, terms);
  for (const [index, predicate] of predicates.entries()) {
    const term = predicateTerm(predicate, filter);
    if (term === null) continue;
    terms.add(term, saidInPhrase.has(index) ? PREDICATE_PART_WEIGHT : PREDICATE_WEIGHT, predicate.start);
  }
  return terms.heaviest();
}

/** Keywords of English tokens: nouns, adjectives and verbs in their dictionary form, and pairs like "customer service". */
export function englishKeywords(tokens: readonly Token[], filter: KeywordFilter): Keyword[] {
  const terms = new Terms();
  let before: { term: string; end: number; pos: string } | undefined;
  for (const token of tokens) {
    const term = token.lemma.toLowerCase();
    const telling =
      /^(?:NOUN|PROPN|VERB|ADJ)$/u.test(token.pos) && term.length >= 3 && /^[a-z][a-z'-]*$/u.test(term);
    if (!telling || filter.english.has(term) || filter.isBrand(term)) {
      before = undefined;
      continue;
    }
    const noun = token.pos === 'NOUN' || token.pos === 'PROPN';
    const paired =
      noun &&
      before !== undefined &&
      before.pos !== 'VERB' &&
      token.start - before.end === 1 &&
      before.term !== term;
    if (paired && before !== undefined) terms.add(`${before.term} ${term}`, PHRASE_WEIGHT, token.start, true);
    terms.add(term, paired ? PART_WEIGHT : noun ? 1 : PREDICATE_WEIGHT, token.start);
    before = { term, end: token.end, pos: token.pos };
  }
  return terms.heaviest();
}

function phraseWeight(phrase: Phrase): number {
  if (phrase.telling) return TELLING_PHRASE_WEIGHT;
  return phrase.kind === 'nouns' ? LOOSE_PHRASE_WEIGHT : PHRASE_WEIGHT;
}

function addUnit(unit: NounUnit, inPhrase: boolean, filter: KeywordFilter, terms: Terms): void {
  if (!unit.alone) return;
  // 편리 그 자체: the adjective is what customers call it.
  const term = !unit.compound && isAdjectiveNoun(unit.term) ? `${unit.term}하다` : unit.term;
  const weight = inPhrase ? PART_WEIGHT : unit.compound ? COMPOUND_WEIGHT : 1;
  terms.add(term, weight, unit.start);
  for (const part of unit.knownParts) {
    if (!filter.nouns.has(part) && !filter.english.has(part.toLowerCase()))
      terms.add(part, PART_WEIGHT, unit.start);
  }
}

/** Adjectives, negated verbs and the verbs that tell something alone; the rest only counts within phrases. */
function predicateTerm(predicate: Predicate, filter: KeywordFilter): string | null {
  const { lemma, negation } = predicate;
  if (!/^[가-힣]{2,10}$/u.test(lemma) || filter.isBrand(lemma.slice(0, -1))) return null;
  if (predicate.verbalNoun) return TELLING_VERBS.has(lemma) && negation === null ? lemma : null;
  if (negation === '말') return null;
  if (filter.predicates.has(lemma))
    return lemma === '되다' && negation !== null ? dictionaryForm(predicate) : null;
  if (filter.nouns.has(lemma.replace(/하다$/u, ''))) return null;
  return predicate.adjective || negation !== null || TELLING_VERBS.has(lemma)
    ? dictionaryForm(predicate)
    : null;
}

interface Entry {
  weight: number;
  readonly start: number;
  readonly phrase: boolean;
}

/** Weights of terms as they add up, with the place where each is said first. */
class Terms {
  readonly #entries = new Map<string, Entry>();

  add(term: string, weight: number, start: number, phrase = false): void {
    const entry = this.#entries.get(term);
    if (entry === undefined) this.#entries.set(term, { weight, start, phrase });
    else entry.weight += weight;
  }

  heaviest(): Keyword[] {
    const ranked = [...this.#entries].sort(
      ([termA, a], [termB, b]) => b.weight - a.weight || a.start - b.start || (termA < termB ? -1 : 1),
    );
    const chosen: Keyword[] = [];
    let phrases = 0;
    for (const [term, { weight, phrase }] of ranked) {
      if (chosen.length === MAX_KEYWORDS) break;
      if (phrase) {
        if (phrases === MAX_PHRASES) continue;
        phrases += 1;
      }
      chosen.push({ term, weight: Math.round(weight * 100) / 100 });
    }
    return chosen;
  }
}

function withoutSpaces(text: string): string {
  return text.replace(/\s+/gu, '').toLowerCase();
}
