import type { Keyword } from '../domain/analysis.ts';
import type { StopWords } from './nlp-settings.ts';
import { findPredicates, type Predicate } from './predicates.ts';
import type { Token } from './tokenizer.ts';

const MAX_KEYWORDS = 12;
const MAX_COMPOUND_PARTS = 3;
const PREDICATE_WEIGHT = 0.6;
const COMPOUND_WEIGHT = 1.4;
/** A part of a compound says less than the compound. */
const PART_WEIGHT = 0.5;

/** Brand names and stop words as sets, made once. */
export interface KeywordFilter {
  readonly nouns: ReadonlySet<string>;
  readonly predicates: ReadonlySet<string>;
  readonly english: ReadonlySet<string>;
  /** Lower case, without spaces. */
  readonly brands: readonly string[];
}

export function createKeywordFilter(stopWords: StopWords, brandNames: readonly string[]): KeywordFilter {
  return {
    nouns: new Set(stopWords.nouns),
    predicates: new Set(stopWords.predicates),
    english: new Set(stopWords.english),
    brands: brandNames.map(withoutSpaces).filter((name) => name !== ''),
  };
}

/**
 * Keywords of a Korean text: nouns and unbroken noun compounds, and predicates in their dictionary form (`안 되다` as
 * `안 되다`). Weights rise with repetition; the heaviest first, at most {@link MAX_KEYWORDS}.
 */
export function koreanKeywords(tokens: readonly Token[], filter: KeywordFilter): Keyword[] {
  const predicates = findPredicates(tokens);
  const inPredicate = new Set<number>();
  const weights = new Map<string, number>();
  const add = (term: string, weight: number) => weights.set(term, (weights.get(term) ?? 0) + weight);
  for (const predicate of predicates) {
    if (predicate.verbalNoun && !predicate.negated) continue;
    const term = predicateTerm(predicate, filter);
    if (term === null) continue;
    add(term, PREDICATE_WEIGHT);
    if (!predicate.verbalNoun)
      for (let index = predicate.from; index < predicate.to; index += 1) inPredicate.add(index);
  }
  for (const run of nounRuns(tokens)) {
    const parts = run.filter((index) => !inPredicate.has(index));
    addNouns(
      parts.flatMap((index) => tokens[index] ?? []),
      filter,
      add,
    );
  }
  return heaviest(weights);
}

/** Keywords of English tokens: content words in their dictionary form. */
export function englishKeywords(tokens: readonly Token[], filter: KeywordFilter): Keyword[] {
  const weights = new Map<string, number>();
  for (const token of tokens) {
    const term = token.lemma.toLowerCase();
    if (!/^(?:NOUN|PROPN|VERB|ADJ)$/u.test(token.pos) || term.length < 3 || !/^[a-z][a-z'-]*$/u.test(term))
      continue;
    if (filter.english.has(term) || isBrand(term, filter)) continue;
    weights.set(term, (weights.get(term) ?? 0) + (token.pos === 'NOUN' ? 1 : PREDICATE_WEIGHT));
  }
  return heaviest(weights);
}

function predicateTerm(predicate: Predicate, filter: KeywordFilter): string | null {
  const { lemma, negated } = predicate;
  if (!/^[가-힣]{2,12}$/u.test(lemma) || isBrand(lemma.slice(0, -1), filter)) return null;
  if (filter.predicates.has(lemma)) return negated && lemma === '되다' ? '안 되다' : null;
  if (filter.nouns.has(lemma.replace(/(?:하|되)다$/u, ''))) return null;
  return negated ? `안 ${lemma}` : lemma;
}

function addNouns(
  nouns: readonly Token[],
  filter: KeywordFilter,
  add: (term: string, weight: number) => void,
): void {
  const kept = nouns.filter((token) => isKeywordNoun(token, filter));
  const compound = kept.map((token) => token.surface).join('');
  const isCompound =
    kept.length >= 2 &&
    kept.length <= MAX_COMPOUND_PARTS &&
    kept.length === nouns.length &&
    !isBrand(compound, filter);
  if (isCompound) add(compound, COMPOUND_WEIGHT);
  for (const token of kept) add(token.lemma, isCompound ? PART_WEIGHT : 1);
}

function isKeywordNoun(token: Token, filter: KeywordFilter): boolean {
  const { lemma } = token;
  if (lemma.length < 2 || !/^[\p{L}\p{N}]+$/u.test(lemma) || /^\p{N}+$/u.test(lemma)) return false;
  return !filter.nouns.has(lemma) && !filter.english.has(lemma.toLowerCase()) && !isBrand(lemma, filter);
}

function isBrand(term: string, filter: KeywordFilter): boolean {
  const plain = withoutSpaces(term);
  return filter.brands.some((brand) => plain === brand || (brand.length >= 3 && plain.includes(brand)));
}

/** Runs of nouns that are written together. */
function nounRuns(tokens: readonly Token[]): number[][] {
  const runs: number[][] = [];
  let run: number[] = [];
  const close = () => {
    if (run.length > 0) runs.push(run);
    run = [];
  };
  tokens.forEach((token, index) => {
    const isNoun =
      /^(?:NNG|NNP|SL|XR)$/u.test(token.pos) ||
      (token.pos === 'UNK' && /^[A-Za-z]{2,}$/u.test(token.surface));
    if (run.length > 0 && (!isNoun || tokens[index - 1]?.end !== token.start)) close();
    if (isNoun) run.push(index);
  });
  close();
  return runs;
}

function heaviest(weights: ReadonlyMap<string, number>): Keyword[] {
  return [...weights]
    .map(([term, weight]) => ({ term, weight: Math.round(weight * 100) / 100 }))
    .sort((a, b) => b.weight - a.weight || (a.term < b.term ? -1 : 1))
    .slice(0, MAX_KEYWORDS);
}

function withoutSpaces(text: string): string {
  return text.replace(/\s+/gu, '').toLowerCase();
}
