import * as z from 'zod';
import { isVocError, VocError } from '../../domain/errors.ts';
import { IsoTimeSchema, resolveTime } from '../../domain/input-document.ts';
import { endlessGuard } from '../access/endless-guard.ts';
import { readConfig } from '../access/read-config.ts';
import { readItem, readJson } from '../access/read-json.ts';
import { requestPace } from '../access/request-pace.ts';
import type { CollectContext, ItemProblem } from '../contract.ts';
import { createZendeskAccess, type ZendeskAccess, ZendeskSecretSchema } from '../zendesk/zendesk-access.ts';
import type { CustomerConnector, CustomerPage } from './contract.ts';

/** `start_time` must lie a minute back. */
const START_DELAY_MS = 61_000;

export const ZendeskUsersConfigSchema = z.strictObject({
  /** `{subdomain}.zendesk.com` */
  subdomain: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'the name before .zendesk.com'),
  /**
   * What the customer ID is. `own`: `zendesk-<id>`, an account of its own beside that of the CRM; they are taken for one
   * person by their address. `external-id`: the company's ID, where no other source has the same customers.
   */
  customerId: z.enum(['own', 'external-id']).default('own'),
  /** From when the first run reads; default: all users. */
  since: IsoTimeSchema.optional(),
  perPage: z.int().min(1).max(1_000).default(1_000),
  /** 10, or 30 with the High Volume add-on; shared with the export of tickets. */
  requestsPerMinute: z.int().min(1).max(30).default(5),
  /** For tests and proxies. */
  baseUrl: z.url().optional(),
});
type Config = z.infer<typeof ZendeskUsersConfigSchema>;

const CheckpointSchema = z.union([
  z.object({ cursor: z.string().min(1) }),
  z.object({ startTime: z.int().min(0) }),
]);
type Checkpoint = z.infer<typeof CheckpointSchema>;

const AnswerSchema = z.object({
  users: z.array(z.unknown()),
  after_cursor: z.string().min(1).max(2_000).nullish(),
  end_of_stream: z.boolean(),
});

const IdSchema = z.union([z.int().min(1).transform(String), z.string().regex(/^\d{1,20}$/)]);
const UserSchema = z.object({
  id: IdSchema,
  role: z.string().nullish(),
  name: z.string().nullish(),
  email: z.string().nullish(),
  phone: z.string().nullish(),
  external_id: z.string().nullish(),
  active: z.boolean().nullish(),
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
});
type User = z.infer<typeof UserSchema>;

/**
 * End users of Zendesk by the cursor-based incremental export: each who is new or changed comes once; those who were
 * deleted come as removed.
 * @see https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports
 */
export const zendeskUsers: CustomerConnector = {
  id: 'zendesk-users',
  title: 'Zendesk users',
  docsUrl: 'https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports',
  configSchema: ZendeskUsersConfigSchema,
  secretSchema: ZendeskSecretSchema,
  async *read(context, config, checkpoint) {
    const settings = readConfig(ZendeskUsersConfigSchema, config);
    const baseUrl = (settings.baseUrl ?? `https://${settings.subdomain}.zendesk.com`).replace(/\/$/, '');
    const access = createZendeskAccess(context, baseUrl, await context.secret(ZendeskSecretSchema));
    const pace = requestPace(context, Math.ceil(60_000 / settings.requestsPerMinute));
    const guard = endlessGuard('The export of users');
    let position: Checkpoint = CheckpointSchema.safeParse(checkpoint).data ?? beginning(context, settings);
    for (;;) {
      await pace();
      const url = `${baseUrl}/api/v2/incremental/users/cursor?${parametersOf(position, settings.perPage)}`;
      const answer = readJson(AnswerSchema, await getAs(context, access, url), 'The export of users');
      const cursor = answer.after_cursor ?? null;
      if (cursor === null && !answer.end_of_stream) throw noCursor();
      if (cursor !== null) position = { cursor };
      const page = usersOf(answer.users, settings);
      yield {
        ...page,
        checkpoint: position,
        done: answer.end_of_stream,
        ...(access.endsAt === undefined ? {} : { signs: { credentialExpiresAt: access.endsAt } }),
      };
      if (answer.end_of_stream) return;
      guard(answer.users.map(keyOf), cursor ?? '');
    }
  },
};

/** A 401 in the middle makes the access once anew. */
async function getAs(context: CollectContext, access: ZendeskAccess, url: string) {
  for (let renewed = false; ; renewed = true) {
    const authorization = await access.authorization();
    try {
      return await context.http.get(url, { headers: { accept: 'application/json', authorization } });
    } catch (error) {
      const expired = isVocError(error, 'auth') && error.details.status === 401;
      if (!expired || renewed || !access.renew()) throw error;
    }
  }
}

function usersOf(
  users: readonly unknown[],
  settings: Config,
): Pick<CustomerPage, 'rows' | 'removed' | 'problems'> {
  const rows: Record<string, unknown>[] = [];
  const removed: string[] = [];
  const problems: ItemProblem[] = [];
  for (const raw of users) {
    const read = readItem(UserSchema, raw);
    if (!read.ok) {
      // Without its id: it names a person.
      problems.push({ field: `users.${read.problem.field}`, message: read.problem.message });
      continue;
    }
    const user = read.item;
    const customerId = settings.customerId === 'own' ? `zendesk-${user.id}` : (user.external_id ?? '');
    // Agents are no customers, and without the company's ID there is nothing to call a user by.
    if (customerId === '' || (user.role ?? 'end-user') !== 'end-user') continue;
    if (user.active === false) removed.push(customerId);
    else rows.push(rowOf(user, customerId));
  }
  return { rows, removed, problems };
}

function rowOf(user: User, customerId: string): Record<string, unknown> {
  return {
    customerId,
    name: user.name,
    email: user.email,
    phone: user.phone,
    zendeskUserId: user.id,
    signupAt: user.created_at,
    updatedAt: user.updated_at,
  };
}

function parametersOf(position: Checkpoint, perPage: number): string {
  const at: Record<string, string> =
    'cursor' in position ? { cursor: position.cursor } : { start_time: String(position.startTime) };
  return new URLSearchParams({ ...at, per_page: String(perPage) }).toString();
}

/** A user who comes again has changed: two states of one user are two. */
function keyOf(raw: unknown): string {
  return JSON.stringify(raw);
}

function beginning({ now, timeZone }: CollectContext, { since }: Config): Checkpoint {
  const latestMs = now().getTime() - START_DELAY_MS;
  const sinceMs = since === undefined ? 0 : resolveTime(since, timeZone).at.getTime();
  return { startTime: Math.floor(Math.max(0, Math.min(sinceMs, latestMs)) / 1000) };
}

function noCursor(): VocError {
  return new VocError(
    'source.bad-response',
    'transient',
    'The export of users says that there is more, but gives no cursor. The next run tries again.',
  );
}
