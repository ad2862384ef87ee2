import * as z from 'zod';
import { KeywordSuggestionSchema } from './insight.ts';
import { PointOutcomeSchema } from './point-outcome.ts';
import { HesitationCodeSchema } from './taxonomy.ts';

export const SUGGESTION_STATES = ['proposed', 'accepted', 'edited', 'rejected'] as const;
export const SuggestionStateSchema = z.enum(SUGGESTION_STATES);
export type SuggestionState = z.infer<typeof SuggestionStateSchema>;

/** Where a draft goes to. */
export const DRAFT_TOOLS = ['braze', 'notion', 'csv'] as const;
export const DraftToolSchema = z.enum(DRAFT_TOOLS);
export type DraftTool = z.infer<typeof DraftToolSchema>;

/** What a person does with a suggestion. `text` is the draft that was taken, as it stands or as it was edited. */
export const SuggestionDecisionSchema = z.discriminatedUnion('decision', [
  z.object({ decision: z.literal('accepted'), text: z.string().trim().min(1).max(2_000) }),
  z.object({ decision: z.literal('edited'), text: z.string().trim().min(1).max(2_000) }),
  z.object({ decision: z.literal('rejected'), note: z.string().trim().max(500).optional() }),
]);
export type SuggestionDecision = z.infer<typeof SuggestionDecisionSchema>;

/** Who did something and when. */
const ActSchema = z.object({ by: z.string().min(1).max(200), at: z.iso.datetime() });
export type Act = z.infer<typeof ActSchema>;

/** One entry of the history of a suggestion. */
export const SuggestionEventSchema = z.union([
  ActSchema.extend({
    decision: z.enum(['accepted', 'edited', 'rejected']),
    text: z.string().optional(),
    note: z.string().optional(),
  }),
  /** A draft was made in a tool (`by`: the sink); `reference` is what the tool calls it. */
  ActSchema.extend({
    drafted: DraftToolSchema,
    reference: z.string().max(300),
    /** Where a person opens it, if the tool says so. */
    url: z.httpUrl().max(2_000).optional(),
  }),
]);
export type SuggestionEvent = z.infer<typeof SuggestionEventSchema>;

/** A suggestion that people have worked on; it outlives the review that made it. */
export const SuggestionRecordSchema = z.object({
  suggestion: KeywordSuggestionSchema.omit({ evidence: true }),
  /** The week whose review suggested it. */
  week: z.string(),
  state: SuggestionStateSchema,
  /** The words that were accepted. */
  text: z.string().optional(),
  /** Oldest first. */
  history: z.array(SuggestionEventSchema),
  /** Counts changes, so that two people do not overwrite each other. */
  revision: z.int().min(0),
});
export type SuggestionRecord = z.infer<typeof SuggestionRecordSchema>;

const [AcceptedSchema, EditedSchema, RejectedSchema] = SuggestionDecisionSchema.options;
/** What was read before the decision: the week whose review suggests it, and the revision (0: nobody has decided). */
const ReadFields = { week: z.string().regex(/^\d{4}-W\d{2}$/), revision: z.int().min(0) };

/** `PUT /v1/suggestions/{id}`. */
export const SuggestionDecisionRequestSchema = z.discriminatedUnion('decision', [
  AcceptedSchema.extend(ReadFields).strict(),
  EditedSchema.extend(ReadFields).strict(),
  RejectedSchema.extend(ReadFields).strict(),
]);
export type SuggestionDecisionRequest = z.infer<typeof SuggestionDecisionRequestSchema>;

/** A suggestion of a week with what people have decided on it. */
export const SuggestionViewSchema = z.object({
  suggestion: KeywordSuggestionSchema,
  state: SuggestionStateSchema,
  text: z.string().optional(),
  history: z.array(SuggestionEventSchema),
  revision: z.int().min(0),
  /** Of the hesitation point that it answers; absent where the review has no such point. */
  code: HesitationCodeSchema.optional(),
  /** What came back of it, as the newest review found. */
  outcome: PointOutcomeSchema.optional(),
});
export type SuggestionView = z.infer<typeof SuggestionViewSchema>;

/** `GET /v1/suggestions?week=`: most said first. */
export const SuggestionListSchema = z.object({
  week: z.string(),
  suggestions: z.array(SuggestionViewSchema),
  nextCursor: z.string().nullable(),
  /** The tools in which an accepted text becomes a draft. */
  draftTools: z.array(DraftToolSchema),
});
export type SuggestionList = z.infer<typeof SuggestionListSchema>;
