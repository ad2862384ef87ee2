import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { zendeskUsers } from '../../../../shared/sources/customers/zendesk-users.ts';
import { type ModelServer, startModelServer } from '../harness/model-server.ts';
import type { ModelReply, ModelRequest } from '../harness/source-model.ts';
import { type KnownCustomers, nobody, runCustomers } from './run-customers.ts';

/** The incremental export of users as documented: by cursor, each user with the time of the last change. */
class ZendeskUsersModel {
  pageSize = 2;
  readonly log: { at: number; user: Record<string, unknown> }[] = [];

  put(id: number, fields: Record<string, unknown> = {}): void {
    const user = { id, role: 'end-user', active: true, name: `고객 ${id}`, ...fields };
    this.log.push({ at: this.log.length + 1, user });
  }

  handle({ url, headers, body }: ModelRequest): ModelReply {
    if (url.pathname === '/oauth/tokens') {
      const right = body.includes('"client_secret":"right"');
      return right ? { body: '{"access_token":"zd","expires_in":1800}' } : { status: 401, body: '{}' };
    }
    if (headers.authorization !== 'Bearer zd') return { status: 401 };
    if (url.pathname !== '/api/v2/incremental/users/cursor') return { status: 404 };
    const from = Number(url.searchParams.get('cursor') ?? 0);
    if (!url.searchParams.has('cursor') && !url.searchParams.has('start_time')) return { status: 400 };
    const page = this.log.slice(from, from + this.pageSize);
    const after = from + page.length;
    return {
      body: JSON.stringify({
        users: page.map(({ user }) => user),
        after_cursor: String(after),
        end_of_stream: after >= this.log.length,
      }),
    };
  }
}

const clock = { now: new Date('2026-11-01T00:00:00.000Z') };
let model: ZendeskUsersModel;
let server: ModelServer;
let known: KnownCustomers;

beforeEach(async () => {
  model = new ZendeskUsersModel();
  server = await startModelServer(model as never);
  known = nobody();
  model.put(1, { email: 'one@example.com', external_id: 'C1' });
  model.put(2, { phone: '010-5555-0002' });
  model.put(3, { role: 'agent' });
});
afterEach(() => server.close());

const run = (config: object = {}, secret: unknown = { clientId: 'app', clientSecret: 'right' }) =>
  runCustomers({
    connector: zendeskUsers,
    config: { subdomain: 'shop', baseUrl: server.url, ...config },
    secret,
    clock,
    known,
  });

describe('users of Zendesk', () => {
  it('brings end users once, then those who changed, and takes the deleted away', async () => {
    await run();
    expect([...known.rows.keys()]).toEqual(['zendesk-1', 'zendesk-2']);
    expect(known.rows.get('zendesk-1')).toMatchObject({ zendeskUserId: '1', email: 'one@example.com' });
    model.put(2, { active: false });
    model.put(4);
    const { pages } = await run();
    expect(pages.flatMap(({ rows }) => rows.map((row) => row.customerId))).toEqual(['zendesk-4']);
    expect([...known.rows.keys()]).toEqual(['zendesk-1', 'zendesk-4']);
  });

  it("calls users by the company's own ID where it is told to, and leaves the others out", async () => {
    await run({ customerId: 'external-id' });
    expect([...known.rows.keys()]).toEqual(['C1']);
  });

  it('quarantines a user whom it cannot read, without naming him, and goes on', async () => {
    model.put(5, { email: 17 });
    model.put(6);
    await run();
    expect(known.problems).toEqual(['users.email']);
    expect(known.rows.has('zendesk-6')).toBe(true);
  });

  it.each([
    ['429 with Retry-After', 'rate'],
    ['503 with an HTTP date', 'transient'],
    ['truncated JSON', 'transient'],
  ] as const)('ends the run on %s and loses nobody', async (fault, kind) => {
    server.faults.push(undefined, undefined, fault);
    expect((await run()).error?.kind).toBe(kind);
    await run();
    expect([...known.rows.keys()]).toEqual(['zendesk-1', 'zendesk-2']);
  });

  it('signs in anew once where the token has expired, and says what to do where the secret is wrong', async () => {
    server.faults.push(undefined, 'an expired token');
    expect((await run()).error).toBeUndefined();
    expect((await run({}, { clientId: 'app', clientSecret: 'wrong' })).error).toMatchObject({
      code: 'source.unauthorized',
    });
  });

  it('ends a walk that leads in a circle', async () => {
    model.handle = (request) =>
      request.url.pathname === '/oauth/tokens'
        ? { body: '{"access_token":"zd"}' }
        : { body: '{"users":[{"id":1}],"after_cursor":"same","end_of_stream":false}' };
    expect((await run()).error).toMatchObject({ code: 'source.bad-response', kind: 'transient' });
  });
});
