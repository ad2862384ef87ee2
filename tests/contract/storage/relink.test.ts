import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAnnounceChanges } from '../../../functions/import-customers/announce-changes.ts';
import { createStoreCustomers } from '../../../functions/import-customers/store-customers.ts';
import { createLinkBatch } from '../../../functions/link/link-batch.ts';
import { createRelink } from '../../../functions/link/relink.ts';
import { CustomerRowSchema } from '../../../shared/domain/customer.ts';
import { customerRef } from '../../../shared/domain/document-identity.ts';
import { InputDocumentSchema } from '../../../shared/domain/input-document.ts';
import { NO_STATISTICS } from '../../../shared/domain/link-profile.ts';
import { SettingsHeadSchema } from '../../../shared/domain/reading-order.ts';
import { RelinkMessageSchema } from '../../../shared/domain/relink.ts';
import { NO_FORMATS } from '../../../shared/privacy/learnt-formats.ts';
import { toRecord } from '../../../shared/sources/record/to-record.ts';
import { createContributionRepository } from '../../../shared/storage/contribution-repository.ts';
import { createCustomerRepository } from '../../../shared/storage/customer-repository.ts';
import { createDocumentRepository } from '../../../shared/storage/document-repository.ts';
import { createIdentityRepository } from '../../../shared/storage/identity-repository.ts';
import { createImportClaimRepository } from '../../../shared/storage/import-claim-repository.ts';
import { createLinkReviewRepository } from '../../../shared/storage/link-review-repository.ts';
import { createPostingRepository } from '../../../shared/storage/posting-repository.ts';
import { type DynamoDbServer, startDynamoDb } from '../../fixtures/dynamodb-server.ts';
import { contextWith, memoryQuarantine, memoryQueue, messagesOf } from '../../fixtures/function-doubles.ts';
import { makeReading } from '../../fixtures/make-record.ts';

const NOW = new Date('2026-11-20T03:00:00.000Z');
let server: DynamoDbServer;
let worlds = 0;

beforeAll(async () => {
  server = await startDynamoDb();
});
afterAll(() => server.stop());

type Row = Readonly<Record<string, unknown>>;

/** The linker and the import over real tables; keys, documents and customers of its own. */
function world() {
  worlds += 1;
  const name = `w${worlds}`;
  const keys = { current: 'k1', keys: { k1: `a-secret-of-the-world-${name}` } };
  const table = (id: keyof DynamoDbServer['tables']) => ({
    client: server.client,
    tableName: server.tables[id],
  });
  const relinks = memoryQueue();
  const dirty = memoryQueue();
  const documents = createDocumentRepository({
    ...table('documents'),
    timeZone: 'Asia/Seoul',
    retentionDays: 700,
  });
  const contributions = createContributionRepository(table('contributions'));
  const deps = {
    documents,
    contributions,
    customers: createCustomerRepository(table('customers')),
    identity: createIdentityRepository(table('identity')),
    claims: createImportClaimRepository(table('state')),
    postings: createPostingRepository(table('state')),
    learnt: { get: async () => ({ statistics: NO_STATISTICS, formats: NO_FORMATS }) },
    reviews: createLinkReviewRepository({ ...table('state'), clock: () => NOW }),
    quarantine: memoryQuarantine(),
    urgent: memoryQueue().sender,
    standard: async () => SettingsHeadSchema.parse({}),
    records: memoryQueue().sender,
    readAgainSeconds: 30,
    relinks: relinks.sender,
    dirty: dirty.sender,
    dirtyWindowSeconds: 60,
    timeZone: 'Asia/Seoul',
    clock: () => NOW,
  };
  const work = createLinkBatch(deps);
  const relink = createRelink(deps);
  const store = createStoreCustomers({
    ...deps,
    clock: () => new Date(),
    announce: createAnnounceChanges(relinks.sender),
    tokenKeys: async () => keys,
    sleep: async () => undefined,
  });
  const idOf = (id: unknown) => `${name}-${String(id)}`;
  const recordOf = (input: Row) =>
    toRecord(InputDocumentSchema.parse({ text: '환급이 늦어요', source: 'ticket', ...input }), {
      connector: name,
      keys,
      timeZone: 'Asia/Seoul',
      firstSeenAt: NOW.toISOString(),
      runId: 'r',
    });
  let line = 0;
  return {
    relinks,
    dirty,
    deps,
    async collect(...inputs: readonly Row[]): Promise<void> {
      const messages = messagesOf(
        ...inputs.map((input) => ({
          record: recordOf({ publishedAt: '2026-11-19T03:00:00Z', ...input }),
          reading: makeReading(),
        })),
      );
      expect((await work(messages, contextWith())).size).toBe(0);
    },
    async customers(...rows: readonly Row[]): Promise<void> {
      line += 1;
      await store(
        rows.map((row) => ({
          row: CustomerRowSchema.parse({ consentAnalytics: true, ...row, customerId: idOf(row.customerId) }),
          version: { asOf: '2026-11-01T00:00:00.000Z', line },
        })),
        { remainingTimeMs: () => 60_000, confirm: false },
      );
    },
    /** Works off the queue; each message as often as said. */
    async settle(times = 1): Promise<void> {
      for (let entry = relinks.entries.shift(); entry !== undefined; entry = relinks.entries.shift()) {
        const [message] = messagesOf(JSON.parse(entry.body) as object);
        if (message === undefined) continue;
        for (let time = 0; time < times; time += 1)
          expect((await relink([message], contextWith())).size).toBe(0);
      }
    },
    /** Link of each document and what it counts as, with the customers' names as the test gave them. */
    async state(...inputs: readonly Row[]): Promise<Record<string, unknown>> {
      const stored = await documents.getMany(inputs.map((input) => recordOf(input).documentKey));
      const counted = new Map(
        (await contributions.listDay('2026-11-19')).map((one) => [one.documentKey, one]),
      );
      return Object.fromEntries(
        [...stored.values()].map(({ record, link }) => {
          const { customerRef: ref, segment } = counted.get(record.documentKey) ?? {};
          const linked = link.status === 'linked' ? link.customerId : null;
          expect(ref).toBe(linked === null ? undefined : customerRef(linked));
          return [
            record.id,
            { ...link, customerId: link.customerId?.slice(name.length + 1) ?? null, segment },
          ];
        }),
      );
    },
  };
}

