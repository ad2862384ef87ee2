import { createHash } from 'node:crypto';
import type { EvidenceSpan, Hesitation, Keyword, Reading } from '../domain/analysis.ts';
import type { SourceKind } from '../domain/taxonomy.ts';
import { composeSentiment } from './compose-sentiment.ts';
import { composeText } from './composed-text.ts';
import { createDomainWordIndex } from './domain-word-index.ts';
import { englishTokens } from './english-tokens.ts';
import { createKeywordFilter, englishKeywords, koreanKeywords } from './keywords.ts';
import { detectLanguage, type Language } from './language.ts';
import type { NlpSettings } from './nlp-settings.ts';
import { createCueReader } from './read-cues.ts';
import { createLexiconReader, type WordJudgement } from './read-sentiment.ts';
import { createUrgencyReader } from './read-urgency.ts';
import { positiveLogOdds, type SentimentModel } from './sentiment-model.ts';
import type { Tokenizer } from './tokenizer.ts';
import { wholeWords } from './whole-words.ts';

/** Rises whenever this code may read the same text differently; sorts before the hash. */
const SERIAL = '0001';

export interface AnalyzeInput {
  /** Redacted already. */
  text: string;
  title?: string | undefined;
  source?: SourceKind | undefined;
  /** Not used for the sentiment of the text: a reader of words and a giver of stars often disagree. */
  rating?: number | undefined;
}

export interface Analyzer {
  /** `0001-<8 hex>`: serial of the code, hash of settings, brands and model. Sorts by age of the code. */
  readonly analysisVersion: string;
  /** Reads one redacted text. Any string gives a reading; offsets are UTF-16 units of `text`. */
  read(input: AnalyzeInput): Reading;
}

/** Makes an analyzer; compiles all settings once, so make one per process. */
export function createAnalyzer(deps: {
  tokenizer: Tokenizer;
  settings: NlpSettings;
  /** Names under which customers speak of us: kept out of keywords. */
  brandNames: readonly string[];
  sentimentModel?: SentimentModel | undefined;
}): Analyzer {
  const { tokenizer, settings, sentimentModel } = deps;
  const domainWords = createDomainWordIndex(settings.domainWords, deps.brandNames);
  const cues = createCueReader(settings.cues);
  const lexicon = createLexiconReader(settings.lexicon);
  const urgencyOf = createUrgencyReader(settings.cues.urgency);
  const filter = createKeywordFilter(settings.stopWords, deps.brandNames);
  const brands = brandPattern(deps.brandNames);
  const analysisVersion = versionOf(settings.version, deps.brandNames, sentimentModel?.version);

  function readWords(text: string, language: Language): { words: WordJudgement; keywords: Keyword[] } {
    if (language === 'en') {
      const tokens = englishTokens(text);
      return { words: lexicon.english(tokens), keywords: englishKeywords(tokens, filter) };
    }
    const tokens = domainWords.merge(text, tokenizer.tokenize(text));
    return { words: lexicon.korean(text), keywords: koreanKeywords(tokens, filter) };
  }

  return {
    analysisVersion,
    read(input) {
      const { text: body, toOriginal } = composeText(input.text);
      // The title comes last, so that offsets in the text stay offsets in what is read.
      const text = input.title === undefined ? body : `${body}\n${input.title.normalize('NFC')}`;
      const language = detectLanguage(text);
      const { words, keywords } = readWords(text, language);
      const said = cues.read(maskBrands(text, brands), { praise: isPraise(words) });
      const logOdds = sentimentModel === undefined ? undefined : positiveLogOdds(sentimentModel, text);
      const sentiment = composeSentiment(words, said, logOdds);
      const hesitations = said.hesitations.map((hesitation) =>
        inOriginal(hesitation, input.text, body.length, toOriginal),
      );
      const { stage } = said;
      const urgency = urgencyOf(text, sentiment.label === 'negative');
      return { language, sentiment, keywords, hesitations, stage, urgency, analysisVersion };
    },
  };
}

/** Nothing but praise: what such a text names in passing ("인증도 간편") is no reason to hesitate. */
function isPraise(words: WordJudgement): boolean {
  return words.positive > 0 && words.negative === 0 && !words.contrast && !words.request;
}

/** Our own name is no competitor: it is blanked, unit by unit, before cues are read. */
function maskBrands(text: string, brands: RegExp | null): string {
  return brands === null ? text : text.replace(brands, (name) => '\ufffc'.repeat(name.length));
}

function brandPattern(brandNames: readonly string[]): RegExp | null {
  const names = brandNames.filter((name) => name.trim().length >= 2).sort((a, b) => b.length - a.length);
  return names.length === 0
    ? null
    : new RegExp(names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'giu');
}

/** Evidence as offsets of the text as it came; what stands in the title is no evidence of the text. */
function inOriginal(
  hesitation: Hesitation,
  original: string,
  bodyLength: number,
  toOriginal: (offset: number) => number,
): Hesitation {
  const evidence: EvidenceSpan[] = [];
  for (const span of hesitation.evidence) {
    if (span.start >= bodyLength) continue;
    const found = { start: toOriginal(span.start), end: toOriginal(Math.min(span.end, bodyLength)) };
    const words = wholeWords(original, found);
    const last = evidence.at(-1);
    // Grown to whole words, two pieces of evidence may meet: then they are one.
    const meets = last !== undefined && words.start < last.end;
    if (meets) evidence.pop();
    const start = meets ? last.start : words.start;
    const end = meets ? Math.max(words.end, last.end) : words.end;
    evidence.push({ start, end, text: original.slice(start, end) });
  }
  return { ...hesitation, evidence };
}

function versionOf(settings: string, brandNames: readonly string[], model: string | undefined): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([settings, [...brandNames].sort(), model ?? null]))
    .digest('hex');
  return `${SERIAL}-${hash.slice(0, 8)}`;
}
