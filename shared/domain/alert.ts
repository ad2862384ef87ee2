import * as z from 'zod';
import { CauseSchema, QuoteSchema, SeveritySchema } from './insight.ts';
import { FunnelStageSchema, HesitationCodeSchema, SourceKindSchema } from './taxonomy.ts';

/** So long an incident is kept and shown. */
export const INCIDENT_DAYS = 400;

/** Why people are told of an incident now. */
export const ALERT_EVENTS = ['opened', 'worsened', 'updated', 'reopened', 'resolved'] as const;
export const AlertEventSchema = z.enum(ALERT_EVENTS);
export type AlertEvent = z.infer<typeof AlertEventSchema>;

/** Why a single voice must be seen at once. */
export const URGENT_REASONS = ['self-harm', 'legal', 'press', 'data-leak', 'money-lost'] as const;
export const UrgentReasonSchema = z.enum(URGENT_REASONS);
export type UrgentReason = z.infer<typeof UrgentReasonSchema>;

const MessageBaseSchema = z.object({
  /** Stable: the ID of the incident, or of the run of urgent voices. Readers tell repetitions by it and `sequence`. */
  id: z.string(),
  /** 1, 2, 3 … within the ID. */
  sequence: z.int().min(1),
  severity: SeveritySchema,
  since: z.iso.datetime(),
  /** Voices it is about. */
  count: z.int().min(0),
  /** Distinct customers: surely linked, with consent to analytics. */
  customers: z.int().min(0),
  evidence: z.array(QuoteSchema),
  /** Runs that collected voices behind it; `voc trace` follows them. */
  runIds: z.array(z.string()).optional(),
  /** Where a person looks further; empty where there is no dashboard. */
  url: z.string(),
});

export const IncidentMessageSchema = MessageBaseSchema.extend({
  kind: z.literal('incident'),
  event: AlertEventSchema,
  series: z.string(),
  seriesTogether: z.array(z.string()),
  endedAt: z.iso.datetime().optional(),
  expected: z.number().min(0),
  upper: z.number().min(0),
  codes: z.array(z.object({ code: HesitationCodeSchema, documents: z.int().min(0) })),
  terms: z.array(z.string()),
  causes: z.array(CauseSchema),
});
export type IncidentMessage = z.infer<typeof IncidentMessageSchema>;

export const UrgentMessageSchema = MessageBaseSchema.extend({
  kind: z.literal('urgent-voices'),
  reasons: z.array(z.object({ reason: UrgentReasonSchema, documents: z.int().min(1) })),
});
export type UrgentMessage = z.infer<typeof UrgentMessageSchema>;

/** All that an alert says, without a language: mail, Slack, webhook and event are made from it. Redacted. */
export const AlertMessageSchema = z.discriminatedUnion('kind', [IncidentMessageSchema, UrgentMessageSchema]);
export type AlertMessage = z.infer<typeof AlertMessageSchema>;

/** A series that nobody is told about until a time. */
export const MuteSchema = z.object({
  series: z.string().min(1).max(200),
  until: z.iso.datetime(),
  by: z.string().min(1),
  at: z.iso.datetime(),
});
export type Mute = z.infer<typeof MuteSchema>;

const ClockTimeSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 22:00');

/** Which alerts a team hears of, and when. */
export const AlertRuleSchema = z.strictObject({
  /** Absent lists mean everything; of several lists, each must fit. */
  watches: z
    .strictObject({
      sources: z.array(SourceKindSchema).min(1).optional(),
      codes: z.array(HesitationCodeSchema).min(1).optional(),
      stages: z.array(FunnelStageSchema).min(1).optional(),
    })
    .prefault({}),
  minSeverity: SeveritySchema.default('notice'),
  /** Incidents of fewer voices are not told. */
  minVoices: z.int().min(1).default(5),
  /** In the business time zone, over midnight too. Alerts wait until the end; severe ones do not wait. */
  quietHours: z
    .strictObject({ from: ClockTimeSchema, to: ClockTimeSchema })
    .refine(({ from, to }) => from !== to, { path: ['to'], message: 'is the same as from' })
    .optional(),
  /** Whether single voices that must be seen at once go to this team. */
  urgentVoices: z.boolean().default(true),
});
export type AlertRule = z.infer<typeof AlertRuleSchema>;
