import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createStoreCustomers,
  type StoreCustomersDeps,
} from '../../../functions/import-customers/store-customers.ts';
import { type CustomerRow, CustomerRowSchema } from '../../../shared/domain/customer.ts';
import { customerTokens } from '../../../shared/linking/customer-tokens.ts';
import { createCustomerRepository } from '../../../shared/storage/customer-repository.ts';
import { createIdentityRepository } from '../../../shared/storage/identity-repository.ts';
import { createImportClaimRepository } from '../../../shared/storage/import-claim-repository.ts';
import { type DynamoDbServer, startDynamoDb } from '../../fixtures/dynamodb-server.ts';

const KEYS = { current: 'k1', keys: { k1: 'a-long-enough-secret' } };
const RUN = { remainingTimeMs: () => 60_000, confirm: true };

let server: DynamoDbServer;

beforeAll(async () => {
  server = await startDynamoDb();
});
afterAll(() => server.stop());

function world(more: Partial<StoreCustomersDeps> = {}) {
  const table = (id: 'customers' | 'identity' | 'state') => ({
    client: server.client,
    tableName: server.tables[id],
  });
  const deps: StoreCustomersDeps & { identity: ReturnType<typeof createIdentityRepository> } = {
    customers: createCustomerRepository(table('customers')),
    identity: createIdentityRepository(table('identity')),
    claims: createImportClaimRepository(table('state')),
    announce: async () => {},
    tokenKeys: async () => KEYS,
    clock: () => new Date(),
    sleep: (ms: number) => new Promise((resolve) => setTimeout(resolve, ms / 20)),
    ...more,
  } as never;
  return {
    ...deps,
    profiles: createCustomerRepository(table('customers')),
    store: createStoreCustomers(deps),
  };
}

/** The first transaction is done, but its answer gets lost and the repetition meets a conflict. */
function losingTheFirstAnswer(client: DynamoDBDocumentClient): DynamoDBDocumentClient {
  let lost = false;
  return new Proxy(client, {
    get: (target, name) =>
      name !== 'send'
        ? Reflect.get(target, name)
        : async (command: TransactWriteCommand) => {
            const answer = await target.send(command);
            if (lost || !(command instanceof TransactWriteCommand)) return answer;
            lost = true;
            throw new TransactionCanceledException({
              message: 'a conflict',
              $metadata: {},
              CancellationReasons: (command.input.TransactItems ?? []).map(() => ({
                Code: 'TransactionConflict',
              })),
            });
          },
  });
}

const at = (day: number) => new Date(Date.UTC(2026, 0, day)).toISOString();
const rowsOf = (day: number, ...rows: readonly Record<string, unknown>[]) =>
  rows.map((row, index) => ({
    row: CustomerRowSchema.parse(row),
    version: { asOf: at(day), line: index + 2 },
  }));
const tokensOf = (row: Record<string, unknown>, kinds?: readonly string[]) =>
  customerTokens(CustomerRowSchema.parse(row), KEYS)
    .filter(({ kind }) => kinds?.includes(kind) ?? true)
    .map(({ token }) => token);

