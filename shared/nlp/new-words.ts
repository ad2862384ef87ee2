import type { Token } from './tokenizer.ts';

/** A word that a corpus uses and no dictionary has: mostly the name of a product. */
export interface NewWord {
  readonly word: string;
  /** Documents that say it. */
  readonly documents: number;
  /** How firmly its syllables hold together, 0…1. */
  readonly cohesion: number;
  /** How freely what comes after it changes, in natural logarithms. */
  readonly branching: number;
  /** Words of the corpus, as written, that hold it. */
  readonly examples: readonly string[];
}

export interface NewWordOptions {
  /** Whether a dictionary or the settings have the word, see `isReadable`. */
  readonly isKnown: (word: string) => boolean;
  readonly minDocuments?: number;
  readonly minCohesion?: number;
  readonly minBranching?: number;
  readonly limit?: number;
}

const MIN_DOCUMENTS = 5;
const MIN_COHESION = 0.25;
const MIN_BRANCHING = 0.8;
const LIMIT = 100;
const MIN_SYLLABLES = 2;
const MAX_SYLLABLES = 8;
const EXAMPLES = 5;
/** Beyond this many beginnings of words the rarest are forgotten: a million reviews must not fill the memory. */
const MAX_PREFIXES = 500_000;

/** What follows a noun at the end of an eojeol. A candidate needs several of them after it, and none inside it. */
const PARTICLES = new Set(
  '은 는 이 가 을 를 의 에 도 만 로 으로 와 과 랑 이랑 에서 에게 까지 부터 처럼 보다 나 이나 이라 라고 이라고 인데 이고 이네요 네요 입니다 에는 에도 에서는 으로는 로는 이요 요 하고 한테 이며 이라는 라는 께서 마다 조차 밖에'.split(
    ' ',
  ),
);
const MIN_PARTICLES = 2;
/** What follows the stem of a verb (물어보고, 물어보니) and hardly a noun. */
const VERB_ENDINGS = new Set(
  '고 니 면 지 며 게 기 던 려고 세요 는데 는게 니까 면서 지만 시고 시면'.split(' '),
);
const MIN_VERB_ENDINGS = 2;
const ENDS_IN_PARTICLE =
  /(?:은|는|이|가|을|를|에|도|만|로|에서|하|해|되|한|할|함|합니다|됩니다|네요|어요|아요|지만|는데|니다|세요|습니|고|서|면|게|지|던|려|러|니|여|요|다|음|기)$/u;

/** Names with these after them are the names: 네이버앱. */
const CLASS_WORDS = new Set(['앱', '폰', '시', '전', '후', '중']);

/**
 * Whether a word can be read with what the dictionary and the domain words have: as one word, as words of two or more
 * syllables put together (주민등록번호), or with particles, endings or affixes (다른은행, 로그인할때). `read` gives its tokens.
 */
export function isReadable(word: string, read: (word: string) => readonly Token[]): boolean {
  const tokens = read(word);
  if (tokens.length < 2) return tokens.every((token) => token.pos !== 'UNK');
  if (tokens.some((token) => token.pos !== 'UNK' && !/^(?:NNG|NNP|SL|XR|IC)/u.test(token.pos))) return true;
  return tokens.every(
    (token) =>
      /^(?:NNG|NNP)$/u.test(token.pos) && (token.surface.length >= 2 || CLASS_WORDS.has(token.surface)),
  );
}

/**
 * Words that hold together and vary in what follows them, at the beginning of eojeols: cohesion is the geometric mean
 * of the chances that each syllable follows those before it, branching the entropy of the next syllable (the end of the
 * eojeol is one too). A candidate must be followed by several particles, as a noun is. Linear in the length of the texts.
 * @see Kim et al., soynlp: https://github.com/lovit/soynlp (cohesion score); Jin & Tanaka-Ishii (2006), Unsupervised
 * Segmentation of Chinese Text by Use of Branching Entropy
 */
export function findNewWords(texts: Iterable<string>, options: NewWordOptions): NewWord[] {
  const counter = createNewWordCounter();
  for (const text of texts) counter.add(text);
  return counter.find(options);
}

/** `findNewWords` for texts that come one by one and are not kept: only beginnings of words and their counts are. */
export interface NewWordCounter {
  add(text: string): void;
  find(options: NewWordOptions): NewWord[];
}

export function createNewWordCounter(): NewWordCounter {
  const prefixes = new Map<string, PrefixEntry>();
  let documents = 0;
  let room = MAX_PREFIXES;
  return {
    add(text) {
      documents += 1;
      countPrefixes(text, documents, prefixes);
      if (prefixes.size <= room) return;
      dropRarest(prefixes);
      room = Math.max(MAX_PREFIXES, 2 * prefixes.size);
    },
    find: (options) => newWordsOf(prefixes, options),
  };
}

