import * as z from 'zod';

/** How a run of a source ended. `suspect`: to its end, but its answer is doubted. `partial`: the next run goes on. */
export const RUN_OUTCOMES = ['complete', 'partial', 'suspect', 'failed'] as const;
export const RunOutcomeSchema = z.enum(RUN_OUTCOMES);
export type RunOutcome = z.infer<typeof RunOutcomeSchema>;

export const SuspicionSchema = z.object({
  kind: z.enum(['silent', 'selector-drift', 'possible-gap', 'truncated']),
  message: z.string(),
});

/** How the runs of a source went. Times in ISO 8601, UTC. */
export const SourceHealthSchema = z.object({
  sourceId: z.string(),
  lastRunAt: z.iso.datetime(),
  lastSuccessAt: z.iso.datetime().optional(),
  outcome: RunOutcomeSchema,
  /** Documents accepted, refused and erased in the last run. */
  documents: z.int().min(0),
  rejected: z.int().min(0),
  erased: z.int().min(0).default(0),
  durationMs: z.number().min(0),
  /** The code of the failure, where there was one. */
  errorCode: z.string().optional(),
  /** Whether only a person can end the failure: credentials, configuration, a source that is gone. */
  needsPerson: z.boolean().optional(),
  suspicion: SuspicionSchema.optional(),
  consecutiveFailures: z.int().min(0).default(0),
  /** Until then scheduled runs do not ask the source. */
  parkedUntil: z.iso.datetime().optional(),
  /** Documents of the last finished runs, the newest last. */
  recentDocuments: z.array(z.int().min(0)).default([]),
  /** Hours without success after which the source has lost data for good; absent: never. */
  losesDataAfterHours: z.number().optional(),
  quotaLeft: z.number().optional(),
  quotaResetsAt: z.iso.datetime({ offset: true }).optional(),
  credentialExpiresAt: z.iso.datetime({ offset: true }).optional(),
});
export type SourceHealth = z.infer<typeof SourceHealthSchema>;

/** What an operator should know of a source now. */
export const FINDING_CODES = [
  'failing',
  'parked',
  'silent',
  'selector-drift',
  'possible-gap',
  'truncated',
  'stale',
  'losing-data',
  'credential-expiring',
  'credential-expired',
  'quota-low',
  'rejecting',
] as const;
export const HealthFindingSchema = z.object({
  code: z.enum(FINDING_CODES),
  severity: z.enum(['warning', 'critical']),
});
export type HealthFinding = z.infer<typeof HealthFindingSchema>;