describe('customer import', () => {
  it('does not take its own writes for those of another run when their answer was lost', async () => {
    const client = losingTheFirstAnswer(server.client);
    const customers = createCustomerRepository({ client, tableName: server.tables.customers });
    const { store, identity } = world({ customers });
    const row = { customerId: 'answer-lost', email: 'answer-lost@example.com' };
    expect(await store(rowsOf(1, row), RUN)).toMatchObject([{ outcome: 'new' }]);
    expect((await identity.lookup(tokensOf(row))).size).toBe(tokensOf(row).length);
  });

  it('lets new tokens lead to the customer and old ones nowhere, and keeps nothing personal', async () => {
    const { store, identity, profiles } = world();
    const before = { customerId: 'moved', email: 'before@example.com', phone: '010-5555-0101' };
    const after = { customerId: 'moved', email: 'after@example.com', phone: '010-5555-0101' };
    expect(await store(rowsOf(1, before), RUN)).toMatchObject([{ outcome: 'new' }]);
    expect(await store(rowsOf(2, before), RUN)).toMatchObject([{ outcome: 'unchanged' }]);
    expect(await store(rowsOf(3, after), RUN)).toMatchObject([{ outcome: 'changed' }]);
    const owners = await identity.lookup([...tokensOf(before), ...tokensOf(after)]);
    expect([...owners.keys()].sort()).toEqual(tokensOf(after).sort());
    const profile = (await profiles.getMany(['moved', 'nobody'])).get('moved');
    expect(JSON.stringify(profile)).not.toContain('@example.com');
    expect(profile?.tokens).toHaveLength(tokensOf(after).length);
  });

  it('writes nothing for customers who have not changed', async () => {
    const table = { client: server.client, tableName: server.tables.customers };
    const rows = (day: number) => rowsOf(day, { customerId: 'same', email: 'same@example.com' });
    await world().store(rows(1), RUN);
    const writes: unknown[] = [];
    const customers = createCustomerRepository(table);
    const watched = {
      ...customers,
      putMany: async (...given: Parameters<typeof customers.putMany>) => {
        writes.push(given);
        return customers.putMany(...given);
      },
      confirmMany: async (given: readonly unknown[]) => void writes.push(...given),
    };
    await world({ customers: watched }).store(rows(2), { ...RUN, confirm: false });
    expect(writes).toEqual([]);
  });

  it('takes the same person under two IDs for one, until a row says otherwise', async () => {
    const { store, profiles } = world();
    const one = { customerId: 'P2', name: '김가명', email: 'twice@example.com', phone: '010-5555-7001' };
    const mail = { customerId: 'P1', name: '가명김', email: 'Twice@example.com' };
    const number = { customerId: 'P3', name: '김가명', phone: '+82 10 5555 7001' };
    const family = { customerId: 'P4', name: '이남편', phone: '010-5555-7001' };
    await store(rowsOf(1, one), RUN);
    const stored = await store(rowsOf(2, mail, number, family), RUN);
    expect(stored.map(({ samePerson }) => samePerson)).toEqual([true, true, false]);
    const found = await profiles.getMany(['P1', 'P2', 'P3', 'P4']);
    expect(found.get('P2')).toMatchObject({ alternateIds: ['P1', 'P3'], primaryId: 'P1' });
    expect(found.get('P1')?.alternateIds).toEqual(['P2']);
    expect(found.get('P1')?.primaryId).toBeUndefined();
    expect(found.get('P3')?.primaryId).toBe('P2');
    expect(found.get('P4')?.alternateIds).toBeUndefined();
    await store(rowsOf(3, { ...one, email: 'alone@example.com' }), RUN);
    const parted = await profiles.getMany(['P1', 'P2']);
    expect(parted.get('P1')?.alternateIds).toBeUndefined();
    expect(parted.get('P2')?.alternateIds).toEqual(['P3']);
  });

  it('finishes what a crashed run has begun, also where the row is a newer one', async () => {
    const broken = { current: 0 };
    const { identity, store } = world();
    const crashing = world({
      identity: {
        ...identity,
        addMany: async (ownerships) => {
          await identity.addMany(ownerships.slice(0, 1));
          broken.current += 1;
          throw new Error('the process is gone');
        },
      },
      clock: () => new Date(Date.now() - 3_600_000),
    });
    const half = {
      customerId: 'half',
      email: 'half@example.com',
      phone: '010-5555-0201',
      nickname: '반쪽이',
    };
    await expect(crashing.store(rowsOf(1, half), RUN)).rejects.toThrow('gone');
    expect(broken.current).toBe(1);
    const next = { customerId: 'half', email: 'whole@example.com' };
    await store(rowsOf(2, next), RUN);
    const owners = await identity.lookup([...tokensOf(half), ...tokensOf(next)]);
    expect([...owners.keys()].sort()).toEqual(tokensOf(next).sort());
  });

  it('repeats an unchanged row whose run has crashed', async () => {
    const { identity, store } = world();
    const row = { customerId: 'again', email: 'again@example.com' };
    const crashing = world({
      identity: { ...identity, addMany: () => Promise.reject(new Error('the process is gone')) },
      clock: () => new Date(Date.now() - 3_600_000),
    });
    await expect(crashing.store(rowsOf(1, row), RUN)).rejects.toThrow('gone');
    await store(rowsOf(1, row), RUN);
    expect((await identity.lookup(tokensOf(row))).size).toBe(tokensOf(row).length);
  });

  it('waits for a run that is at work, and gives the file back when that takes too long', async () => {
    const { store, claims, customers } = world();
    const row = { customerId: 'held', email: 'held@example.com' };
    await store(rowsOf(1, row), RUN);
    const claim = (await customers.readForImport(['held'])).get('held')?.claim ?? '';
    await claims.open(claim, Date.now() + 60_000);
    const waiting = store(rowsOf(2, { ...row, email: 'free@example.com' }), RUN);
    await claims.close(claim);
    expect(await waiting).toMatchObject([{ outcome: 'changed' }]);
    const held = (await customers.readForImport(['held'])).get('held')?.claim ?? '';
    await claims.open(held, Date.now() + 60_000);
    await expect(store(rowsOf(3, row), RUN)).rejects.toMatchObject({
      code: 'storage.unavailable',
      kind: 'transient',
    });
  });

  it('ends in the same index whatever the order, the overlap and the repetition of imports', async () => {
    let worlds = 0;
    const ids = fc.constantFrom('A', 'B', 'C', 'D');
    const value = fc.constantFrom(undefined, 1, 2, 3);
    const rowArbitrary = fc.record({ customerId: ids, email: value, phone: value, nickname: value });
    const imports = fc.array(fc.array(rowArbitrary, { minLength: 1, maxLength: 4 }), {
      minLength: 1,
      maxLength: 4,
    });
    const schedule = fc.array(fc.tuple(fc.nat(3), fc.boolean()), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(imports, schedule, async (files, order) => {
        worlds += 1;
        const space = `w${worlds}-`;
        const { store, identity, profiles } = world();
        const rows = files.map((file, index) =>
          rowsOf(index + 1, ...file.map((row) => spaced(row, space))).map((one, line) => ({
            ...one,
            version: { ...one.version, line },
          })),
        );
        // Any order and repetition, some at the same time; in the end each of them once more, backwards.
        let together: Promise<unknown>[] = [];
        for (const [index, waits] of order) {
          together.push(store(rows[index % rows.length] ?? [], RUN));
          if (waits) {
            await Promise.all(together);
            together = [];
          }
        }
        await Promise.all(together);
        for (const file of rows.toReversed()) await store(file, RUN);

        const latest = new Map<string, CustomerRow>();
        for (const { row } of rows.flat()) latest.set(row.customerId, row);
        const expected = new Map<string, string[]>();
        for (const [customerId, row] of latest) {
          for (const { token } of customerTokens(row, KEYS))
            expected.set(token, [...(expected.get(token) ?? []), customerId].sort());
        }
        const all = [
          ...new Set(rows.flat().flatMap(({ row }) => customerTokens(row, KEYS).map((t) => t.token))),
        ];
        const owners = await identity.lookup(all);
        expect(new Map([...owners].map(([token, owner]) => [token, owner.customerIds]))).toEqual(expected);
        const found = await profiles.getMany([...latest.keys()]);
        for (const [id, row] of latest) {
          const tokens = found.get(id)?.tokens.map(({ token }) => token) ?? [];
          expect(tokens.sort()).toEqual(
            customerTokens(row, KEYS)
              .map(({ token }) => token)
              .sort(),
          );
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** The same values in another world, so that runs do not meet. */
function spaced(
  row: {
    customerId: string;
    email?: number | undefined;
    phone?: number | undefined;
    nickname?: number | undefined;
  },
  space: string,
) {
  const number = Number(space.replace(/\D/g, ''));
  return {
    customerId: `${space}${row.customerId}`,
    name: `홍${String.fromCharCode(0xac00 + number, 0xac00 + 30 * number)}`,
    ...(row.email === undefined ? {} : { email: `${space}${row.email}@example.com` }),
    ...(row.phone === undefined
      ? {}
      : { phone: `010${space.replace(/\D/g, '').padStart(6, '0')}${row.phone}${row.phone}` }),
    ...(row.nickname === undefined ? {} : { nickname: `${space}별명${row.nickname}` }),
  };
}