const PHONES = ['010-2345-0001', '010-2345-0002'] as const;
const MAILS = ['one@example.com', 'two@example.com'] as const;
const NICKS = ['달빛두더지단', '구름먹는고래'] as const;

describe('linking again when customers change', () => {
  it('finds the customer who becomes known after the voice, and counts them', async () => {
    const { collect, customers, settle, state, dirty } = world();
    const voice = { id: 'a', author: { phone: PHONES[0] } };
    await collect(voice);
    expect(await state(voice)).toMatchObject({ a: { status: 'unlinked' } });
    const marks = dirty.entries.length;
    await customers({ customerId: 'C1', phone: PHONES[0], segment: '직장인' });
    await settle(2);
    expect(await state(voice)).toMatchObject({
      a: { status: 'linked', customerId: 'C1', segment: '직장인' },
    });
    expect(dirty.entries.length).toBe(marks + 1);
  });

  it('gives the voice up when the number is taken away, and to the next owner', async () => {
    const { collect, customers, settle, state } = world();
    const voice = { id: 'a', author: { phone: PHONES[0] } };
    await customers({ customerId: 'C1', phone: PHONES[0] });
    await collect(voice);
    await customers({ customerId: 'C1', phone: PHONES[1] });
    await settle();
    expect(await state(voice)).toMatchObject({ a: { status: 'unlinked', customerId: null } });
    await customers({ customerId: 'C2', phone: PHONES[0] });
    await settle();
    expect(await state(voice)).toMatchObject({ a: { status: 'linked', customerId: 'C2' } });
  });

  it('sends nothing of customers whom nobody waits for, and a hundred documents at a time of others', async () => {
    const { collect, customers, relinks, settle, deps, state } = world();
    const voices = Array.from({ length: 230 }, (_, index) => ({
      id: `v${index}`,
      author: { email: MAILS[0] },
    }));
    await customers({ customerId: 'C9', email: MAILS[1] });
    await settle();
    for (let start = 0; start < voices.length; start += 100)
      await collect(...voices.slice(start, start + 100));
    await customers({ customerId: 'C1', email: MAILS[0] });
    const [changed] = messagesOf(...relinks.entries.splice(0).map(({ body }) => JSON.parse(body) as object));
    if (changed === undefined) throw new Error('the change was announced');
    await createRelink(deps)([changed], contextWith());
    const sizes = relinks.entries.map(({ body }) => {
      const message = RelinkMessageSchema.parse(JSON.parse(body));
      return 'relinkDocuments' in message ? message.relinkDocuments.length : 0;
    });
    const found = sizes.reduce((sum, size) => sum + size, 0);
    expect(Math.max(...sizes)).toBe(100);
    // A token that so many share keeps no more.
    expect(found).toBeLessThanOrEqual(192);
    expect(found).toBeGreaterThan(150);
    await settle();
    const linked = Object.values(await state(...voices)).filter(
      (one) => (one as { status: string }).status === 'linked',
    );
    expect(linked).toHaveLength(found);
  });

  it('ends as if the customers had been known first, whatever came when, and however often a message comes', async () => {
    const author = fc.record(
      {
        phone: fc.constantFrom(...PHONES),
        email: fc.constantFrom(...MAILS),
        displayName: fc.constantFrom(...NICKS),
      },
      { requiredKeys: [] },
    );
    const voice = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd'),
      source: fc.constantFrom('ticket', 'app-review', 'community'),
      device: fc.constantFrom('Galaxy S23', 'iPhone 15'),
      author,
    });
    const row = fc.record({
      customerId: fc.constantFrom('C1', 'C2', 'C3'),
      phone: fc.constantFrom('', ...PHONES),
      email: fc.constantFrom('', ...MAILS),
      nickname: fc.constantFrom('', ...NICKS),
      deviceModel: fc.constantFrom('Galaxy S23', 'iPhone 15'),
      segment: fc.constant('직장인'),
    });
    const voices = fc.uniqueArray(voice, { minLength: 1, maxLength: 4, selector: ({ id }) => id });
    const rows = fc.array(row, { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(
        voices,
        rows,
        fc.array(fc.nat(6), { minLength: 4, maxLength: 4 }),
        async (said, known, at) => {
          const first = world();
          for (const one of known) await first.customers(one);
          await first.collect(...said);
          const mixed = world();
          for (let step = 0; step <= known.length; step += 1) {
            const now = said.filter((_, index) => Math.min(at[index] ?? 0, known.length) === step);
            if (now.length > 0) await mixed.collect(...now);
            const next = known[step];
            if (next !== undefined) await mixed.customers(next);
            if (step % 2 === 0) await mixed.settle();
          }
          await mixed.settle(2);
          expect(await mixed.state(...said)).toEqual(await first.state(...said));
        },
      ),
      { numRuns: 40 },
    );
    // Eighty worlds of real tables: how long that takes says nothing about what is tested.
  }, 120_000);
});
