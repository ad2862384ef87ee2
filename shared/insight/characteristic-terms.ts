import type { Contribution } from '../domain/contribution.ts';
import { logOddsRatio } from '../nlp/log-odds.ts';
import { groupSpellings, usualSpellings } from '../nlp/spelling-variants.ts';

/** One-sided 95 % of the normal distribution. */
const MIN_Z = 1.645;
const MIN_DOCUMENTS = 2;

export interface CharacteristicTerm {
  readonly term: string;
  /** Documents of the group that say it. */
  readonly documents: number;
  /** How clearly the group says it more than the rest, in standard deviations. */
  readonly z: number;
}

/**
 * The terms that a group of documents says more often than the rest: log-odds ratio with an informative Dirichlet
 * prior, ranked by z (Monroe, Colaresi and Quinn 2008, "Fightin' Words"). `counts` are the documents per term of all
 * the documents together, `total` their sum; the group is a part of them.
 */
export function characteristicTerms(
  group: readonly Contribution[],
  counts: ReadonlyMap<string, number>,
  total: number,
  limit: number,
): CharacteristicTerm[] {
  const inGroup = termCounts(group);
  const groupTotal = sum(inGroup.values());
  const restTotal = total - groupTotal;
  if (groupTotal === 0 || total === 0) return [];
  // The prior weighs as much as the smaller side: strong enough to tame rare words, too weak to hide common ones.
  const priorTotal = Math.max(10, Math.min(groupTotal, Math.max(restTotal, 1)));
  const ranked: CharacteristicTerm[] = [];
  for (const [term, documents] of inGroup) {
    const all = counts.get(term) ?? documents;
    const prior = (priorTotal * all) / total;
    const { z } = logOddsRatio({
      here: documents,
      hereTotal: groupTotal,
      there: all - documents,
      thereTotal: restTotal,
      prior,
      priorTotal,
    });
    if (documents >= MIN_DOCUMENTS && z >= MIN_Z) ranked.push({ term, documents, z });
  }
  return ranked.sort((a, b) => b.z - a.z || (a.term < b.term ? -1 : 1)).slice(0, limit);
}

/**
 * The contributions with every term in the spelling that they use most together (본인 인증 and 본인인증; with `known`, from
 * the domain words, also 업뎃 and 업데이트), so that one word is counted once.
 */
export function inUsualSpelling(
  contributions: readonly Contribution[],
  known: readonly (readonly string[])[] = [],
): Contribution[] {
  const usual = usualSpellings(groupSpellings(termCounts(contributions), { known }));
  return contributions.map((one) => ({
    ...one,
    terms: [...new Set(one.terms.map((term) => usual.get(term) ?? term))],
  }));
}

/** Documents per term. */
export function termCounts(contributions: readonly Contribution[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const contribution of contributions) {
    for (const term of contribution.terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  }
  return counts;
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
