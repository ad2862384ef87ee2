import * as z from 'zod';

/** Environment variables by name: infra sets them, `functions/<name>/env.ts` picks what a function needs. */
const name = z.string().min(1);

export const ENV_FIELDS = {
  DOCUMENTS_TABLE: name,
  CONTRIBUTIONS_TABLE: name,
  ROLLUPS_TABLE: name,
  IDENTITY_TABLE: name,
  CUSTOMERS_TABLE: name,
  ARCHIVE_TABLE: name,
  INSIGHTS_TABLE: name,
  STATE_TABLE: name,
  RECORDS_QUEUE_URL: name,
  ANALYSES_QUEUE_URL: name,
  DIRTY_QUEUE_URL: name,
  DROPS_QUEUE_URL: name,
  CUSTOMERS_QUEUE_URL: name,
  MESSAGES_QUEUE_URL: name,
  FUNNEL_QUEUE_URL: name,
  ERASURES_QUEUE_URL: name,
  URGENT_QUEUE_URL: name,
  RELINKS_QUEUE_URL: name,
  PUBLISH_QUEUE_URL: name,
  REANALYSES_QUEUE_URL: name,
  PDF_QUEUE_URL: name,
  DROP_BUCKET: name,
  REPORTS_BUCKET: name,
  EVENT_BUS_NAME: name,
  /** Secret `{"current": "k1", "k1": "…"}`: key versions under which identifiers become tokens. */
  IDENTITY_KEYS_SECRET: name,
  /** Secret `{"signingKey": "…"}`: HMAC key of the generic webhook. */
  WEBHOOK_SECRET: name,
  BUSINESS_TIME_ZONE: name,
  /**
   * Length of the window in which dirty marks of one bucket shard coalesce, in seconds; equals the delay of the dirty
   * queue. The local stack divides it by VOC_TIME_SCALE together with the delay.
   */
  DIRTY_WINDOW_SECONDS: z.coerce.number().positive(),
  /**
   * How long an instance goes by the settings that it knows, in seconds. After four times as long everybody goes by a
   * new edition. The local stack divides it by VOC_TIME_SCALE.
   */
  SETTINGS_WINDOW_SECONDS: z.coerce.number().positive(),
  /** Address of the hosted sign-in, and our client there. */
  SIGN_IN_URL: name,
  SIGN_IN_CLIENT_ID: name,
  /** Where links in reports and alerts lead; empty while there is no dashboard address. */
  DASHBOARD_URL: z.string(),
} as const;
