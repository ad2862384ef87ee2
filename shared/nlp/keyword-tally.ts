import { type DailyCount, findBursts } from './bursts.ts';
import { type CorpusKeyword, corpusKeywords, type TermCounts } from './corpus-keywords.ts';
import { groupSpellings, type SpellingGroup, usualSpellings } from './spelling-variants.ts';

/**
 * Reviews of one app are few, and people read the list from its top. With shuffled ratings 4 to 6 terms of 1,061
 * reviews pass, where 34 pass with the true ones; 1.645 would leave 8 of them.
 */
const MIN_Z = 1.25;
/** What is said less often has no burst: three documents of a week are chance. */
const MIN_BURST_COUNT = 5;
/** What lasts longer than half of the time is no burst: the rest was the exception. */
const MAX_SHARE_OF_TIME = 0.5;
const DAY_MS = 86_400_000;
/** A term says nothing beside a longer one that holds it and stands for nearly all of its documents. */
const MOSTLY = 0.8;
const MAX_PHRASES = 3;
const MIN_PHRASE_COUNT = 3;

/** What counts of one document. */
export interface TalliedDocument {
  readonly terms: readonly string[];
  /** Which of the two sides that are compared. */
  readonly side: 'input' | 'background';
  /** `YYYY-MM-DD`; a document without a day is in no burst. */
  readonly day?: string | undefined;
}

/** A term that the input says clearly more than the background. */
export interface ReportedKeyword {
  readonly term: string;
  /** Documents; one that spells the term in two ways counts twice. */
  readonly count: number;
  readonly backgroundCount: number;
  /** How clearly, in standard deviations. */
  readonly z: number;
  /** How the input spells it, the most used first. */
  readonly spellings: SpellingGroup['spellings'];
  /** Phrases of the input that hold the term, the most used first. */
  readonly phrases: SpellingGroup['spellings'];
}

/** Days in which a term is said clearly more than usual. */
export interface ReportedBurst {
  readonly term: string;
  readonly from: string;
  /** The last day, included. */
  readonly to: string;
  /** Documents of these days that say the term. */
  readonly count: number;
  /** All documents of these days. */
  readonly documents: number;
  readonly weight: number;
}

/** What a corpus says, for people. */
export interface KeywordReport {
  readonly inputDocuments: number;
  readonly backgroundDocuments: number;
  /** The clearest first. */
  readonly keywords: readonly ReportedKeyword[];
  /** The heaviest first. */
  readonly bursts: readonly ReportedBurst[];
}

export interface KeywordReportOptions {
  /** Spellings that mean the same, see `spellingGroups`. */
  readonly spellings?: readonly (readonly string[])[];
  /** Whether a term is a name, which is no keyword. */
  readonly isBrand?: (term: string) => boolean;
  /** At most this many keywords, and this many bursts. */
  readonly limit?: number;
}

/** Counts documents one by one; none is kept, only terms with their counts per side and day. */
export interface KeywordTally {
  add(document: TalliedDocument): void;
  /** Does not depend on the order of the documents. */
  report(options?: KeywordReportOptions): KeywordReport;
}

export function createKeywordTally(): KeywordTally {
  const input = emptyCorpus();
  const background = emptyCorpus();
  const days = new Map<string, Corpus>();
  return {
    add({ terms, side, day }) {
      const distinct = new Set(terms);
      count(side === 'input' ? input : background, distinct);
      if (day === undefined) return;
      const ofDay = days.get(day) ?? emptyCorpus();
      days.set(day, ofDay);
      count(ofDay, distinct);
    },
    report({ spellings = [], isBrand = () => false, limit = Number.POSITIVE_INFINITY } = {}) {
      const all = new Map<string, number>();
      for (const corpus of [input, background]) {
        for (const [term, documents] of corpus.counts)
          if (!isBrand(term)) all.set(term, (all.get(term) ?? 0) + documents);
      }
      const groups = groupSpellings(all, { known: spellings });
      const usual = usualSpellings(groups);
      const said = inUsual(input, usual);
      const found = corpusKeywords(said, inUsual(background, usual), { minZ: MIN_Z });
      const variants = new Map(groups.map((group) => [group.form, group.spellings]));
      return {
        inputDocuments: input.documents,
        backgroundDocuments: background.documents,
        keywords: withoutParts(found, said, limit).map(({ keyword, phrases }) => ({
          term: keyword.term,
          count: keyword.count,
          backgroundCount: keyword.backgroundCount,
          z: keyword.z,
          spellings: spellingsIn(input, variants.get(keyword.term) ?? []),
          phrases,
        })),
        bursts: withoutEchoes(burstsOf(days, usual), limit),
      };
    },
  };
}

interface Corpus {
  documents: number;
  readonly counts: Map<string, number>;
}

function emptyCorpus(): Corpus {
  return { documents: 0, counts: new Map() };
}