function newWordsOf(prefixes: ReadonlyMap<string, PrefixEntry>, options: NewWordOptions): NewWord[] {
  const {
    minDocuments = MIN_DOCUMENTS,
    minCohesion = MIN_COHESION,
    minBranching = MIN_BRANCHING,
    limit = LIMIT,
  } = options;
  const found: NewWord[] = [];
  for (const [word, entry] of prefixes) {
    if (word.length < MIN_SYLLABLES || entry.documents < minDocuments || ENDS_IN_PARTICLE.test(word))
      continue;
    const particles = [...entry.rests.keys()].filter((rest) => PARTICLES.has(rest)).length;
    if (particles < MIN_PARTICLES) continue;
    if ([...entry.rests.keys()].filter((rest) => VERB_ENDINGS.has(rest)).length >= MIN_VERB_ENDINGS) continue;
    const cohesion = cohesionOf(word, entry.count, prefixes);
    const branching = entropy(entry.next);
    if (cohesion < minCohesion || branching < minBranching || options.isKnown(word)) continue;
    const examples = [...entry.rests]
      .sort(([restA, a], [restB, b]) => b - a || (restA < restB ? -1 : 1))
      .slice(0, EXAMPLES)
      .map(([rest]) => word + rest);
    found.push({ word, documents: entry.documents, cohesion, branching, examples });
  }
  return withoutPieces(found)
    .sort((a, b) => b.documents * b.cohesion - a.documents * a.cohesion || (a.word < b.word ? -1 : 1))
    .slice(0, limit);
}

interface PrefixEntry {
  count: number;
  documents: number;
  lastDocument: number;
  readonly next: Map<string, number>;
  readonly rests: Map<string, number>;
}

function countPrefixes(text: string, document: number, prefixes: Map<string, PrefixEntry>): void {
  for (const [eojeol] of text.matchAll(/(?<![가-힣A-Za-z0-9])[가-힣]+(?![A-Za-z0-9])/gu)) {
    const longest = Math.min(eojeol.length, MAX_SYLLABLES);
    for (let length = 1; length <= longest; length += 1) {
      const word = eojeol.slice(0, length);
      let entry = prefixes.get(word);
      if (entry === undefined) {
        entry = { count: 0, documents: 0, lastDocument: 0, next: new Map(), rests: new Map() };
        prefixes.set(word, entry);
      }
      entry.count += 1;
      if (entry.lastDocument !== document) entry.documents += 1;
      entry.lastDocument = document;
      const next = eojeol[length] ?? '';
      entry.next.set(next, (entry.next.get(next) ?? 0) + 1);
      const rest = eojeol.slice(length);
      if (length >= MIN_SYLLABLES && rest.length <= 4)
        entry.rests.set(rest, (entry.rests.get(rest) ?? 0) + 1);
    }
  }
}

/** What one document alone has said so far is mostly a slip; first syllables stay, cohesion is measured by them. */
function dropRarest(prefixes: Map<string, PrefixEntry>): void {
  for (const [word, { documents }] of prefixes)
    if (documents < 2 && word.length >= MIN_SYLLABLES) prefixes.delete(word);
}

/** soynlp's forward cohesion: (count of the word / count of its first syllable) ^ (1 / (length − 1)). */
function cohesionOf(word: string, count: number, prefixes: ReadonlyMap<string, PrefixEntry>): number {
  const first = prefixes.get(word.slice(0, 1))?.count ?? count;
  return (count / first) ** (1 / (word.length - 1));
}

function entropy(counts: ReadonlyMap<string, number>): number {
  // Sorted, so that rounding does not depend on the order of the texts.
  const sorted = [...counts.values()].sort((a, b) => a - b);
  const total = sorted.reduce((sum, count) => sum + count, 0);
  let sum = 0;
  for (const count of sorted) sum -= (count / total) * Math.log(count / total);
  return sum;
}

/** 세이프박 says nothing beside 세이프박스: the longer one stands for nearly all of its documents. */
function withoutPieces(words: readonly NewWord[]): NewWord[] {
  const documents = new Map(words.map(({ word, documents: count }) => [word, count]));
  const covered = new Set<string>();
  for (const { word, documents: count } of words) {
    for (let length = MIN_SYLLABLES; length < word.length; length += 1) {
      const piece = word.slice(0, length);
      if ((documents.get(piece) ?? 0) * 0.8 <= count) covered.add(piece);
    }
  }
  return words.filter(({ word }) => !covered.has(word));
}
