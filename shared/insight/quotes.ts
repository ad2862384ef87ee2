import type { Quote } from '../domain/insight.ts';
import type { StoredDocument } from '../domain/stored-document.ts';
import { excerptOf, type Stretch } from './excerpt.ts';

const MAX_QUOTE_UNITS = 160;
const SHORTEST_TELLING_UNITS = 12;
/** The beginning of a text tells whether it is the same. */
const MAX_COMPARED = 600;
/** Share of shared letter pairs from which two texts say the same to a reader. */
const SAME_TEXT = 0.7;
/** Below this confidence a document is counted but not shown as the voice of a code; more where another code is clearer. */
const MIN_CONFIDENCE = 0.5;
const MIN_CONFIDENCE_OF_OTHERS = 0.7;
/** Where all that the reading names are words that say nothing, it must be nearly sure. */
const MIN_CONFIDENCE_WITHOUT_WORDS = 0.85;
/** What a model leans on and a reader gains nothing from: adverbs, pronouns, bound nouns. */
const EMPTY_EVIDENCE =
  /^(?:너무|정말|진짜|매우|아주|많이|가장|제일|좀|좀더|더|수|왜|안|못|다시|계속|빨리|자꾸|갑자기|결국|굳이|심지어|도대체|하나도|아무리|무슨|뭐|이렇게|어쩔수|있게|다른 ?(?:건|거|것)(?:은|도)?|\d+개|.)$/u;
/** Content customers complain too, but then they say what is wanting. */
const WANTING =
  /불편|아쉬|아쉽|단점|안 ?(?:되|돼|됨|된|됩|열|뜨|떠|와)|못|느려|느리|느림|어렵|어려|헷갈|복잡|귀찮|번거|짜증|답답|오류|에러|버그|멈|튕|꺼지|먹통|많아|좋겠|했으면|셨으면|주세요|바랍|바람|필요/u;
/** A lack that is praise: `오류는 거의 없었고`, `복잡하지 않고`, `문제없이`. */
const PRAISED_LACK =
  /(?:오류|에러|버그|불편|문제|어려움|끊김)(?:함|한 ?점|사항)?(?:은|는|이|가|도)?\s?(?:거의|전혀|별로|딱히)?\s?없|(?:불편|복잡|어렵|느리|번거롭)(?:하)?지(?:도|는)?\s?않/u;
/** `앱 사용중 오류는` is praise by the words behind it. */
const PRAISE_LOOKAHEAD = 8;
/** Other providers are praised by what they do not lack. */
const OTHERS = 'alternative';
/** Weight of being typical against being different from what is quoted already (MMR's lambda). */
const TYPICAL_WEIGHT = 0.6;

/** What was quoted already on the page; texts are compared without spaces and punctuation. */
export interface QuotedTexts {
  readonly texts: Set<string>;
  /** The letter pairs of each. */
  readonly pairs: Set<string>[];
}

export interface QuoteRequest {
  readonly candidates: readonly StoredDocument[];
  readonly limit: number;
  /** What to highlight in a text. */
  readonly highlight: (document: StoredDocument) => readonly Stretch[];
  /** How well a document speaks for the matter, 0…1; the same for all where it is left out. */
  readonly relevance?: (document: StoredDocument) => number;
  /** Texts that must not come again; the picked ones are added. */
  readonly quoted: QuotedTexts;
}

/** A fresh memory of quoted texts. */
export function noQuotesYet(): QuotedTexts {
  return { texts: new Set(), pairs: [] };
}

/**
 * Picks quotes that are typical of the candidates and differ from each other: maximal marginal relevance (Carbonell
 * and Goldstein 1998) over TF-IDF weighted letter pairs, which need no tokens and read Korean and English alike.
 * Never the same text twice, not even with other spaces, punctuation or a few other letters, also over several picks
 * with the same memory; a document of relevance 0 is not quoted. The order of candidates does not matter.
 */
