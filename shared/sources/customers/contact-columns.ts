import * as z from 'zod';

/** The fields that a column may be read as; `!` before a consent turns a column that forbids into one that allows. */
const TARGETS = [
  'customerId',
  'name',
  'phone',
  'email',
  'nickname',
  'appUserId',
  'zendeskUserId',
  'appVersion',
  'deviceModel',
  'signupAt',
  'lastPurchaseAt',
  'updatedAt',
  'consentAnalytics',
  'consentMarketing',
  'consentNight',
  '!consentAnalytics',
  '!consentMarketing',
  '!consentNight',
  'lifecycleStage',
  'segment',
  'acquisitionChannel',
  'rfmRecency',
  'rfmFrequency',
  'rfmMonetary',
] as const;

/** Column of the CRM → field of the customer row. */
export const ContactColumnsSchema = z.record(
  z.string().regex(/^[a-z][a-z0-9_]{0,127}$/i, 'the logical name of a column'),
  z.enum(TARGETS),
);
export type ContactColumns = z.infer<typeof ContactColumnsSchema>;

/** A contact as a customer row; where two columns become one field, the first that has a value. */
export function contactRow(
  contact: Readonly<Record<string, unknown>>,
  columns: ContactColumns,
): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const [column, target] of Object.entries(columns)) {
    const value = contact[column];
    if (value === undefined || value === null || value === '') continue;
    const turned = target.startsWith('!');
    const field = turned ? target.slice(1) : target;
    if (row[field] !== undefined) continue;
    // Only a clear "no" to "do not contact" is a consent.
    row[field] = turned ? value === false : value;
  }
  return row;
}
