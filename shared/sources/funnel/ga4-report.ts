import * as z from 'zod';
import { isVocError, VocError } from '../../domain/errors.ts';
import { retryAfter } from '../access/http.ts';
import { parseJson, readJson } from '../access/read-json.ts';
import type { CollectContext } from '../contract.ts';

const NamedSchema = z.object({ name: z.string() });
const ValueSchema = z.object({ value: z.string().default('') });
const ReportSchema = z.object({
  dimensionHeaders: z.array(NamedSchema).default([]),
  metricHeaders: z.array(NamedSchema).default([]),
  // Missing where there is nothing.
  rows: z
    .array(z.object({ dimensionValues: z.array(ValueSchema), metricValues: z.array(ValueSchema) }))
    .default([]),
  rowCount: z.int().min(0).default(0),
  metadata: z
    .object({
      timeZone: z.string().optional(),
      dataLossFromOtherRow: z.boolean().optional(),
      subjectToThresholding: z.boolean().optional(),
    })
    .default({}),
  propertyQuota: z
    .object({ tokensPerDay: z.object({ remaining: z.number().optional() }).optional() })
    .optional(),
});
export type Ga4Report = z.infer<typeof ReportSchema>;

const RefusalSchema = z.object({
  error: z.object({ status: z.string().optional(), message: z.string().optional() }),
});
const HOUR_MS = 3_600_000;

/**
 * Asks the GA4 Data API for one page of a report. A token that is refused is made anew once.
 * @throws VocError `source.quota-exhausted` (quota) where the tokens of the property are used up, `source.unauthorized`
 *   (auth), `source.config-invalid` (config) where Google does not know an event or the property, and what a POST throws
 * @see https://developers.google.com/analytics/devguides/reporting/data/v1/rest/v1beta/properties/runReport
 */
export async function runReport(
  { http, now }: Pick<CollectContext, 'http' | 'now'>,
  token: (renew: boolean) => Promise<string>,
  url: string,
  body: object,
): Promise<Ga4Report> {
  const send = async (bearer: string) =>
    http.post(url, JSON.stringify(body), {
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      // Ten server errors an hour are all that a property may cause: one repetition, then the next run.
      attempts: 2,
      classify: (status, headers, refusal) => refusedBy(status, headers, refusal, now()),
    });
  const answer = await send(await token(false)).catch(async (error: unknown) => {
    if (!isVocError(error, 'auth') || error.details.status !== 401) throw error;
    return send(await token(true));
  });
  return readJson(ReportSchema, answer, 'The report of Google Analytics');
}

function refusedBy(status: number, headers: Headers, body: string, now: Date): VocError | undefined {
  const error = RefusalSchema.safeParse(parseJson(body)).data?.error;
  if (status === 429 && error?.status === 'RESOURCE_EXHAUSTED') {
    const untilNextHour = HOUR_MS - (now.getTime() % HOUR_MS);
    return new VocError(
      'source.quota-exhausted',
      'quota',
      'The tokens of this Google Analytics property are used up for the hour or the day. A later run goes on; other ' +
        'reports of the same property share them.',
      { details: { status }, retryAfterMs: retryAfter(headers.get('retry-after'), now) ?? untilNextHour },
    );
  }
  if (status === 403) {
    return new VocError(
      'source.unauthorized',
      'auth',
      'Google Analytics refuses the service account (403). Add its e-mail address to the property as a Viewer, and ' +
        'enable the Google Analytics Data API in its Google Cloud project.',
      { details: { status } },
    );
  }
  if (status === 400 || status === 404) {
    return new VocError(
      'source.config-invalid',
      'config',
      `Google Analytics does not accept the report (${status}). Check propertyId (digits only, not the measurement ID ` +
        'G-…) and the names of the events.',
      { details: { status } },
    );
  }
  return undefined;
}