export function pickQuotes({ candidates, limit, highlight, quoted, relevance }: QuoteRequest): Quote[] {
  const pool = [...candidates]
    .sort((a, b) => (a.record.documentKey < b.record.documentKey ? -1 : 1))
    .map((document) => ({
      document,
      letters: lettersOf(document.record.text),
      highlights: highlight(document),
      relevance: relevance?.(document) ?? 1,
    }))
    .filter((one) => one.letters !== '' && one.relevance > 0 && !quoted.texts.has(one.letters));
  const vectors = tfIdf(pool.map(({ letters }) => letters));
  const centre = centroid(vectors);
  const typical = pool.map((candidate, index) => {
    const similarity = cosine(vectors[index] ?? new Map(), centre);
    const tooShort = candidate.letters.length < SHORTEST_TELLING_UNITS ? 0.5 : 1;
    const tooLong = candidate.document.record.text.length > 2 * MAX_QUOTE_UNITS ? 0.8 : 1;
    const evident = candidate.highlights.length > 0 ? 1 : 0.7;
    return similarity * tooShort * tooLong * evident * candidate.relevance;
  });
  const picked: number[] = [];
  const out = new Set<number>();
  while (picked.length < limit) {
    let best = -1;
    let bestScore = Number.NEGATIVE_INFINITY;
    for (const [index, vector] of vectors.entries()) {
      if (out.has(index)) continue;
      const closest = Math.max(0, ...picked.map((other) => cosine(vector, vectors[other] ?? new Map())));
      if (closest >= SAME_TEXT) {
        out.add(index);
        continue;
      }
      const score = TYPICAL_WEIGHT * (typical[index] ?? 0) - (1 - TYPICAL_WEIGHT) * closest;
      if (score > bestScore) {
        best = index;
        bestScore = score;
      }
    }
    if (best < 0) break;
    out.add(best);
    if (remember(pool[best]?.letters ?? '', quoted)) picked.push(best);
  }
  return picked.flatMap((index) => {
    const candidate = pool[index];
    return candidate === undefined ? [] : [quoteOf(candidate.document, candidate.highlights)];
  });
}

/**
 * The evidence of a hesitation code in a document, as far as the offsets still fit its text: what tells a reader
 * something first, without what is praise.
 */
export function codeEvidence(document: StoredDocument, code: string): Stretch[] {
  const { text } = document.record;
  const fitting = fittingEvidence(document, code).filter((span) => !isPraise(text, span, code));
  const telling = fitting.filter((span) => tells(text, span));
  return telling.length > 0 ? telling : fitting;
}

/**
 * How clearly a document hesitates for a code, 0…1: the confidence of the reading, less where another reason comes first
 * or where the customer is content on the whole. 0 where the reading is a guess or all that it stands on is praise, and where a content customer misses nothing there: a wrong quote under a heading costs more trust
 * than a missing one.
 */
export function codeRelevance(document: StoredDocument, code: string): number {
  const { hesitations, sentiment } = document.reading;
  const rank = hesitations.findIndex((hesitation) => hesitation.code === code);
  const confidence = hesitations[rank]?.confidence ?? 0;
  if (confidence < (rank === 0 ? MIN_CONFIDENCE : MIN_CONFIDENCE_OF_OTHERS)) return 0;
  const { text } = document.record;
  const spans = fittingEvidence(document, code);
  const left = spans.filter((span) => !isPraise(text, span, code));
  if (spans.length > 0 && left.length === 0) return 0;
  const isSilent = left.length > 0 && !left.some((span) => tells(text, span));
  if (isSilent && confidence < MIN_CONFIDENCE_WITHOUT_WORDS) return 0;
  const isContent = sentiment.label === 'positive';
  if (isContent && left.length > 0 && !left.some((span) => WANTING.test(sentenceOf(text, span)))) return 0;
  return (0.3 + 0.7 * confidence) * (rank === 0 ? 1 : 0.7) * (isContent ? 0.4 : 1);
}

