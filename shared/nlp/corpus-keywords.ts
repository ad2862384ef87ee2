import { logOddsRatio } from './log-odds.ts';

/** One-sided 95 % of the normal distribution. */
const MIN_Z = 1.645;
const MIN_COUNT = 2;
/** The least weight of the prior: a corpus of three documents has no opinion of its own. */
const MIN_PRIOR = 10;

/** Counts of terms (documents or mentions), with their sum over all terms. */
export interface TermCounts {
  readonly counts: ReadonlyMap<string, number>;
  readonly total: number;
}

/** A term that one corpus says more than another. */
export interface CorpusKeyword {
  readonly term: string;
  readonly count: number;
  readonly backgroundCount: number;
  readonly logOdds: number;
  /** How clearly the corpus says it more, in standard deviations. */
  readonly z: number;
}

export interface CorpusKeywordOptions {
  /** At most this many, the clearest first; all by default. */
  readonly limit?: number;
  readonly minCount?: number;
  readonly minZ?: number;
}

/** Adds up how many of the documents say each term; a term counts once per document. */
export function countTerms(documents: Iterable<readonly string[]>): TermCounts {
  const counts = new Map<string, number>();
  let total = 0;
  for (const terms of documents) {
    for (const term of new Set(terms)) {
      counts.set(term, (counts.get(term) ?? 0) + 1);
      total += 1;
    }
  }
  return { counts, total };
}

/**
 * The terms that a corpus says more often than a background that is no part of it, ranked by z. The prior is what both
 * say together, as heavy as the smaller side: strong enough to tame rare terms, too weak to hide common ones.
 * @see logOddsRatio
 */
export function corpusKeywords(
  corpus: TermCounts,
  background: TermCounts,
  options: CorpusKeywordOptions = {},
): CorpusKeyword[] {
  const { limit = Number.POSITIVE_INFINITY, minCount = MIN_COUNT, minZ = MIN_Z } = options;
  const all = corpus.total + background.total;
  if (corpus.total === 0) return [];
  const priorTotal = Math.max(MIN_PRIOR, Math.min(corpus.total, Math.max(background.total, 1)));
  const found: CorpusKeyword[] = [];
  for (const [term, count] of corpus.counts) {
    if (count < minCount) continue;
    const backgroundCount = background.counts.get(term) ?? 0;
    const { logOdds, z } = logOddsRatio({
      here: count,
      hereTotal: corpus.total,
      there: backgroundCount,
      thereTotal: background.total,
      prior: (priorTotal * (count + backgroundCount)) / all,
      priorTotal,
    });
    if (z >= minZ) found.push({ term, count, backgroundCount, logOdds, z });
  }
  found.sort((a, b) => b.z - a.z || (a.term < b.term ? -1 : 1));
  return found.slice(0, limit);
}
