import * as z from 'zod';
import { AUDIENCE_FIELDS } from '../delivery/audience-fields.ts';
import { SinksSchema } from '../delivery/sinks/sink-config.ts';
import { AlertRuleSchema } from '../domain/alert.ts';
import { CustomerRowSchema } from '../domain/customer.ts';
import { SecretNameSchema } from './secret-name.ts';

const SourceIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,39}$/, 'lower-case letters, digits and hyphens, 2–40 characters');

/**
 * The optional large-model step (docs/generative.md); absent means off. Names and ARNs are those of
 * https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html, without wildcards, because they
 * become the resources of a permission.
 */
const GenerativeConfigSchema = z
  .strictObject({
    /** Model ID, inference profile ID, or the ARN of a model or profile. */
    modelId: z
      .string()
      .regex(
        /^(arn:aws[a-z-]*:bedrock:[a-z0-9-]*:\d{0,12}:[a-z-]+\/[A-Za-z0-9._:-]+|[a-z0-9-]+\.[A-Za-z0-9._:-]+)$/,
        'a Bedrock model ID or the ARN of a model or inference profile',
      ),
    /** ARNs of the models behind an inference profile, one per region it leads to; empty for a model itself. */
    routesTo: z
      .array(
        z
          .string()
          .regex(
            /^arn:aws[a-z-]*:bedrock:[a-z0-9-]*::foundation-model\/[A-Za-z0-9._:-]+$/,
            'the ARN of a foundation model',
          ),
      )
      .default([]),
    /** The most that one run (a batch of up to 100 documents) may cost. */
    maxUsdPerRun: z.number().positive(),
    usdPer1kInputTokens: z.number().positive(),
    usdPer1kOutputTokens: z.number().positive(),
    /** Documents whose reading is less sure than this are asked about. */
    below: z.number().min(0).max(1).default(0.55),
  })
  .refine((generative) => isInferenceProfile(generative.modelId) === generative.routesTo.length > 0, {
    path: ['routesTo'],
    message: 'an inference profile needs the ARNs of the models it leads to, a model has none',
  });
export type GenerativeConfig = z.infer<typeof GenerativeConfigSchema>;

/** The fields of an input document that a column may be read as; `attributes.…` takes any name. */
const TargetFieldSchema = z
  .string()
  .regex(
    /^(id|source|publishedAt|date|text|title|rating|app|connector|editedAt|appVersion|device|url|author\.(displayName|userId|email|phone|externalId)|attributes\.[^.]{1,60})$/,
    'a field of the input document, author.… or attributes.…',
  );

const DropMappingSchema = z.strictObject({
  /** The name of the drop: `drops/<name>/<file>`. */
  name: z.string().regex(/^[^/]{1,80}$/, 'a name without a slash'),
  /** Column of the file → field of the document. Columns that are not named here keep their own names. */
  columns: z.record(z.string().min(1), TargetFieldSchema).default({}),
  /** Fields that every row has, where its own cell is empty: the source, the app, the question of a survey. */
  always: z.record(TargetFieldSchema, z.union([z.string(), z.number()])).default({}),
});
export type DropMapping = z.infer<typeof DropMappingSchema>;

/** How the columns of customer files are read, where they are not named as ours. */
const CustomerFilesSchema = z.strictObject({
  /** Column of the file → field of the customer. Columns that are not named here keep their own names. */
  columns: z.record(z.string().min(1), CustomerRowSchema.keyof()).default({}),
});
export type CustomerFilesConfig = z.infer<typeof CustomerFilesSchema>;

/** A source of voices or of customers. */
const SourceSchema = z.strictObject({
  id: SourceIdSchema,
  connector: z.string().min(1),
  enabled: z.boolean().default(true),
  /** EventBridge Scheduler expression. */
  schedule: z.string().regex(/^(rate|cron)\(.+\)$/, 'a rate(…) or cron(…) expression'),
  /** Name of the secret in AWS Secrets Manager that the connector needs; its fields are in docs/connectors. */
  secret: SecretNameSchema.optional(),
  config: z.record(z.string(), z.unknown()).default({}),
});
const SourcesSchema = z
  .array(SourceSchema)
  .default([])
  .refine(
    (sources) => new Set(sources.map((source) => source.id)).size === sources.length,
    'two sources share an id',
  );

const MailSchema = z.strictObject({ from: z.email(), to: z.array(z.email()).min(1) });

/** A team that hears of alerts: which ones, when (see `AlertRuleSchema`), and by which ways. */
const AlertTeamSchema = z
  .strictObject({
    ...AlertRuleSchema.shape,
    name: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'lower-case letters, digits and hyphens'),
    /** Of its messages. @default that of the installation */
    language: z.enum(['ko', 'en']).optional(),
    mail: MailSchema.optional(),
    /** The secret is `{"webhookUrl": "https://hooks.slack.com/…"}`. */
    slack: z.strictObject({ secret: SecretNameSchema }).optional(),
    /** Signed as docs/alerting.md says; the secret is `{"signingKey": "…"}`. */
    webhook: z.strictObject({ url: z.url({ protocol: /^https?$/ }), secret: SecretNameSchema }).optional(),
  })
  .refine(({ mail, slack, webhook }) => (mail ?? slack ?? webhook) !== undefined, {
    path: ['mail'],
    message: 'the team has no way to hear of alerts: give mail, slack or webhook',
  });
export type AlertTeamConfig = z.infer<typeof AlertTeamSchema>;

/** Names of teams that are there without being configured. */
export const BUILT_IN_TEAMS = { eventBus: 'event-bus', mail: 'on-call', sinks: 'sinks' } as const;