function fittingEvidence({ record, reading }: StoredDocument, code: string): Stretch[] {
  return reading.hesitations
    .filter((hesitation) => hesitation.code === code)
    .flatMap((hesitation) => hesitation.evidence)
    .filter((span) => record.text.slice(span.start, span.end) === span.text)
    .map(({ start, end }) => ({ start, end }));
}

function tells(text: string, { start, end }: Stretch): boolean {
  return !EMPTY_EVIDENCE.test(text.slice(start, end).trim());
}

/** Whether the words of the evidence are said to be lacking, and that is good. */
function isPraise(text: string, { start, end }: Stretch, code: string): boolean {
  if (code === OTHERS) return false;
  const found = PRAISED_LACK.exec(text.slice(start, end + PRAISE_LOOKAHEAD));
  return found !== null && start + found.index < end;
}

function sentenceOf(text: string, { start, end }: Stretch): string {
  const before = Math.max(...[...'.!?\n'].map((mark) => text.lastIndexOf(mark, start - 1)));
  const rest = text.slice(end).search(/[.!?\n]/u);
  return text.slice(start === 0 ? 0 : before + 1, rest < 0 ? text.length : end + rest);
}

function quoteOf({ record, reading, day }: StoredDocument, highlights: readonly Stretch[]): Quote {
  const excerpt = excerptOf(record.text, highlights, MAX_QUOTE_UNITS);
  return {
    documentKey: record.documentKey,
    id: record.id,
    text: excerpt.text,
    source: record.source,
    connector: record.connector,
    day,
    ...(record.rating === undefined ? {} : { rating: record.rating }),
    ...(record.url === undefined ? {} : { url: record.url }),
    sentiment: reading.sentiment.label,
    highlights: excerpt.highlights,
  };
}

/** False where the same, or nearly the same, was quoted before. */
function remember(letters: string, quoted: QuotedTexts): boolean {
  const pairs = pairsOf(letters);
  for (const other of quoted.pairs) {
    let shared = 0;
    for (const pair of pairs) if (other.has(pair)) shared += 1;
    if (shared >= SAME_TEXT * Math.max(1, pairs.size + other.size - shared)) return false;
  }
  quoted.texts.add(letters);
  quoted.pairs.push(pairs);
  return true;
}

function pairsOf(letters: string): Set<string> {
  const pairs = new Set<string>([letters.slice(0, 2)]);
  for (let index = 0; index + 1 < Math.min(letters.length, MAX_COMPARED); index++)
    pairs.add(letters.slice(index, index + 2));
  return pairs;
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

type Vector = ReadonlyMap<string, number>;

function tfIdf(texts: readonly string[]): Vector[] {
  const frequency = new Map<string, number>();
  const pairs = texts.map((text) => {
    const counts = new Map<string, number>();
    for (let index = 0; index + 1 < Math.min(text.length, MAX_COMPARED); index++) {
      const pair = text.slice(index, index + 2);
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }
    for (const pair of counts.keys()) frequency.set(pair, (frequency.get(pair) ?? 0) + 1);
    return counts;
  });
  return pairs.map((counts) => {
    const weights = new Map<string, number>();
    let norm = 0;
    for (const [pair, count] of counts) {
      const weight = (1 + Math.log(count)) * Math.log(1 + texts.length / (frequency.get(pair) ?? 1));
      weights.set(pair, weight);
      norm += weight * weight;
    }
    return new Map([...weights].map(([pair, weight]) => [pair, weight / Math.sqrt(norm)]));
  });
}

function centroid(vectors: readonly Vector[]): Vector {
  const sum = new Map<string, number>();
  for (const vector of vectors) {
    for (const [pair, weight] of vector) sum.set(pair, (sum.get(pair) ?? 0) + weight);
  }
  const norm = Math.sqrt([...sum.values()].reduce((total, weight) => total + weight * weight, 0)) || 1;
  return new Map([...sum].map(([pair, weight]) => [pair, weight / norm]));
}

function cosine(a: Vector, b: Vector): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  let sum = 0;
  for (const [pair, weight] of small) sum += weight * (large.get(pair) ?? 0);
  return sum;
}
