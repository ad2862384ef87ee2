import * as z from 'zod';
import { UrgentReasonSchema } from '../domain/alert.ts';
import {
  FunnelStageSchema,
  HesitationCodeSchema,
  type Taxonomy,
  TaxonomySchema,
} from '../domain/taxonomy.ts';
import { compilePhrase } from './cue-pattern.ts';
import type { Concepts } from './parse-concepts.ts';

/** A phrase of the settings, see `compilePhrase`; a phrase that cannot be compiled names its own line. */
export const PhraseSchema = z
  .string()
  .min(1)
  .superRefine((phrase, context) => {
    const problem = phraseProblem(phrase);
    if (problem !== null) context.addIssue({ code: 'custom', message: `is not a valid phrase (${problem})` });
  });

/** A phrase that may use the shortcuts of its file, `{name}`; compiled when the whole file is known. */
const ShortcutPhraseSchema = z.string().min(1);

/** Phrases that speak for something with one weight; a negative weight speaks against it. */
export const CueSchema = z.strictObject({
  weight: z.number().min(-10).max(10),
  any: z.array(ShortcutPhraseSchema).min(1),
  /** Counts only in a text that says nothing else: "불편해요" beside a failing login is about the login. */
  alone: z.boolean().default(false),
  /** What the phrase says about the mood, −2…2; absent means the mood of its code. */
  mood: z.number().min(-2).max(2).optional(),
  /** Decides alone: where it matches, the code is said, whatever the trained model makes of the text. */
  certain: z.boolean().default(false),
});
export type Cue = z.infer<typeof CueSchema>;

const CodeCuesSchema = z.strictObject({
  /** Mood of a text that speaks of it, −2…2: a failure is a complaint, a wish is not. */
  mood: z.number().min(-2).max(2),
  /** The stage at which it usually happens, where the text does not say. */
  stage: FunnelStageSchema.optional(),
  /** The code of the trained model that this one goes by, where a company has renamed it. */
  learnedAs: HesitationCodeSchema.optional(),
  /** More specific codes: where one of them is said, its words are not counted for this one too. */
  yieldsTo: z.array(HesitationCodeSchema).default([]),
  cues: z.array(CueSchema).min(1),
});

/** `cues.yaml`: how hesitation codes, stages and urgency are read from words. */
export const CuesSchema = z
  .strictObject({
    version: z.string().min(1),
    /** A code whose weights add up to this counts as said. */
    threshold: z.number().positive(),
    /** Parts of phrases that return often: `{fail}` in a phrase stands for the text of `fail` here. */
    shortcuts: z.record(z.string().regex(/^[a-z]{2,20}$/), z.string().min(1)),
    codes: z.record(HesitationCodeSchema, CodeCuesSchema),
    stages: z.partialRecord(FunnelStageSchema, z.array(CueSchema).min(1)),
    /** Dictionary forms of words of judgement: negated, they turn the sentiment of a text. */
    judgements: z
      .strictObject({
        praise: z.array(z.string().regex(/다$/u, 'the dictionary form, ending in 다')),
        complaint: z.array(z.string().regex(/다$/u, 'the dictionary form, ending in 다')),
      })
      .default({ praise: [], complaint: [] }),
    urgency: z.strictObject({
      /** Phrases by what a person is woken for. */
      high: z.partialRecord(UrgentReasonSchema, z.array(ShortcutPhraseSchema)),
      /** What sounds like it and is not: taken out of a text before `high` is looked for. */
      harmless: z.array(ShortcutPhraseSchema).default([]),
      normal: z.array(ShortcutPhraseSchema),
    }),
  })
  .transform((cues, context) => {
    const expandAll = (phrases: readonly string[], path: PropertyKey[]) =>
      phrases.map((phrase, index) => {
        const expanded = phrase.replace(/\{([a-z]{2,20})\}/gu, (whole, name) => {
          const text = cues.shortcuts[name];
          return text === undefined ? whole : `(?:${text})`;
        });
        const problem = phraseProblem(expanded);
        if (problem !== null) {
          context.addIssue({
            code: 'custom',
            path: [...path, index],
            message: `is not a valid phrase (${problem})`,
          });
        }
        return expanded;
      });
    const expandCues = (list: readonly Cue[], path: PropertyKey[]) =>
      list.map((cue, index) => ({ ...cue, any: expandAll(cue.any, [...path, index, 'any']) }));
    return {
      ...cues,
      codes: Object.fromEntries(
        Object.entries(cues.codes).map(([code, entry]) => [
          code,
          { ...entry, cues: expandCues(entry.cues, ['codes', code, 'cues']) },
        ]),
      ),
      stages: Object.fromEntries(
        Object.entries(cues.stages).map(([stage, list]) => [
          stage,
          expandCues(list ?? [], ['stages', stage]),
        ]),
      ),
      urgency: {
        high: Object.fromEntries(
          Object.entries(cues.urgency.high).map(([reason, phrases]) => [
            reason,
            expandAll(phrases, ['urgency', 'high', reason]),
          ]),
        ) as typeof cues.urgency.high,
        harmless: expandAll(cues.urgency.harmless, ['urgency', 'harmless']),
        normal: expandAll(cues.urgency.normal, ['urgency', 'normal']),
      },
    };
  });
