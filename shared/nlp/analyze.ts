import { createHash } from 'node:crypto';
import type { EvidenceSpan, Hesitation, Keyword, Reading } from '../domain/analysis.ts';
import { VocError } from '../domain/errors.ts';
import { type ReadingPlace, readingRank, UNORDERED } from '../domain/reading-order.ts';
import type { SourceKind } from '../domain/taxonomy.ts';
import { PLACEHOLDERS } from '../privacy/redact.ts';
import { type CompanyModel, companyPole } from './company-model.ts';
import { composeEnglishSentiment } from './compose-english-sentiment.ts';
import { decideCodes, decideSentiment, decideStage, poleOf } from './decide-voice.ts';
import { createDomainWordIndex } from './domain-word-index.ts';
import { englishTokens } from './english-tokens.ts';
import { createKeywordFilter, englishKeywords, koreanKeywords } from './keywords.ts';
import { detectLanguage } from './language.ts';
import type { NlpSettings } from './nlp-settings.ts';
import { type NormalisedText, normaliseText } from './normalise-text.ts';
import { createCueReader } from './read-cues.ts';
import { createEnglishReader } from './read-english.ts';
import { createUrgencyReader } from './read-urgency.ts';
import { createVoiceReader } from './read-voice.ts';
import { splitClauses } from './split-clauses.ts';
import { featuresOf } from './text-features.ts';
import type { Tokenizer } from './tokenizer.ts';
import { createTurnedWordCounter } from './turned-words.ts';
import type { VoiceModel } from './voice-model.ts';
import { wholeWords } from './whole-words.ts';
import { createWordReader } from './word-reader.ts';

/** Rises whenever this code may read the same text differently. */
const SERIAL = '0002';

export interface AnalyzeInput {
  /** Redacted already. */
  text: string;
  title?: string | undefined;
  source?: SourceKind | undefined;
  /** The app it is about: its name is our own in this text. */
  app?: string | undefined;
  /** Not used for the sentiment of the text: a reader of words and a giver of stars often disagree. */
  rating?: number | undefined;
}

export interface Analyzer {
  /**
   * `0003.<ordinal>.<edition>-<8 hex>`: where it stands in the order of an installation, hash of code, settings, brands
   * and models. Sorts by when it came into use.
   */
  readonly analysisVersion: string;
  /** Reads one redacted text. Any string gives a reading; offsets are UTF-16 units of `text`. */
  read(input: AnalyzeInput): Reading;
}

/** The analyzer with what "voc train" starts from. */
export interface TrainableAnalyzer extends Analyzer {
  /** Log-odds of "positive" for a normalised Korean text, without a company model. */
  poleOf(text: string): number;
}

const PLACEHOLDER = new RegExp(
  Object.values(PLACEHOLDERS)
    .map((placeholder) => placeholder.replace(/[[\]]/g, '\\$&'))
    .join('|'),
  'g',
);

/** What one language's reader makes of a normalised text. */
interface Read {
  readonly sentiment: Reading['sentiment'];
  readonly keywords: Keyword[];
  readonly hesitations: readonly Hesitation[];
  readonly stage: Reading['stage'];
}

/** A letter, a digit or a picture: without one, a text says nothing. */
const SIGN = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;

/** The reading of a text without a single sign. */
const NOTHING_SAID: Read = {
  sentiment: { label: 'neutral', score: 0 },
  keywords: [],
  hesitations: [],
  stage: 'usage',
};

/** Makes an analyzer; compiles settings and model once, so make one per process. */
export function createAnalyzer(deps: {
  tokenizer: Tokenizer;
  settings: NlpSettings;
  voiceModel: VoiceModel;
  /** What "voc train" learnt from the company's own customers. */
  companyModel?: CompanyModel | undefined;
  /** Names under which customers speak of us: kept out of keywords. */
  brandNames: readonly string[];
  /** @default the one of readings that no installation orders */
  place?: ReadingPlace;
}): TrainableAnalyzer {
  const { settings, voiceModel, companyModel } = deps;
  if (companyModel !== undefined && companyModel.voiceModel !== voiceModel.version) {
    throw new VocError(
      'config.invalid',
      'config',
      'The company model was learnt on top of another voice model. Train it again with "voc train".',
    );
  }
  const korean = createKoreanReader(deps);
  const readEnglish = createEnglishAnalysis(deps);
  const { urgencyOf } = createUrgencyReader(settings.cues.urgency);
  const analysisVersion = `${readingRank(deps.place ?? UNORDERED)}-${readingHash(deps)}`;

  return {
    analysisVersion,
    poleOf: (text) => korean.poleOf(text),
    read(input) {
      const body = normaliseText(input.text);
      // The title comes last, so that offsets in the text stay offsets in what is read.
      const text = input.title === undefined ? body.text : `${body.text}\n${normaliseText(input.title).text}`;
      const language = detectLanguage(text);
      const read = language === 'en' ? readEnglish(text) : korean.read(text, input.app);
      return {
        language,
        sentiment: read.sentiment,
        keywords: read.keywords,
        hesitations: read.hesitations.map((hesitation) => inOriginal(hesitation, input.text, body)),
        stage: read.stage,
        urgency: urgencyOf(text, read.sentiment.label === 'negative'),
        analysisVersion,
      };
    },
  };
}

