import * as z from 'zod';
import { AudienceMemberSchema, EMPTY_AUDIENCE_REASONS } from './audience.ts';
import { ChurnRiskSchema, FastFollowSchema, HoldSchema, RepeatComplaintSchema } from './follow-up.ts';
import { FunnelStageSchema, HesitationCodeSchema } from './taxonomy.ts';

/** The lists that follow from linked voices, by the names of their files. */
export const FOLLOW_UP_LISTS = [
  'fast-follow',
  'repeat-complaints',
  'churn-risk',
  'hold',
  'audience',
] as const;
export const FollowUpListNameSchema = z.enum(FOLLOW_UP_LISTS);
export type FollowUpListName = z.infer<typeof FollowUpListNameSchema>;

/** `GET /v1/follow-up-lists`: which lists there are and how long; names nobody. */
export const FollowUpOverviewSchema = z.object({
  lists: z.array(
    z.object({
      list: FollowUpListNameSchema,
      /** Null where it has not been made yet. */
      generatedAt: z.iso.datetime().nullable(),
      customers: z.int().min(0),
      /** Below `/v1/follow-ups/`. */
      files: z.array(z.string()),
    }),
  ),
  /** Customers with a negative voice who are left out of churn-risk: no consent to analytics. */
  withoutAnalyticsConsent: z.int().min(0),
  /** Customers at a hesitation point who are not in the audience, by the first reason that holds. */
  notWrittenTo: z.object({
    withoutConsent: z.int().min(0),
    onHold: z.int().min(0),
    wantsFewer: z.int().min(0),
    overCap: z.int().min(0),
  }),
  /** Why the audience is empty; null where it is not, or was not made. */
  emptyBecause: z.enum(EMPTY_AUDIENCE_REASONS).nullable(),
});
export type FollowUpOverview = z.infer<typeof FollowUpOverviewSchema>;

/** A member of the audience with the point at which they stand. */
const AudienceEntrySchema = AudienceMemberSchema.extend({
  code: HesitationCodeSchema,
  stage: FunnelStageSchema,
  guide: z.string(),
});

const pageOf = <Name extends FollowUpListName, Entry extends z.ZodType>(list: Name, entry: Entry) =>
  z.object({
    list: z.literal(list),
    generatedAt: z.iso.datetime(),
    entries: z.array(entry),
    nextCursor: z.string().nullable(),
  });

/** `GET /v1/follow-up-lists/{list}`: one page, in the order of the list. For cx and admin only: it names customers. */
export const FollowUpPageSchema = z.discriminatedUnion('list', [
  pageOf('fast-follow', FastFollowSchema),
  pageOf('repeat-complaints', RepeatComplaintSchema),
  pageOf('churn-risk', ChurnRiskSchema),
  pageOf('hold', HoldSchema),
  pageOf('audience', AudienceEntrySchema),
]);
export type FollowUpPage = z.infer<typeof FollowUpPageSchema>;