function count(corpus: Corpus, terms: Iterable<string>): void {
  corpus.documents += 1;
  for (const term of terms) corpus.counts.set(term, (corpus.counts.get(term) ?? 0) + 1);
}

/** The counts under the usual spelling; terms without one are left out. */
function inUsual(corpus: Corpus, usual: ReadonlyMap<string, string>): TermCounts {
  const counts = new Map<string, number>();
  let total = 0;
  for (const [spelling, documents] of corpus.counts) {
    const term = usual.get(spelling);
    if (term === undefined) continue;
    counts.set(term, (counts.get(term) ?? 0) + documents);
    total += documents;
  }
  return { counts, total };
}

function spellingsIn(corpus: Corpus, spellings: SpellingGroup['spellings']): SpellingGroup['spellings'] {
  return spellings
    .map(({ spelling }) => ({ spelling, count: corpus.counts.get(spelling) ?? 0 }))
    .filter((entry) => entry.count > 0)
    .sort((a, b) => b.count - a.count || (a.spelling < b.spelling ? -1 : 1));
}

interface WithPhrases {
  readonly keyword: CorpusKeyword;
  readonly phrases: SpellingGroup['spellings'];
}

/**
 * The first keywords, each with its phrases: without 정보유출 where customers say it mostly within 개인정보유출, and without
 * phrases that stand beside an earlier keyword already.
 */
function withoutParts(keywords: readonly CorpusKeyword[], said: TermCounts, limit: number): WithPhrases[] {
  const phrases = [...said.counts]
    .filter(([term, documents]) => term.includes(' ') && documents >= MIN_PHRASE_COUNT)
    .map(([spelling, documents]) => ({ spelling, count: documents }))
    .sort((a, b) => b.count - a.count || (a.spelling < b.spelling ? -1 : 1));
  const kept: WithPhrases[] = [];
  const shown = new Set<string>();
  for (const keyword of keywords) {
    if (kept.length >= limit) break;
    const isPart = keywords.some(
      (whole) =>
        whole.count >= MOSTLY * keyword.count &&
        whole.z >= MOSTLY * keyword.z &&
        isInside(keyword.term, whole.term),
    );
    if (isPart || shown.has(keyword.term)) continue;
    const holding = phrases.filter(({ spelling }) => speaksOf(spelling, keyword.term)).slice(0, MAX_PHRASES);
    for (const { spelling } of holding) shown.add(spelling);
    kept.push({ keyword, phrases: holding });
  }
  return kept;
}

/** The first bursts, each without what is a part of the same words in the same days. */
function withoutEchoes(bursts: readonly ReportedBurst[], limit: number): ReportedBurst[] {
  const kept: ReportedBurst[] = [];
  for (const burst of bursts) {
    if (kept.length >= limit) break;
    const echoes = kept.some(
      (other) =>
        burst.from <= other.to &&
        other.from <= burst.to &&
        (isInside(burst.term, other.term) || isInside(other.term, burst.term)),
    );
    if (!echoes) kept.push(burst);
  }
  return kept;
}

/** 신분증인증이 안되다 speaks of 인증, 인증서가 없다 does not. */
function speaksOf(phrase: string, term: string): boolean {
  const at = phrase.indexOf(term);
  return at >= 0 && phrase !== term && /^(?:[이가을를]?(?: |$))/u.test(phrase.slice(at + term.length));
}

function isInside(part: string, whole: string): boolean {
  return part.length < whole.length && whole.includes(part);
}

function burstsOf(days: ReadonlyMap<string, Corpus>, usual: ReadonlyMap<string, string>): ReportedBurst[] {
  const calendar = [...days].sort(([a], [b]) => (a < b ? -1 : 1));
  const series = new Map<string, Map<number, number>>();
  for (const [index, [, corpus]] of calendar.entries()) {
    for (const [term, documents] of inUsual(corpus, usual).counts) {
      const ofTerm = series.get(term) ?? new Map<number, number>();
      series.set(term, ofTerm.set(index, documents));
    }
  }
  const longest = daysBetween(calendar[0]?.[0] ?? '', calendar.at(-1)?.[0] ?? '') * MAX_SHARE_OF_TIME;
  const found: ReportedBurst[] = [];
  for (const [term, ofTerm] of series) {
    if ([...ofTerm.values()].reduce((sum, documents) => sum + documents, 0) < MIN_BURST_COUNT) continue;
    const counted = calendar.map(
      ([day, corpus], index): DailyCount => ({
        day,
        count: ofTerm.get(index) ?? 0,
        total: corpus.documents,
      }),
    );
    for (const burst of findBursts(counted)) {
      const { start: from, end: to, total: documents, weight } = burst;
      if (daysBetween(from, to) > longest) continue;
      found.push({ term, from, to, count: burst.count, documents, weight });
    }
  }
  return found.sort((a, b) => b.weight - a.weight || (a.term < b.term ? -1 : 1));
}

/** Both included. */
function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
}
