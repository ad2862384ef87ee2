import * as z from 'zod';
import { isVocError, VocError } from '../../domain/errors.ts';
import { readConfig } from '../access/read-config.ts';
import { readJson } from '../access/read-json.ts';
import type { CollectContext, ItemProblem, SourceSigns } from '../contract.ts';
import { ContactColumnsSchema, contactRow } from './contact-columns.ts';
import type { CustomerConnector, CustomerPage } from './contract.ts';
import { createDataverseApi, DataverseSecretSchema } from './dataverse-api.ts';

/** Change tracking forgets after seven days by default; a margin for slow runs. */
const MAX_DELTA_AGE_MS = (7 * 24 - 6) * 3_600_000;
const ID_COLUMN = 'contactid';

export const DataverseConfigSchema = z.strictObject({
  /** `https://{org}.crm21.dynamics.com` */
  url: z.url({ protocol: /^https?$/ }),
  tenantId: z.string().regex(/^[A-Za-z0-9.-]{1,100}$/, 'the ID or a domain of the Entra tenant'),
  /** The set name of the table; change tracking must be on for it. */
  table: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,127}$/)
    .default('contacts'),
  columns: ContactColumnsSchema.default({
    contactid: 'customerId',
    fullname: 'name',
    mobilephone: 'phone',
    telephone1: 'phone',
    emailaddress1: 'email',
    externaluseridentifier: 'appUserId',
    createdon: 'signupAt',
    modifiedon: 'updatedAt',
    donotbulkemail: '!consentMarketing',
  }),
  pageSize: z.int().min(1).max(5_000).default(1_000),
  /** For tests and sovereign clouds. */
  loginUrl: z.url().default('https://login.microsoftonline.com'),
});
export type DataverseConfig = z.infer<typeof DataverseConfigSchema>;

const CheckpointSchema = z.object({
  /** Where the next page is; of a first reading or of changes. */
  link: z.string(),
  /** When the changes were last read to their end, or the first reading began. */
  since: z.iso.datetime(),
});
type Checkpoint = z.infer<typeof CheckpointSchema>;

const AnswerSchema = z.object({
  value: z.array(z.record(z.string(), z.unknown())),
  '@odata.nextLink': z.string().optional(),
  '@odata.deltaLink': z.string().optional(),
});
const DeletedSchema = z.object({ id: z.string().min(1), reason: z.enum(['deleted', 'changed']) });

/**
 * Contacts of Dynamics 365 by change tracking: all of them once, then what has changed or is gone since the last delta
 * link. A link that is too old begins anew; what was deleted in between is then not known, and the run is doubted.
 * @see https://learn.microsoft.com/power-apps/developer/data-platform/use-change-tracking-synchronize-data-external-systems
 */
export const dataverse: CustomerConnector = {
  id: 'dataverse',
  title: 'Dynamics 365 contacts',
  docsUrl:
    'https://learn.microsoft.com/power-apps/developer/data-platform/use-change-tracking-synchronize-data-external-systems',
  configSchema: DataverseConfigSchema,
  secretSchema: DataverseSecretSchema,
  async *read(context, config, checkpoint) {
    const settings = readConfig(DataverseConfigSchema, config);
    const api = createDataverseApi(context, settings, await context.secret(DataverseSecretSchema));
    const saved = CheckpointSchema.safeParse(checkpoint).data;
    const isTooOld = saved !== undefined && ageMs(saved, context) > MAX_DELTA_AGE_MS;
    if (saved !== undefined && !isTooOld) {
      try {
        yield* walk(context, settings, api, saved);
        return;
      } catch (error) {
        if (!isExpiredLink(error)) throw error;
      }
    }
    const begun = { link: firstLink(settings), since: context.now().toISOString() };
    yield* walk(context, settings, api, begun, saved === undefined ? undefined : GAP);
  },
};

const GAP = {
  kind: 'possible-gap',
  message:
    'The change tracking of Dynamics 365 had ended, so all contacts were read anew. Contacts deleted since the last run are not known: compare, and erase them.',
} as const;

async function* walk(
  context: CollectContext,
  settings: DataverseConfig,
  api: ReturnType<typeof createDataverseApi>,
  from: Checkpoint,
  suspect?: CustomerPage['suspect'],
): AsyncGenerator<CustomerPage> {
  const asked = new Set<string>();
  let { link } = from;
  for (;;) {
    asked.add(link);
    const began = context.now().toISOString();
    const response = await api.get(link);
    const answer = readJson(AnswerSchema, response, 'The list of contacts');
    const next = answer['@odata.nextLink'];
    const delta = answer['@odata.deltaLink'];
    const following = next ?? delta;
    if (following === undefined || (next !== undefined && asked.has(next))) throw noNextLink();
    link = following;
    yield {
      ...contactsOf(answer.value, settings),
      checkpoint: { link, since: delta === undefined ? from.since : began },
      done: next === undefined,
      ...(suspect === undefined ? {} : { suspect }),
      signs: signsOf(response.headers),
    };
    if (next === undefined) return;
  }
}

function contactsOf(
  items: readonly Readonly<Record<string, unknown>>[],
  { columns }: DataverseConfig,
): Pick<CustomerPage, 'rows' | 'removed' | 'problems'> {
  const rows: Record<string, unknown>[] = [];
  const removed: string[] = [];
  const problems: ItemProblem[] = [];
  for (const item of items) {
    if (!String(item['@odata.context'] ?? '').endsWith('/$deletedEntity')) {
      rows.push(contactRow(item, columns));
      continue;
    }
    const deleted = DeletedSchema.safeParse(item).data;
    if (deleted === undefined) problems.push({ field: 'id', message: 'A deletion names no contact.' });
    else if (columns[ID_COLUMN] === 'customerId') removed.push(deleted.id);
    else {
      // Change tracking tells nothing but the contact's own ID.
      const message =
        'A contact was deleted, and its customer ID is another column: erase the customer by hand.';
      problems.push({ field: ID_COLUMN, message });
    }
  }
  return { rows, removed, problems };
}

function firstLink({ url, table, columns }: DataverseConfig): string {
  const select = [...new Set([ID_COLUMN, ...Object.keys(columns)])].join(',');
  return `${url.replace(/\/$/, '')}/api/data/v9.2/${table}?$select=${select}`;
}

/** 400 and 404 are what servers give for a token they have forgotten; 410 is what OData says they should. */
function isExpiredLink(error: unknown): boolean {
  return isVocError(error) && error.details.reason === 'delta-expired';
}

function ageMs({ since }: Checkpoint, context: CollectContext): number {
  return context.now().getTime() - Date.parse(since);
}

function signsOf(headers: Headers): SourceSigns {
  const left = headers.get('x-ms-ratelimit-burst-remaining-xrm-requests');
  return left !== null && /^\d+$/.test(left) ? { quotaLeft: Number(left) } : {};
}

function noNextLink(): VocError {
  return new VocError(
    'source.bad-response',
    'transient',
    'The list of contacts has neither a new next link nor a delta link. Check that change tracking is on for the table and that the application user reads the whole organisation.',
  );
}
