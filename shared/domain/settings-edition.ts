import * as z from 'zod';
import { AlertRuleSchema } from './alert.ts';
import { FunnelStageSchema, HesitationCodeSchema } from './taxonomy.ts';

/** The parts of the settings that people edit while everything runs. */
export const SETTINGS_PARTS = ['taxonomy', 'domain-words', 'alert-rules'] as const;
export const SettingsPartSchema = z.enum(SETTINGS_PARTS);
export type SettingsPart = z.infer<typeof SettingsPartSchema>;

const SentenceSchema = z.strictObject({
  ko: z.string().trim().min(1).max(200),
  en: z.string().trim().min(1).max(200),
});
const NameSchema = z.strictObject({
  ko: z.string().trim().min(1).max(40),
  en: z.string().trim().min(1).max(60),
});
export const TeamNameSchema = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);

/** How people have a reason read and called. Of a code that is deployed, `phrases` come on top of the deployed ones. */
export const CodeEditSchema = z.strictObject({
  code: HesitationCodeSchema,
  name: NameSchema,
  what: SentenceSchema,
  /** Each decides alone that the code was said; a space stands for "spaced or not", `~` for a short gap. */
  phrases: z.array(z.string().trim().min(1).max(200)).max(60),
  /** The stage at which it usually happens, where an English text does not say. */
  stage: FunnelStageSchema.optional(),
  /** Mood of an English text that speaks of it: −2 (complaint) … 2. */
  mood: z.number().min(-2).max(2).optional(),
});
export type CodeEdit = z.infer<typeof CodeEditSchema>;

/** What differs from the deployed taxonomy: codes that are not named stand as deployed. */
export const TaxonomyEditSchema = z.strictObject({ codes: z.array(CodeEditSchema).max(100) });
export type TaxonomyEdit = z.infer<typeof TaxonomyEditSchema>;

export const DomainWordEntrySchema = z.strictObject({
  word: z.string().max(40).regex(/^\S+$/u, 'one word without spaces'),
  /** Other spellings and everyday names, counted together with it. */
  also: z
    .array(
      z
        .string()
        .max(60)
        .regex(/^\S+( \S+)*$/u),
    )
    .max(40),
});
export type DomainWordEntry = z.infer<typeof DomainWordEntrySchema>;

/** What differs from the deployed words: `words` come on top or in place of those of the same word. */
export const DomainWordsEditSchema = z.strictObject({
  words: z.array(DomainWordEntrySchema).max(2_000),
  removed: z.array(z.string().min(1).max(40)).max(2_000),
});
export type DomainWordsEdit = z.infer<typeof DomainWordsEditSchema>;

/** Rules that stand in place of the deployed ones of their teams. */
export const AlertRulesEditSchema = z.strictObject({
  rules: z.array(z.strictObject({ team: TeamNameSchema, rule: AlertRuleSchema })).max(100),
});
export type AlertRulesEdit = z.infer<typeof AlertRulesEditSchema>;

/** All that people have edited, as the difference from what was deployed. */
export const SettingsContentSchema = z.object({
  taxonomy: TaxonomyEditSchema,
  domainWords: DomainWordsEditSchema,
  alertRules: AlertRulesEditSchema,
});
export type SettingsContent = z.infer<typeof SettingsContentSchema>;

/** Edition 0: nothing is edited. */
export const NOTHING_EDITED: SettingsContent = {
  taxonomy: { codes: [] },
  domainWords: { words: [], removed: [] },
  alertRules: { rules: [] },
};

/** A part with its value, as people send it. */
export const PartEditSchema = z.discriminatedUnion('part', [
  z.strictObject({ part: z.literal('taxonomy'), value: TaxonomyEditSchema }),
  z.strictObject({ part: z.literal('domain-words'), value: DomainWordsEditSchema }),
  z.strictObject({ part: z.literal('alert-rules'), value: AlertRulesEditSchema }),
]);
export type PartEdit = z.infer<typeof PartEditSchema>;

/** A sentence for people. */
export const InTwoLanguagesSchema = z.object({ ko: z.string().min(1), en: z.string().min(1) });
export type InTwoLanguages = z.infer<typeof InTwoLanguagesSchema>;

/** One state of the settings, kept for good. Editions are numbered 1, 2, 3 … */
export const SettingsEditionSchema = z.object({
  edition: z.int().min(1),
  at: z.iso.datetime(),
  by: z.string().min(1).max(200),
  note: z.string().max(500),
  /** What was edited; `all` where an earlier edition was restored. */
  part: z.enum([...SETTINGS_PARTS, 'all']),
  /** The edition whose content came back. */
  restored: z.int().min(0).optional(),
  /** The newest edition, up to this one, since which texts are read as they are now. */
  readingEdition: z.int().min(0),
  /** What is other than in the edition before, in words. */
  changes: z.array(InTwoLanguagesSchema),
  content: SettingsContentSchema,
});
export type SettingsEdition = z.infer<typeof SettingsEditionSchema>;

/** Why an edit cannot be saved, and where: `codes.2.phrases.0`. */
export const SettingsFindingSchema = z.object({ path: z.string(), message: InTwoLanguagesSchema });
export type SettingsFinding = z.infer<typeof SettingsFindingSchema>;
