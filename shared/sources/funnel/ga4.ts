import * as z from 'zod';
import { VocError } from '../../domain/errors.ts';
import { type FunnelStep, FunnelStepSchema } from '../../domain/funnel.ts';
import { CalendarDaySchema } from '../../domain/input-document.ts';
import { FUNNEL_STAGES, type FunnelStage, FunnelStageSchema } from '../../domain/taxonomy.ts';
import { addDays, businessDay } from '../../domain/time.ts';
import { GoogleKeySchema, googleAccessToken } from '../access/google-token.ts';
import { readConfig } from '../access/read-config.ts';
import type { Suspicion } from '../contract.ts';
import type { FunnelConnector } from './contract.ts';
import { type Ga4Report, runReport } from './ga4-report.ts';

const SCOPE = 'https://www.googleapis.com/auth/analytics.readonly';
/** A first run reaches back as far as a weekly review looks. */
const FIRST_DAYS = 35;
/** Google settles a day within two; the last three are read again. */
const SETTLING_DAYS = 3;
const EventSchema = z.string().regex(/^[A-Za-z]\w{0,39}$/, 'the name of a GA4 event');

const ConfigSchema = z.strictObject({
  propertyId: z.string().regex(/^\d{1,20}$/, 'the digits of the property, not the measurement ID G-…'),
  /** The event with which people enter a stage, and the one with which they complete it. */
  stages: z
    .partialRecord(FunnelStageSchema, z.strictObject({ entered: EventSchema, completed: EventSchema }))
    .refine((stages) => Object.keys(stages).length > 0, 'at least one stage'),
  pageSize: z.int().min(1).max(250_000).default(100_000),
  baseUrl: z.url().default('https://analyticsdata.googleapis.com'),
  tokenUrl: z.url().default('https://oauth2.googleapis.com/token'),
});
type Config = z.infer<typeof ConfigSchema>;

const CheckpointSchema = z.object({ until: CalendarDaySchema });

/**
 * The funnel from Google Analytics 4: how many users a day caused the entering and the completing event of each stage.
 * Reads whole days up to yesterday, the last three again at every run. Numbers are of the whole property, never of a
 * person. Whoever completes a stage has been in it, so `entered` is at least `completed`.
 * @see https://developers.google.com/analytics/devguides/reporting/data/v1
 */
export const ga4: FunnelConnector = {
  id: 'ga4',
  title: 'Google Analytics 4',
  docsUrl: 'https://developers.google.com/analytics/devguides/reporting/data/v1',
  configSchema: ConfigSchema,
  secretSchema: GoogleKeySchema,
  async *read(context, config, checkpoint) {
    const settings = readConfig(ConfigSchema, config);
    const { http, now, timeZone } = context;
    const key = await context.secret(GoogleKeySchema);
    const token = googleAccessToken({ http, now, key, scope: SCOPE, tokenUrl: settings.tokenUrl });
    const saved = CheckpointSchema.safeParse(checkpoint).data?.until;
    const until = addDays(businessDay(now(), timeZone), -1);
    const from =
      saved === undefined || saved > until
        ? addDays(until, 1 - FIRST_DAYS)
        : addDays(saved, 1 - SETTLING_DAYS);
    const url = `${settings.baseUrl.replace(/\/$/, '')}/v1beta/properties/${settings.propertyId}:runReport`;
    const users = new Map<string, number>();
    let suspect: Suspicion | undefined;
    let quotaLeft: number | undefined;
    for (let offset = 0; ; ) {
      const report = await runReport(context, token, url, reportOf(settings, { from, until, offset }));
      assertTimeZone(report, timeZone);
      for (const row of report.rows) readRow(row, users);
      suspect = doubtOf(report) ?? suspect;
      quotaLeft = report.propertyQuota?.tokensPerDay?.remaining;
      offset += report.rows.length;
      if (report.rows.length === 0 || offset >= report.rowCount) break;
    }
    yield {
      steps: stepsOf(settings, users, from, until),
      checkpoint: { until },
      done: true,
      ...(suspect === undefined ? {} : { suspect }),
      signs: { quotaLeft },
    };
  },
};

function reportOf(
  { stages, pageSize }: Config,
  page: { from: string; until: string; offset: number },
): object {
  const events = Object.values(stages).flatMap((stage) => [stage.entered, stage.completed]);
  return {
    dateRanges: [{ startDate: page.from, endDate: page.until }],
    dimensions: [{ name: 'date' }, { name: 'eventName' }],
    metrics: [{ name: 'totalUsers' }],
    dimensionFilter: {
      filter: { fieldName: 'eventName', inListFilter: { values: [...new Set(events)].sort() } },
    },
    // Pages of an order that does not change.
    orderBys: [{ dimension: { dimensionName: 'date' } }, { dimension: { dimensionName: 'eventName' } }],
    limit: String(pageSize),
    offset: String(page.offset),
    returnPropertyQuota: true,
  };
}

function readRow(row: Ga4Report['rows'][number], users: Map<string, number>): void {
  const [date = '', event = ''] = row.dimensionValues.map(({ value }) => value);
  const count = Number(row.metricValues[0]?.value);
  if (!/^\d{8}$/.test(date) || !Number.isSafeInteger(count) || count < 0) {
    throw new VocError(
      'source.bad-response',
      'permanent',
      'A row of the report of Google Analytics has no day or no whole number. Nothing of the report was taken.',
    );
  }
  users.set(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)} ${event}`, count);
}

/** Days without any of the events are left out: unknown is not zero. */
function stepsOf(
  { stages }: Config,
  users: ReadonlyMap<string, number>,
  from: string,
  until: string,
): FunnelStep[] {
  const steps: FunnelStep[] = [];
  for (let date = from; date <= until; date = addDays(date, 1)) {
    for (const stage of FUNNEL_STAGES.filter((known): known is FunnelStage => stages[known] !== undefined)) {
      const of = stages[stage];
      const entered = users.get(`${date} ${of?.entered}`);
      const completed = users.get(`${date} ${of?.completed}`);
      if (entered === undefined && completed === undefined) continue;
      steps.push(
        FunnelStepSchema.parse({
          date,
          stage,
          entered: Math.max(entered ?? 0, completed ?? 0),
          completed: completed ?? 0,
        }),
      );
    }
  }
  return steps;
}

/** A property that cuts its days elsewhere would shift every number by hours, unseen. */
function assertTimeZone({ metadata }: Ga4Report, timeZone: string): void {
  if (metadata.timeZone === undefined || metadata.timeZone === timeZone) return;
  throw new VocError(
    'source.config-invalid',
    'config',
    `The Google Analytics property cuts its days in ${metadata.timeZone}, this installation in ${timeZone}. Set the ` +
      'reporting time zone of the property (Admin › Property details).',
  );
}

function doubtOf({ metadata }: Ga4Report): Suspicion | undefined {
  if (metadata.dataLossFromOtherRow !== true && metadata.subjectToThresholding !== true) return undefined;
  return {
    kind: 'truncated',
    message:
      'Google Analytics left rows out of the funnel (thresholds or its "other" row): small stages may be missing.',
  };
}