export type Cues = z.infer<typeof CuesSchema>;

const EnglishWordSchema = z.string().regex(/^[a-z][a-z'-]*$/);

/** `english-lexicon.yaml`: English words of judgement. Korean texts are read by the trained model. */
export const EnglishLexiconSchema = z.strictObject({
  version: z.string().min(1),
  positive: z.array(EnglishWordSchema).min(1),
  negative: z.array(EnglishWordSchema).min(1),
  /** Before a word of judgement: turn it round. */
  negations: z.array(EnglishWordSchema).min(1),
  /** "but": what comes after it counts more. */
  contrast: z.array(EnglishWordSchema).min(1),
});
export type EnglishLexicon = z.infer<typeof EnglishLexiconSchema>;

const WordSchema = z.string().regex(/^\S+$/u, 'one word without spaces');

/** `stop-words.yaml`: words that are never a keyword. */
export const StopWordsSchema = z.strictObject({
  version: z.string().min(1),
  nouns: z.array(WordSchema),
  predicates: z.array(WordSchema.regex(/다$/u, 'the dictionary form, ending in 다')),
  english: z.array(WordSchema),
});
export type StopWords = z.infer<typeof StopWordsSchema>;

/** `domain-words.yaml`: words that stay whole; other spellings count as the same word. */
export const DomainWordsSchema = z.strictObject({
  version: z.string().min(1),
  words: z.array(
    z.union([
      WordSchema,
      z.strictObject({ word: WordSchema, also: z.array(z.string().regex(/^\S+( \S+)*$/u)).min(1) }),
    ]),
  ),
});
export type DomainWords = z.infer<typeof DomainWordsSchema>;

const TextInTwoLanguagesSchema = z.strictObject({ ko: z.string().min(1), en: z.string().min(1) });

export const COPY_SEVERITIES = ['error', 'warning', 'notice'] as const;
export const CopySeveritySchema = z.enum(COPY_SEVERITIES);

const LegalRuleFields = {
  severity: CopySeveritySchema,
  reason: TextInTwoLanguagesSchema,
  instead: TextInTwoLanguagesSchema,
  /** The law or notice it comes from, by article. */
  legalSource: z.string().min(1),
} as const;

const ClockSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time HH:MM');

/** What drafts may state as true. Only a person knows it; nothing else is ever filled in. */
const CopyFactsSchema = z.strictObject({
  /** The brand they are true of: another brand's drafts do not use them. */
  of: z.string().min(1),
  /** By the names that the templates ask for, each in the words of a message. */
  values: z.record(z.string().regex(/^[a-z][A-Za-z]*$/), z.string().min(1).max(120)),
  /** What we offer beside, for customers who hesitate for one of `for`; `words`: how customers call it. */
  features: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(40),
        what: z.string().min(1).max(120),
        for: z.array(HesitationCodeSchema).min(1),
        words: z.array(z.string().min(1)).min(1),
      }),
    )
    .default([]),
});
export type CopyFacts = z.infer<typeof CopyFactsSchema>;

