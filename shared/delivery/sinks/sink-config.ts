import * as z from 'zod';
import { SecretNameSchema } from '../../runtime/secret-name.ts';
import { TABLE_FIELDS, TABLE_NAMES } from '../table-fields.ts';

const id = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,39}$/, 'lower-case letters, digits and hyphens, 2–40 characters');
const secret = SecretNameSchema;
const carries = z.array(z.enum(['weekly-review', 'incident', 'draft'])).min(1);

/** Secrets and customers' words travel encrypted; plain http is for a server on this machine. */
export const SinkUrlSchema = z
  .string()
  .regex(/^(https:\/\/[^\s@]+|http:\/\/(localhost|127\.0\.0\.1)(:\d+)?(\/\S*)?)$/, 'an https address');

const CsvSinkSchema = z
  .strictObject({
    id,
    type: z.literal('csv'),
    table: z.enum(TABLE_NAMES),
    /** The columns that the other tool wants, in its order; absent: all of the table. */
    columns: z
      .array(z.strictObject({ header: z.string().min(1).max(100), field: z.string() }))
      .min(1)
      .optional(),
  })
  .superRefine(({ table, columns = [] }, context) => {
    const fields: readonly string[] = TABLE_FIELDS[table].fields;
    for (const [index, { field }] of columns.entries()) {
      if (fields.includes(field)) continue;
      context.addIssue({
        code: 'custom',
        path: ['columns', index, 'field'],
        message: `no field of ${table}, which has ${fields.join(', ')}`,
      });
    }
  });

/** A way out beside mail and the event bus. What each kind needs, and how its secret looks: docs/delivery.md. */
export const SinkConfigSchema = z.discriminatedUnion('type', [
  z.strictObject({ id, type: z.literal('slack-webhook'), secret, carries }),
  z.strictObject({
    id,
    type: z.literal('slack'),
    secret,
    channel: z.string().regex(/^[CGD][A-Z0-9]{6,}$/, 'the ID of a channel (C…), not its name'),
    carries,
  }),
  z.strictObject({ id, type: z.literal('teams'), secret, carries }),
  z.strictObject({
    id,
    type: z.literal('notion'),
    secret,
    /** The data source (of a database) that gets a page for each delivery. */
    dataSourceId: z
      .string()
      .regex(/^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i, 'the ID of a data source'),
    carries,
  }),
  z.strictObject({ id, type: z.literal('webhook'), secret, url: SinkUrlSchema, carries }),
  CsvSinkSchema,
  z.strictObject({
    id,
    type: z.literal('braze-content-block'),
    secret,
    /** Depends on the instance; there is no default that is right. */
    restHost: z
      .string()
      .regex(
        /^(https:\/\/rest\.[a-z0-9-]+\.braze\.(com|eu)|http:\/\/(localhost|127\.0\.0\.1):\d+)$/,
        'https://rest.….braze.com of your instance',
      ),
  }),
]);
export type SinkConfig = z.infer<typeof SinkConfigSchema>;

/** The sinks of voc.config.yaml. */
export const SinksSchema = z
  .array(SinkConfigSchema)
  .default([])
  .refine((sinks) => new Set(sinks.map((sink) => sink.id)).size === sinks.length, 'two sinks share an id');
