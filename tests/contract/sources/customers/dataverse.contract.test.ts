import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CustomerRowSchema } from '../../../../shared/domain/customer.ts';
import { dataverse } from '../../../../shared/sources/customers/dataverse.ts';
import { type ModelServer, startModelServer } from '../harness/model-server.ts';
import { DataverseModel } from './dataverse-model.ts';
import { type KnownCustomers, nobody, runCustomers } from './run-customers.ts';

const clock = { now: new Date('2026-11-01T00:00:00.000Z') };
let model: DataverseModel;
let server: ModelServer;
let known: KnownCustomers;

beforeEach(async () => {
  clock.now = new Date('2026-11-01T00:00:00.000Z');
  model = new DataverseModel(clock);
  server = await startModelServer(model as never);
  known = nobody();
  for (const id of ['c1', 'c2', 'c3', 'c4', 'c5']) {
    model.put(id, {
      fullname: `고객 ${id}`,
      emailaddress1: `${id}@example.com`,
      donotbulkemail: id === 'c2',
    });
  }
});
afterEach(() => server.close());

const run = (more: { config?: object; secret?: unknown; crashAtPage?: number } = {}) =>
  runCustomers({
    connector: dataverse,
    config: { url: server.url, loginUrl: server.url, tenantId: 'contoso.example', ...more.config },
    secret: more.secret ?? { clientId: 'app', clientSecret: 'right' },
    clock,
    known,
    ...(more.crashAtPage === undefined ? {} : { crashAtPage: more.crashAtPage }),
  });
const later = (days: number) => {
  clock.now = new Date(clock.now.getTime() + days * 86_400_000);
};

describe('contacts of Dynamics 365', () => {
  it('reads all once, then only what changed or is gone', async () => {
    const first = await run();
    expect(first).toMatchObject({ pages: [{ done: false }, { done: false }, { done: true }] });
    expect([...known.rows.keys()].sort()).toEqual(model.ids());
    expect(first.pages[0]?.signs).toEqual({ quotaLeft: 5999 });
    const rows = [...known.rows.values()].map((row) => CustomerRowSchema.parse(row));
    expect(rows.map(({ consentMarketing }) => consentMarketing)).toEqual([true, false, true, true, true]);

    later(1);
    model.put('c2', { fullname: '새 이름', mobilephone: '010-5555-0001' });
    model.put('c6', { fullname: '새 고객' });
    model.delete('c3');
    const second = await run();
    expect(second.pages.flatMap(({ rows: changed }) => changed.map((row) => row.customerId))).toEqual([
      'c2',
      'c6',
    ]);
    expect([...known.rows.keys()].sort()).toEqual(model.ids());
    expect(known.rows.get('c2')).toMatchObject({ name: '새 이름', phone: '010-5555-0001' });
    // Nobody has said that c2 may be written to.
    expect(known.rows.get('c2')?.consentMarketing).toBeUndefined();
    later(1);
    expect((await run()).pages).toMatchObject([{ rows: [], removed: [], done: true }]);
  });

  it('goes on after a crash and after every page without losing anybody', async () => {
    for (const crashAtPage of [1, 2, 3]) {
      await run({ crashAtPage });
      model.put(`new-${crashAtPage}`, { fullname: '사이에 온 고객' });
    }
    await run();
    await run();
    expect([...known.rows.keys()].sort()).toEqual(model.ids());
  });

  it('begins anew where the delta link is too old, and says that deletions are not known', async () => {
    await run();
    model.delete('c1');
    model.put('c9', { fullname: '그사이 고객' });
    later(8);
    const { pages } = await run();
    expect(pages.at(-1)?.suspect).toMatchObject({ kind: 'possible-gap' });
    expect(known.rows.has('c9')).toBe(true);
    later(1);
    expect((await run()).pages.at(-1)?.suspect).toBeUndefined();
  });

  it('begins anew where the server has forgotten a link that is young', async () => {
    await run();
    server.faults.push(undefined);
    known.checkpoint = {
      link: `${server.url}/api/data/v9.2/contacts?$deltatoken=999`,
      since: clock.now.toISOString(),
    };
    expect((await run()).pages.at(-1)).toMatchObject({ done: true, suspect: { kind: 'possible-gap' } });
  });

  it('signs in anew once where the token has expired', async () => {
    server.faults.push(undefined, 'an expired token');
    expect((await run()).error).toBeUndefined();
    expect([...known.rows.keys()].sort()).toEqual(model.ids());
  });

  it.each([
    ['429 with Retry-After', 'rate'],
    ['500', 'transient'],
    ['a time-out', 'transient'],
    ['a cut connection', 'transient'],
    ['truncated JSON', 'transient'],
    ['HTML instead of JSON', 'transient'],
  ] as const)('ends the run on %s and loses nobody', async (fault, kind) => {
    server.faults.push(undefined, undefined, fault);
    const failed = await run();
    expect(failed.error?.kind).toBe(kind);
    expect(failed.error?.message).not.toMatch(/right|entra-token|@example/);
    await run();
    expect([...known.rows.keys()].sort()).toEqual(model.ids());
  });

  it('says what to do where the secret is wrong, and follows no link to another host', async () => {
    expect((await run({ secret: { clientId: 'app', clientSecret: 'wrong' } })).error).toMatchObject({
      code: 'source.unauthorized',
      kind: 'auth',
    });
    model.foreignHost = 'http://evil.example';
    expect((await run()).error).toMatchObject({ code: 'source.bad-response', kind: 'permanent' });
    expect(server.requests.every(({ url }) => url.hostname === '127.0.0.1')).toBe(true);
  });

  it('names the deletions that it cannot carry out where the customer ID is another column', async () => {
    const config = { columns: { externaluseridentifier: 'customerId', fullname: 'name' } };
    await run({ config });
    model.delete('c1');
    await run({ config });
    expect(known.problems).toEqual(['contactid']);
  });

  it.each([
    { columns: { fullname: 'ssn' } },
    { columns: { 'full name': 'name' } },
    { pageSize: 9_000 },
    { unknown: 1 },
  ])('refuses the configuration %j', async (config) => {
    expect((await run({ config })).error).toMatchObject({ code: 'source.config-invalid', kind: 'config' });
  });
});