/** What a channel allows. */
const ChannelRuleSchema = z.strictObject({
  /** As it stands in the archive of messages; the first one is its name. */
  names: z.array(z.string().min(1)).min(1),
  maxCharacters: z.int().positive().optional(),
  /** Korean carriers count the bytes of EUC-KR: two for a syllable. */
  maxBytes: z.int().positive().optional(),
  /** False where the channel takes no advertising at all. */
  advertising: z.boolean().default(true),
  /** False where the law asks no label of the channel, or not by night. */
  adLabel: z.boolean().default(true),
  night: z.boolean().default(true),
  source: z.string().min(1),
});

/** `copy-rules.yaml`: what our own messages should not say, and what they must carry. */
export const CopyRulesSchema = z.strictObject({
  version: z.string().min(1),
  phrases: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z][a-z0-9-]*$/),
        any: z.array(PhraseSchema).min(1),
        severity: CopySeveritySchema,
        reason: TextInTwoLanguagesSchema,
        instead: TextInTwoLanguagesSchema,
        legalSource: z.string().min(1).optional(),
      }),
    )
    .refine((rules) => new Set(rules.map((rule) => rule.id)).size === rules.length, 'two rules share an id'),
  /** Advertising must begin with this label. `skipWhen`: phrases that show that the text is no advertisement. */
  adLabel: z.strictObject({ label: z.string().min(1), skipWhen: z.array(PhraseSchema), ...LegalRuleFields }),
  /** How to stop the messages must be said. */
  optOut: z.strictObject({ any: z.array(PhraseSchema).min(1), ...LegalRuleFields }),
  /** From `from` to `until` (local time, over midnight) advertising needs a separate consent. */
  night: z.strictObject({ from: ClockSchema, until: ClockSchema, ...LegalRuleFields }),
  channels: z.array(ChannelRuleSchema).optional(),
  facts: CopyFactsSchema.optional(),
});
export type CopyRules = z.infer<typeof CopyRulesSchema>;
export type CopySeverity = z.infer<typeof CopySeveritySchema>;

/** Everything a marketer may edit about reading texts, with the hash of its content. */
export interface NlpSettings {
  readonly taxonomy: Taxonomy;
  readonly cues: Cues;
  readonly englishLexicon: EnglishLexicon;
  readonly stopWords: StopWords;
  readonly domainWords: DomainWords;
  readonly copyRules: CopyRules;
  readonly concepts: Concepts;
  /** Hash of the content of all files, hex: a part of `analysisVersion`. */
  readonly version: string;
}

/** The files of the settings directory and their schemas. */
export const SETTINGS_FILES = {
  taxonomy: { file: 'taxonomy.yaml', schema: TaxonomySchema },
  cues: { file: 'cues.yaml', schema: CuesSchema },
  englishLexicon: { file: 'english-lexicon.yaml', schema: EnglishLexiconSchema },
  stopWords: { file: 'stop-words.yaml', schema: StopWordsSchema },
  domainWords: { file: 'domain-words.yaml', schema: DomainWordsSchema },
  copyRules: { file: 'copy-rules.yaml', schema: CopyRulesSchema },
} as const;

/** The concepts of the trained model; not YAML, because thousands of words are read at every start. */
export const CONCEPTS_FILE = 'concepts.txt';

/** Codes that have cues but no place in the taxonomy, or the other way round: one of the two files is out of date. */
export function codesWithoutPartner(
  taxonomy: Taxonomy,
  cues: Cues,
): { withoutName: string[]; withoutCues: string[] } {
  const named = new Set(taxonomy.codes.map((entry) => entry.code));
  const cued = new Set(Object.keys(cues.codes));
  return {
    withoutName: [...cued].filter((code) => !named.has(code)),
    withoutCues: [...named].filter((code) => !cued.has(code)),
  };
}

function phraseProblem(phrase: string): string | null {
  try {
    compilePhrase(phrase);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : 'cannot be read';
  }
}
