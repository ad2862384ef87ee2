import * as z from 'zod';
import { QuoteSchema } from './insight.ts';
import { IntervalSchema } from './measure.ts';
import { ArchiveEffectSchema } from './message-effect.ts';
import { PointOutcomeSchema } from './point-outcome.ts';
import { SuggestionStateSchema } from './suggestion-record.ts';
import { FunnelStageSchema } from './taxonomy.ts';

/** What is counted of a message; each but `delivered` (of sent) is of those that were delivered. */
export const MESSAGE_RESULTS = [
  'delivered',
  'opened',
  'clicked',
  'converted',
  'unsubscribed',
  'complaints',
] as const;
export type MessageResult = (typeof MESSAGE_RESULTS)[number];

/** A count and its rate with Wilson's 95 % interval; null where the channel tells nothing of the kind or too much. */
const ResultSchema = z.object({ count: z.int().min(0), rate: IntervalSchema.nullable() });

/** A sent message as the dashboard shows it. */
export const ArchivedMessageSchema = z.object({
  messageId: z.string(),
  campaign: z.string(),
  variant: z.string().optional(),
  sentAt: z.iso.datetime(),
  channel: z.string(),
  segment: z.string().optional(),
  stage: FunnelStageSchema.optional(),
  text: z.string(),
  suggestionId: z.string().optional(),
  tone: z.string(),
  topics: z.array(z.string()),
  sent: z.int().min(0),
  results: z.record(z.enum(MESSAGE_RESULTS), ResultSchema),
});
export type ArchivedMessage = z.infer<typeof ArchivedMessageSchema>;

/** `GET /v1/messages`: newest first. */
export const MessageListSchema = z.object({
  messages: z.array(ArchivedMessageSchema),
  /** All that fit the filters. */
  total: z.int().min(0),
  /** What the whole archive can be filtered by. */
  facets: z.object({
    channels: z.array(z.string()),
    segments: z.array(z.string()),
    stages: z.array(FunnelStageSchema),
  }),
  nextCursor: z.string().nullable(),
});
export type MessageList = z.infer<typeof MessageListSchema>;

/** `GET /v1/messages/{messageId}`. */
export const MessageDetailSchema = z.object({
  message: ArchivedMessageSchema,
  features: z.object({
    length: z.int().min(0),
    hasImage: z.boolean(),
    hasLink: z.boolean(),
    hasEmoji: z.boolean(),
    hasNumber: z.boolean(),
    isPersonal: z.boolean(),
  }),
  /** Other messages of its campaign. */
  siblings: z.array(ArchivedMessageSchema),
  /** "Is this message real?": voices that quote its campaign, in the reviews of the two weeks after; null where none does. */
  quoted: z
    .object({
      documents: z.int().min(1),
      doubt: IntervalSchema,
      fatigue: IntervalSchema,
      evidence: z.array(QuoteSchema),
    })
    .nullable(),
  /** Doubting voices of as many days before and after its campaign; null where no review tells. */
  doubts: z.object({ before: z.int().min(0), after: z.int().min(0), days: z.int().min(1) }).nullable(),
  /** The suggestion that it tries out. */
  suggestion: z
    .object({ id: z.string(), week: z.string(), phrase: z.string(), state: SuggestionStateSchema })
    .nullable(),
  outcome: PointOutcomeSchema.nullable(),
});
export type MessageDetail = z.infer<typeof MessageDetailSchema>;

/** `GET /v1/message-effects`: as the newest review found them; `week` is null where there is none yet. */
export const MessageEffectListSchema = z.object({
  week: z.string().nullable(),
  effects: z.array(ArchiveEffectSchema),
});
export type MessageEffectList = z.infer<typeof MessageEffectListSchema>;
