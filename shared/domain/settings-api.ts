import * as z from 'zod';
import { AlertRuleSchema } from './alert.ts';
import { EmergingDecisionSchema, EmergingPointSchema } from './emerging-point.ts';
import {
  AlertRulesEditSchema,
  CodeEditSchema,
  DomainWordEntrySchema,
  DomainWordsEditSchema,
  SettingsEditionSchema,
  SettingsFindingSchema,
  SettingsPartSchema,
  TaxonomyEditSchema,
  TeamNameSchema,
} from './settings-edition.ts';
import { TaxonomySchema } from './taxonomy.ts';

const EditionNumberSchema = z.int().min(0);
const NoteSchema = z.string().trim().max(500).default('');

/** `GET /v1/taxonomy`: names of reasons and stages as they are called now. */
export const TaxonomyViewSchema = z.object({
  edition: EditionNumberSchema,
  codes: TaxonomySchema.shape.codes,
  stages: TaxonomySchema.shape.stages,
});
export type TaxonomyView = z.infer<typeof TaxonomyViewSchema>;

/** How the stored voices stand to the settings of now. */
const ReadingStateSchema = z.object({
  /** Some voices are still read as earlier settings had it. */
  behind: z.boolean(),
  /** The walk that is under way or waits for its start. */
  running: z
    .object({
      id: z.string(),
      from: z.string(),
      to: z.string(),
      startsAt: z.iso.datetime(),
      seen: z.int().min(0),
      sent: z.int().min(0),
      of: z.int().min(0),
    })
    .nullable(),
});

/**
 * `GET /v1/settings`: everything as it holds now, each entry with where it comes from. To save a part, send what is not
 * `deployed`: codes and words that are left out stand as deployed, and added ones that are left out are gone.
 */
export const SettingsViewSchema = z.object({
  edition: EditionNumberSchema,
  at: z.iso.datetime().nullable(),
  by: z.string().nullable(),
  taxonomy: z.object({
    codes: z.array(
      CodeEditSchema.extend({
        /** Not among the deployed codes: may be taken out again. */
        added: z.boolean(),
        /** Differs from what was deployed. */
        edited: z.boolean(),
      }),
    ),
    /** How many of the phrases by which deployed codes are read lie below, in files; by code. */
    deployedPhrases: z.record(z.string(), z.int().min(0)),
  }),
  domainWords: z.object({
    words: z.array(
      DomainWordEntrySchema.extend({
        added: z.boolean(),
        edited: z.boolean(),
      }),
    ),
    /** Deployed words that people took out. */
    removed: z.array(z.string()),
  }),
  alertRules: z.array(
    z.object({
      team: TeamNameSchema,
      /** There without being configured. */
      builtIn: z.boolean(),
      edited: z.boolean(),
      rule: AlertRuleSchema,
      deployed: AlertRuleSchema,
    }),
  ),
  reading: ReadingStateSchema,
});
export type SettingsView = z.infer<typeof SettingsViewSchema>;

/** `GET /v1/settings/history`: newest first. */
export const SettingsHistorySchema = z.object({
  editions: z.array(SettingsEditionSchema.omit({ content: true, readingEdition: true })),
  nextCursor: z.string().nullable(),
});
export type SettingsHistory = z.infer<typeof SettingsHistorySchema>;

const ReadSampleSchema = z.object({ codes: z.array(z.string()), terms: z.array(z.string()) });

/** What an edit would do to the newest voices, judged by phrases and spellings alone. */
export const SettingsPreviewSchema = z.object({
  /** How many voices were looked at, and how many would be read otherwise. */
  voices: z.int().min(0),
  changed: z.int().min(0),
  /** Voices of the whole history, that would be read again. */
  history: z.int().min(0),
  examples: z
    .array(
      z.object({
        documentKey: z.string(),
        text: z.string(),
        before: ReadSampleSchema,
        after: ReadSampleSchema,
      }),
    )
    .max(10),
});
export type SettingsPreview = z.infer<typeof SettingsPreviewSchema>;

/** `POST /v1/settings/checks`; the value is checked by hand, so that every mistake gets a sentence. */
export const SettingsCheckRequestSchema = z.strictObject({ part: SettingsPartSchema, value: z.unknown() });
export const SettingsCheckSchema = z.object({
  findings: z.array(SettingsFindingSchema),
  /** Null where there are findings, and for alert rules, which change no reading. */
  preview: SettingsPreviewSchema.nullable(),
});
export type SettingsCheck = z.infer<typeof SettingsCheckSchema>;

/** `PUT /v1/settings/{part}`. `edition` is the one that was read. */
export const SettingsChangeRequestSchema = z.strictObject({
  edition: EditionNumberSchema,
  value: z.unknown(),
  note: NoteSchema,
});
export type SettingsChangeRequest = z.input<typeof SettingsChangeRequestSchema>;

/** The values that the parts take. */
export const PART_VALUE_SCHEMAS = {
  taxonomy: TaxonomyEditSchema,
  'domain-words': DomainWordsEditSchema,
  'alert-rules': AlertRulesEditSchema,
} as const;

/** `POST /v1/settings/restorations`: the content of edition `restore` becomes the newest one; 0 is what was deployed. */
export const SettingsRestorationRequestSchema = z.strictObject({
  edition: EditionNumberSchema,
  restore: EditionNumberSchema,
  note: NoteSchema,
});

/** A proposal for a new reason, and what a person made of it. */
export const EmergingProposalSchema = z.object({
  proposal: EmergingPointSchema,
  decision: EmergingDecisionSchema.nullable(),
});
export type EmergingProposal = z.infer<typeof EmergingProposalSchema>;

/** `GET /v1/emerging?week=`: proposals for new reasons of a published review, most said first. */
export const EmergingListSchema = z.object({
  week: z.string(),
  /** Of the settings: to be sent with an acceptance. */
  edition: EditionNumberSchema,
  proposals: z.array(EmergingProposalSchema),
  nextCursor: z.string().nullable(),
});
export type EmergingList = z.infer<typeof EmergingListSchema>;

const WeekNameSchema = z.string().regex(/^\d{4}-W\d{2}$/);

/** `PUT /v1/emerging/{id}`. */
export const EmergingDecisionRequestSchema = z.discriminatedUnion('decision', [
  CodeEditSchema.extend({
    week: WeekNameSchema,
    edition: EditionNumberSchema,
    decision: z.literal('accepted'),
    /** The first phrases of the code. */
    phrases: CodeEditSchema.shape.phrases.min(1),
  }),
  z.strictObject({ week: WeekNameSchema, decision: z.literal('dismissed') }),
]);
export type EmergingDecisionRequest = z.infer<typeof EmergingDecisionRequestSchema>;
