import { createHash } from 'node:crypto';
import type { Hesitation, Keyword, Reading, Sentiment } from '../domain/analysis.ts';
import type { FunnelStage, SourceKind } from '../domain/taxonomy.ts';
import { composeSentiment } from './compose-sentiment.ts';
import { composeText } from './composed-text.ts';
import { createDomainWordIndex } from './domain-word-index.ts';
import { englishTokens } from './english-tokens.ts';
import { createKeywordFilter, englishKeywords, koreanKeywords } from './keywords.ts';
import { detectLanguage, type Language } from './language.ts';
import type { NlpSettings } from './nlp-settings.ts';
import { type CueReading, createCueReader } from './read-cues.ts';
import { createLexiconReader } from './read-sentiment.ts';
import { createUrgencyReader } from './read-urgency.ts';
import { positiveLogOdds, type SentimentModel } from './sentiment-model.ts';
import type { Tokenizer } from './tokenizer.ts';

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
  const domainWords = createDomainWordIndex(settings.domainWords);
  const cues = createCueReader(settings.cues);
  const lexicon = createLexiconReader(settings.lexicon);
  const urgencyOf = createUrgencyReader(settings.cues.urgency);
  const filter = createKeywordFilter(settings.stopWords, deps.brandNames);
  const analysisVersion = versionOf(settings.version, deps.brandNames, sentimentModel?.version);

  function judge(
    text: string,
    language: Language,
    said: CueReading,
  ): { sentiment: Sentiment; keywords: Keyword[] } {
    const logOdds = sentimentModel === undefined ? undefined : positiveLogOdds(sentimentModel, text);
    if (language === 'en') {
      const tokens = englishTokens(text);
      return {
        sentiment: composeSentiment(lexicon.english(tokens), said.mood, logOdds),
        keywords: englishKeywords(tokens, filter),
      };
    }
    const tokens = domainWords.merge(text, tokenizer.tokenize(text));
    return {
      sentiment: composeSentiment(lexicon.korean(text), said.mood, logOdds),
      keywords: koreanKeywords(tokens, filter),
    };
  }

  return {
    analysisVersion,
    read(input) {
      const { text: body, toOriginal } = composeText(input.text);
      // The title comes last, so that offsets in the text stay offsets in what is read.
      const text = input.title === undefined ? body : `${body}\n${input.title.normalize('NFC')}`;
      const language = detectLanguage(text);
      const said = cues.read(text);
      const { sentiment, keywords } = judge(text, language, said);
      const hesitations = said.hesitations.map((hesitation) =>
        inOriginal(hesitation, input.text, body.length, toOriginal),
      );
      const stage = said.stage ?? stageWithoutCue(sentiment);
      const urgency = urgencyOf(text, sentiment.label === 'negative');
      return { language, sentiment, keywords, hesitations, stage, urgency, analysisVersion };
    },
  };
}

function stageWithoutCue(_sentiment: Sentiment): FunnelStage {
  return 'usage';
}

/** Evidence as offsets of the text as it came; what stands in the title is no evidence of the text. */
function inOriginal(
  hesitation: Hesitation,
  original: string,
  bodyLength: number,
  toOriginal: (offset: number) => number,
): Hesitation {
  const evidence = hesitation.evidence
    .filter((span) => span.start < bodyLength)
    .map((span) => {
      const start = toOriginal(span.start);
      const end = toOriginal(Math.min(span.end, bodyLength));
      return { start, end, text: original.slice(start, end) };
    });
  return { ...hesitation, evidence };
}

function versionOf(settings: string, brandNames: readonly string[], model: string | undefined): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([settings, [...brandNames].sort(), model ?? null]))
    .digest('hex');
  return `${SERIAL}-${hash.slice(0, 8)}`;
}