type AnalyzerDeps = Parameters<typeof createAnalyzer>[0];

function createKoreanReader(deps: AnalyzerDeps): {
  read(text: string, app?: string): Read;
  poleOf(text: string): number;
} {
  const { settings, voiceModel, companyModel, brandNames } = deps;
  const brands = brandPattern(brandNames);
  const readWords = createWordReader(deps);
  const readVoice = createVoiceReader(voiceModel);
  const domainWords = createDomainWordIndex(settings.domainWords, brandNames);
  const filter = createKeywordFilter(settings.stopWords, brandNames);
  const countTurned = createTurnedWordCounter(settings.cues.judgements);
  const named = new Set(settings.taxonomy.codes.map(({ code }) => code));
  const codes = Object.entries(settings.cues.codes)
    .filter(([code]) => named.has(code))
    .map(([code, entry]) => ({ code, column: voiceModel.codes.indexOf(entry.learnedAs ?? code) }));
  const valuesOf = (text: string, app?: string) => {
    const readable = blankPlaceholders(text);
    const words = readWords(readable, maskName(maskBrands(readable, brands), app));
    const grams = featuresOf(text);
    const values = readVoice({ words: words.features, clauses: splitClauses(text), grams });
    return { words, grams, values, pole: poleOf(values, voiceModel) };
  };
  return {
    poleOf: (text) => valuesOf(text).pole,
    read(text, app) {
      if (!SIGN.test(text)) return NOTHING_SAID;
      const { words, grams, values, pole } = valuesOf(text, app);
      const hesitations = decideCodes(values, words.cues, voiceModel, codes).map(({ hesitation, column }) =>
        hesitation.evidence.length > 0 || column < 0
          ? hesitation
          : { ...hesitation, evidence: wordsAt(text, values.strongestWords(column)) },
      );
      return {
        sentiment: decideSentiment(
          values,
          voiceModel,
          companyPole(companyModel, pole, grams),
          countTurned(words.tokens),
        ),
        keywords: koreanKeywords(domainWords.merge(text, words.tokens), filter),
        hesitations,
        stage: decideStage(values, voiceModel),
      };
    },
  };
}

/** What stands in place of personal data is nobody's word; blanked unit by unit. */
function blankPlaceholders(text: string): string {
  return text.includes('[') ? text.replace(PLACEHOLDER, (found) => ' '.repeat(found.length)) : text;
}

/** English is read by cues and a lexicon: the trained model knows Korean. */
function createEnglishAnalysis({ settings, brandNames }: AnalyzerDeps): (text: string) => Read {
  const cueReader = createCueReader(settings.cues);
  const judge = createEnglishReader(settings.englishLexicon);
  const filter = createKeywordFilter(settings.stopWords, brandNames);
  const brands = brandPattern(brandNames);
  return (text) => {
    const tokens = englishTokens(text);
    const cues = cueReader.read(maskBrands(text, brands));
    return {
      sentiment: composeEnglishSentiment(judge(tokens), cues),
      keywords: englishKeywords(tokens, filter),
      hesitations: cues.hesitations,
      stage: cues.stage,
    };
  };
}

/** The same for the name of the app that a text is about. */
function maskName(text: string, name: string | undefined): string {
  return name === undefined || name.trim().length < 2
    ? text
    : text.replaceAll(name, '\ufffc'.repeat(name.length));
}

/** Our own name is no competitor: it is blanked, unit by unit, before cues and concepts are read. */
function maskBrands(text: string, brands: RegExp | null): string {
  return brands === null ? text : text.replace(brands, (name) => '\ufffc'.repeat(name.length));
}

function brandPattern(brandNames: readonly string[]): RegExp | null {
  const names = brandNames.filter((name) => name.trim().length >= 2).sort((a, b) => b.length - a.length);
  return names.length === 0
    ? null
    : new RegExp(names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'giu');
}

const MOST_WORDS_SHOWN = 2;

/** One unit at each offset of a word, the strongest ones; `inOriginal` grows them to whole words. */
function wordsAt(text: string, offsets: readonly number[]): EvidenceSpan[] {
  return offsets
    .filter((start) => /[\p{L}\p{N}]/u.test(text.charAt(start)))
    .slice(0, MOST_WORDS_SHOWN)
    .sort((a, b) => a - b)
    .map((start) => ({ start, end: start + 1, text: text.slice(start, start + 1) }));
}

/** Evidence as offsets of the text as it came; what stands in the title is no evidence of the text. */
function inOriginal(hesitation: Hesitation, original: string, body: NormalisedText): Hesitation {
  const evidence: EvidenceSpan[] = [];
  const bodyLength = body.text.length;
  for (const span of hesitation.evidence) {
    if (span.start >= bodyLength) continue;
    const found = {
      start: body.toOriginal(span.start),
      end: body.toOriginal(Math.min(span.end, bodyLength)),
    };
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

/** Hash of everything that decides how a text is read: 8 hex digits. */
export function readingHash({
  settings,
  brandNames,
  voiceModel,
  companyModel,
}: Pick<AnalyzerDeps, 'settings' | 'brandNames' | 'voiceModel' | 'companyModel'>): string {
  const parts = [
    SERIAL,
    settings.version,
    [...brandNames].sort(),
    voiceModel.version,
    companyModel?.version ?? null,
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 8);
}
