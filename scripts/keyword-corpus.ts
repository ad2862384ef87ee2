import { type InputDocument, publicationTime } from '../shared/domain/input-document.ts';
import { businessDay } from '../shared/domain/time.ts';
import { createDomainWordIndex, spellingGroups } from '../shared/nlp/domain-word-index.ts';
import { createKeywordTally, type KeywordReport } from '../shared/nlp/keyword-tally.ts';
import { createKeywordFilter } from '../shared/nlp/keywords.ts';
import { createNewWordCounter, isReadable, type NewWord } from '../shared/nlp/new-words.ts';
import { normaliseText } from '../shared/nlp/normalise-text.ts';
import { PLACEHOLDERS, redact } from '../shared/privacy/redact.ts';
import type { VocConfig } from '../shared/runtime/config.ts';
import type { CommandIo } from './command.ts';
import type { LoadedAnalyzer } from './load-analyzer.ts';
import { emptyTally, goodDocuments } from './process-lines.ts';
import { readInputLines } from './read-input.ts';

/** What customers leave out of the name of an app: 당근 of 당근마켓. */
const KIND_OF_APP = /(?:마켓|쇼핑|스토어|뱅크|뱅킹|은행|페이|카드|증권)$/u;

/** A person looks at the candidates: one more costs less than one not seen. */
const MIN_NEW_WORD_DOCUMENTS = 3;

/** More names than these are no longer those of one company. */
const MAX_APPS = 50;

/** `by-sentiment`: a negative document is of the input, any other of the background. */
export type Side = 'input' | 'background' | 'by-sentiment';

/** What `voc keywords` found. */
export interface FoundKeywords extends KeywordReport {
  readonly newWords: readonly NewWord[];
  /** Whether any document had a date; without one there are no bursts. */
  readonly dated: boolean;
}

/**
 * Counts what documents say. Each is redacted and read, and then forgotten: terms, beginnings of words and their counts
 * remain. Words of a background file count for the comparison only.
 */
export function createKeywordCorpus(config: VocConfig, { analyzer, tokenizer, settings }: LoadedAnalyzer) {
  const tally = createKeywordTally();
  const newWords = createNewWordCounter();
  const apps = new Set<string>();
  let dated = false;
  return {
    add(document: InputDocument, side: Side): void {
      const text = plain(document.text);
      const title = document.title === undefined ? undefined : plain(document.title);
      const reading = analyzer.read({ text, title, source: document.source, rating: document.rating });
      if (document.app !== undefined) apps.add(document.app);
      const terms = reading.keywords.map(({ term }) => term);
      if (side === 'background') {
        tally.add({ terms, side });
        return;
      }
      newWords.add(normaliseText(title === undefined ? text : `${text}\n${title}`).text);
      const time = publicationTime(document, config.timeZone);
      dated ||= time !== null;
      const negative = reading.sentiment.label === 'negative';
      tally.add({
        terms,
        side: side === 'input' || negative ? 'input' : 'background',
        day: time === null ? undefined : businessDay(time.at, config.timeZone),
      });
    },

    /** What the documents say, at most `limit` of each. */
    report(limit: number): FoundKeywords {
      const names = [config.brand.name, ...config.brand.aliases, ...apps];
      const filter = createKeywordFilter(settings.stopWords, names);
      const shortNames = new Set([...apps].map((app) => app.replace(KIND_OF_APP, '')));
      const isBrand = (term: string) => filter.isBrand(term) || shortNames.has(term);
      const domainWords = createDomainWordIndex(settings.domainWords, names);
      const read = (text: string) => domainWords.merge(text, tokenizer.tokenize(text));
      const isKnown = (word: string) => filter.nouns.has(word) || isBrand(word) || isReadable(word, read);
      const spellings = spellingGroups(settings.domainWords);
      return {
        ...tally.report({ spellings, isBrand, limit }),
        newWords: newWords.find({ isKnown, limit, minDocuments: MIN_NEW_WORD_DOCUMENTS }),
        dated,
      };
    },
  };
}

/** The redacted text; what stands for personal data is no word of the customer. */
function plain(text: string): string {
  let words = redact(text).text;
  for (const placeholder of Object.values(PLACEHOLDERS)) words = words.replaceAll(placeholder, ' ');
  return words;
}

/**
 * The names of the apps that the documents of files are about, at most {@link MAX_APPS}: the reader must know them before
 * it reads, so that it does not cut them (돈돌이 into 돈돌 and a particle).
 */
export async function appNames(files: readonly (string | undefined)[], io: CommandIo): Promise<string[]> {
  const names = new Set<string>();
  const quiet = { note: () => undefined };
  for (const file of files) {
    if (file === undefined || file === '-') continue;
    const documents = goodDocuments(readInputLines(file, io), quiet, emptyTally(), { requireDate: false });
    for await (const { app } of documents) if (app !== undefined && names.size < MAX_APPS) names.add(app);
  }
  return [...names];
}