const AlertsSchema = z
  .strictObject({
    /** Hears of every alert, and of alarms of the installation itself. */
    mail: MailSchema.optional(),
    teams: z
      .array(AlertTeamSchema)
      .default([])
      .refine(
        (teams) => new Set(teams.map(({ name }) => name)).size === teams.length,
        'two teams share a name',
      )
      .refine(
        (teams) => !teams.some(({ name }) => Object.values<string>(BUILT_IN_TEAMS).includes(name)),
        `the names ${Object.values(BUILT_IN_TEAMS).join(' and ')} are taken`,
      ),
  })
  .prefault({});

/** Notes on negative voices of sure customers in the CRM; absent means off. Both secrets hold `clientId`, `clientSecret`. */
const CrmNotesSchema = z.strictObject({
  /** On the timeline of the contact whose `contactid` is the customer ID. */
  dataverse: z
    .strictObject({
      url: z.url(),
      tenantId: z.string().min(1),
      loginUrl: z.url().default('https://login.microsoftonline.com'),
      secret: SecretNameSchema,
    })
    .optional(),
  /** As an internal comment on the ticket, where the voice came from this source. */
  zendesk: z.strictObject({ url: z.url(), source: SourceIdSchema, secret: SecretNameSchema }).optional(),
  /** Notes of one hourly run and system. */
  maxPerRun: z.int().min(1).max(1_000).default(100),
});
export type CrmNotesConfig = z.infer<typeof CrmNotesSchema>;

/** `voc.config.yaml`: the deploy-time facts. Secrets only by reference. */
export const VocConfigSchema = z
  .strictObject({
    brand: z.strictObject({
      /** Shown in reports. */
      name: z.string().min(1),
      /** Names under which customers speak of us; kept out of keywords. */
      aliases: z.array(z.string().min(1)).default([]),
    }),
    timeZone: z.string().default('Asia/Seoul').refine(isTimeZone, 'not an IANA time zone'),
    language: z.enum(['ko', 'en']).default('ko'),
    dashboardUrl: z.string().default(''),
    /** ACM certificate (in us-east-1) of the host of `dashboardUrl`; without it the address is one of CloudFront's. */
    dashboardCertificateArn: z.string().default(''),
    sources: SourcesSchema,
    /** Systems that customers come from, beside files; each runs on its own schedule. */
    customerSources: SourcesSchema,
    /** Systems that sent messages and their results come from, beside files; each runs on its own schedule. */
    messageSources: SourcesSchema,
    /** Systems that the funnel comes from, beside files. */
    funnelSources: SourcesSchema,
    /** How the columns of dropped files of one name are read, where they are not named as ours. */
    drops: z
      .array(DropMappingSchema)
      .default([])
      .refine(
        (drops) => new Set(drops.map(({ name }) => name)).size === drops.length,
        'two drops share a name',
      ),
    customerFiles: CustomerFilesSchema.prefault({}),
    network: z
      .strictObject({
        /** `host:port` of servers of our own that sources may reach although their address is private. */
        privateHosts: z.array(z.string().regex(/^[^\s:/]+:\d{1,5}$/, 'host:port')).default([]),
      })
      .prefault({}),
    weeklyReview: z
      .strictObject({
        /** When the review of the last whole week is published, in the business time zone. */
        schedule: z.string().default('cron(0 7 ? * MON *)'),
        mail: MailSchema.optional(),
      })
      .prefault({}),
    /** Lists of consenting customers at a hesitation point: docs/follow-ups.md. */
    audience: z
      .strictObject({
        /** On how many lists a customer may be in one week. */
        maxPerWeek: z.int().min(1).max(7).default(1),
        /** The columns of audience.csv that the messaging tool wants, in its order; absent: all. */
        columns: z
          .array(z.strictObject({ header: z.string().min(1).max(100), field: z.enum(AUDIENCE_FIELDS) }))
          .min(1)
          .optional(),
      })
      .prefault({}),
    /** Where reviews, alerts and drafts go beside mail and the event bus. */
    sinks: SinksSchema,
    alerts: AlertsSchema,
    retention: z
      .strictObject({
        documentDays: z.int().min(1).default(730),
        quarantineDays: z.int().min(1).default(30),
      })
      .prefault({}),
    generative: GenerativeConfigSchema.optional(),
    crmNotes: CrmNotesSchema.optional(),
  })
  .refine(
    ({ sources, customerSources }) =>
      !customerSources.some(({ id }) => sources.some((source) => source.id === id)),
    { path: ['customerSources'], message: 'a source of customers has the id of another source' },
  )
  .refine(
    ({ sources, customerSources, messageSources }) =>
      !messageSources.some(({ id }) => [...sources, ...customerSources].some((source) => source.id === id)),
    { path: ['messageSources'], message: 'a source of messages has the id of another source' },
  )
  .refine(
    ({ sources, customerSources, messageSources, funnelSources }) =>
      !funnelSources.some(({ id }) =>
        [...sources, ...customerSources, ...messageSources].some((source) => source.id === id),
      ),
    { path: ['funnelSources'], message: 'a source of the funnel has the id of another source' },
  );
export type VocConfig = z.infer<typeof VocConfigSchema>;
export type SourceConfig = VocConfig['sources'][number];

/** Whether a Bedrock name is that of an inference profile: its ARN says so, its ID begins with a part of the world. */
export function isInferenceProfile(modelId: string): boolean {
  return /^arn:[^/]*:(application-)?inference-profile\//.test(modelId) || PROFILE_ID.test(modelId);
}

const PROFILE_ID = /^(us|us-gov|eu|apac|jp|au|ca|global)\./;

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
