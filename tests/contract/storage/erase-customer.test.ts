import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStoreCustomers } from '../../../functions/import-customers/store-customers.ts';
import { emptyReceipt } from '../../../shared/customers/empty-receipt.ts';
import { eraseCustomer } from '../../../shared/customers/erase-customer.ts';
import type { Reading } from '../../../shared/domain/analysis.ts';
import { CustomerRowSchema } from '../../../shared/domain/customer.ts';
import { ErasureReceiptSchema } from '../../../shared/domain/erasure.ts';
import type { LinkResult } from '../../../shared/domain/link.ts';
import { contributionOf } from '../../../shared/insight/contribution.ts';
import { customerTokens } from '../../../shared/linking/customer-tokens.ts';
import { createContributionRepository } from '../../../shared/storage/contribution-repository.ts';
import { createCustomerRepository } from '../../../shared/storage/customer-repository.ts';
import { createDocumentRepository } from '../../../shared/storage/document-repository.ts';
import { createErasureRepository } from '../../../shared/storage/erasure-repository.ts';
import { createIdentityRepository } from '../../../shared/storage/identity-repository.ts';
import { createImportClaimRepository } from '../../../shared/storage/import-claim-repository.ts';
import { createLinkReviewRepository } from '../../../shared/storage/link-review-repository.ts';
import { type DynamoDbServer, startDynamoDb } from '../../fixtures/dynamodb-server.ts';
import { memoryQueue } from '../../fixtures/function-doubles.ts';
import { makeRecord } from '../../fixtures/make-record.ts';

const KEYS = { current: 'k1', keys: { k1: 'a-long-enough-secret' } };
const READING: Reading = {
  language: 'ko',
  sentiment: { label: 'negative', score: -0.5 },
  keywords: [],
  hesitations: [],
  stage: 'usage',
  urgency: 'normal',
  analysisVersion: 'a1',
};

let server: DynamoDbServer;

beforeAll(async () => {
  server = await startDynamoDb();
});
afterAll(() => server.stop());

function world() {
  const table = (id: keyof DynamoDbServer['tables']) => ({
    client: server.client,
    tableName: server.tables[id],
  });
  const queue = memoryQueue();
  const deps = {
    customers: createCustomerRepository(table('customers')),
    identity: createIdentityRepository(table('identity')),
    claims: createImportClaimRepository(table('state')),
    documents: createDocumentRepository({
      ...table('documents'),
      timeZone: 'Asia/Seoul',
      retentionDays: 700,
    }),
    contributions: createContributionRepository(table('contributions')),
    reviews: createLinkReviewRepository({ ...table('state'), clock: () => new Date() }),
    dirty: queue.sender,
    dirtyWindowSeconds: 60,
    clock: () => new Date('2026-11-20T00:00:00.000Z'),
  };
  const store = createStoreCustomers({
    ...deps,
    announce: async () => undefined,
    clock: () => new Date(),
    tokenKeys: async () => KEYS,
    sleep: async () => undefined,
  });
  const add = (rows: readonly Record<string, unknown>[]) =>
    store(
      rows.map((row, line) => ({
        row: CustomerRowSchema.parse(row),
        version: { asOf: '2026-11-01T00:00:00.000Z', line },
      })),
      { remainingTimeMs: () => 60_000, confirm: false },
    );
  const begun = (customerId: string) => ({
    customerId,
    receipt: emptyReceipt({ id: 'e1', requestedBy: 'tester', customerId }, deps.clock()),
    after: null,
    claim: null,
  });
  return { deps, add, begun, queue };
}

describe('erasing a customer', () => {
  it('removes profile, tokens and links, keeps the other customers, and may be repeated', async () => {
    const { deps, add, begun, queue } = world();
    const mine = {
      customerId: 'erase-me',
      name: '김가명',
      email: 'both@example.com',
      phone: '010-5555-0301',
    };
    const other = { customerId: 'stays', name: '이가명', email: 'both@example.com' };
    await add([mine, other]);
    const [token = ''] = customerTokens(CustomerRowSchema.parse(mine), KEYS).map((one) => one.token);
    const link = (customerId: string): LinkResult => ({
      customerId,
      status: 'linked',
      confidence: 1,
      evidence: [],
    });
    for (const [id, customerId] of [
      ['d1', 'erase-me'],
      ['d2', 'erase-me'],
      ['d3', 'stays'],
    ] as const) {
      await deps.documents.put({
        record: makeRecord({
          id,
          documentKey: id.padEnd(64, '0').replace('d', 'a'),
          identifiers: [{ kind: 'phone', token, variantTokens: [], role: 'author' }],
        }),
        reading: READING,
        link: link(customerId),
      });
    }
    const { receipt } = await eraseCustomer(deps, begun('erase-me'), () => 60_000);
    expect(ErasureReceiptSchema.parse(receipt)).toMatchObject({
      state: 'complete',
      gone: { profiles: 1, documents: 2, contributions: 2 },
      later: [{ what: 'backups', until: '2026-12-25T00:00:00.000Z' }, { what: 'follow-up-lists' }],
    });
    expect(JSON.stringify(receipt)).not.toContain('erase-me');
    const profiles = await deps.customers.getMany(['erase-me', 'stays']);
    expect([...profiles.keys()]).toEqual(['stays']);
    expect(profiles.get('stays')?.alternateIds).toBeUndefined();
    const owners = await deps.identity.lookup(
      [mine, other].flatMap((row) =>
        customerTokens(CustomerRowSchema.parse(row), KEYS).map((one) => one.token),
      ),
    );
    expect(new Set([...owners.values()].flatMap(({ customerIds }) => customerIds))).toEqual(
      new Set(['stays']),
    );
    const page = await deps.documents.pageLinkedTo('erase-me', null);
    expect(page).toEqual({ documents: [], next: null });
    expect((await deps.documents.get('a1'.padEnd(64, '0')))?.record.identifiers).toEqual([]);
    expect((await deps.documents.pageLinkedTo('stays', null)).documents).toHaveLength(1);
    expect(queue.entries).toHaveLength(2);
    const again = await eraseCustomer(deps, begun('erase-me'), () => 60_000);
    expect(again.receipt.gone).toEqual({
      profiles: 0,
      tokens: 0,
      documents: 0,
      contributions: 0,
      decisions: 0,
    });
  });

  it('leaves no suggestion of the customer waiting, also where the voice has lost it', async () => {
    const { deps, begun } = world();
    const waits = (documentKey: string, customerId: string) => ({
      documentKey: documentKey.repeat(64),
      publishedAt: '2026-11-10T00:00:00.000Z',
      link: { customerId, status: 'candidate' as const, confidence: 0.6, evidence: [] },
    });
    await deps.reviews.enqueue([waits('e', 'suggested'), waits('f', 'another')]);
    await eraseCustomer(deps, begun('suggested'), () => 60_000);
    const { candidates } = await deps.reviews.page(10, null);
    expect(candidates.map(({ link }) => link.customerId)).toEqual(['another']);
  });

  it('takes the customer off what a voice adds, though a linker counts it with the old link in between', async () => {
    const { deps, begun } = world();
    const linked = { customerId: 'raced', status: 'linked', confidence: 1, evidence: [] } as const;
    const voice = (id: string) =>
      deps.documents.put({
        record: makeRecord({ id, documentKey: id.repeat(64) }),
        reading: READING,
        link: { ...linked, evidence: [] },
      });
    const counted = (await voice('b')).document;
    const uncounted = (await voice('c')).document;
    await deps.contributions.put(contributionOf(counted, undefined));
    const raced = {
      ...deps,
      documents: {
        ...deps.documents,
        unlink: async (...given: Parameters<typeof deps.documents.unlink>) => {
          if (given[0].record.id === 'b')
            await deps.contributions.putMany([contributionOf(counted, undefined)]);
          return deps.documents.unlink(...given);
        },
      },
    };
    expect(contributionOf(counted, undefined).customerRef).toBeDefined();
    await eraseCustomer(raced, begun('raced'), () => 60_000);
    const left = await deps.contributions.getMany(
      [counted, uncounted].map(({ day, bucket, shard, record: { documentKey } }) => ({
        day,
        bucket,
        shard,
        documentKey,
      })),
    );
    // What nobody has counted, as a voice that its source has just deleted, is not counted by an erasure.
    expect(left.map(({ documentKey, customerRef }) => [documentKey[0], customerRef])).toEqual([
      ['b', undefined],
    ]);
  });

  it('looks at all voices again where somebody confirmed a link meanwhile', async () => {
    const { deps, begun } = world();
    const decided = [0, 1, 0];
    const asked: (string | null)[] = [];
    const { receipt } = await eraseCustomer(
      {
        ...deps,
        reviews: { ...deps.reviews, forgetCustomer: async () => decided.shift() ?? 0 },
        documents: {
          ...deps.documents,
          pageLinkedTo: async (_id, after) => {
            asked.push(after);
            return { documents: [], next: null };
          },
        },
      },
      begun('confirmed'),
      () => 60_000,
    );
    expect(asked).toEqual([null, null]);
    expect(receipt).toMatchObject({ state: 'complete', gone: { decisions: 1 } });
  });

  it('goes on after a crash in the middle', async () => {
    const { deps, add, begun } = world();
    const row = { customerId: 'twice', email: 'twice-erased@example.com' };
    await add([row]);
    const crashing = {
      ...deps,
      documents: { ...deps.documents, pageLinkedTo: () => Promise.reject(new Error('gone')) },
    };
    await expect(eraseCustomer(crashing, begun('twice'), () => 60_000)).rejects.toThrow('gone');
    const later = { ...deps, clock: () => new Date('2026-11-20T01:00:00.000Z') };
    expect((await eraseCustomer(later, begun('twice'), () => 60_000)).receipt.gone.profiles).toBe(1);
    expect((await deps.customers.getMany(['twice'])).size).toBe(0);
  });

  it('goes on page by page where its time is up, under the claim that it has', async () => {
    const { deps, add, begun } = world();
    await add([{ customerId: 'long', email: 'long@example.com' }]);
    const pages = ['p1', 'p2', null];
    const paged = {
      ...deps,
      documents: {
        ...deps.documents,
        pageLinkedTo: async () => ({ documents: [], next: pages.shift() ?? null }),
      },
    };
    const first = await eraseCustomer(paged, begun('long'), () => 1_000);
    expect(first).toMatchObject({ after: 'p1', receipt: { state: 'running' } });
    const second = await eraseCustomer(paged, first, () => 1_000);
    expect(second.after).toBe('p2');
    expect(await eraseCustomer(paged, second, () => 1_000)).toMatchObject({
      after: null,
      receipt: { state: 'complete', gone: { profiles: 1 } },
    });
  });

  it('leaves a customer alone whom an import is writing', async () => {
    const { deps, add, begun } = world();
    await add([{ customerId: 'busy', email: 'busy@example.com' }]);
    const claim = (await deps.customers.readForImport(['busy'])).get('busy')?.claim ?? '';
    await deps.claims.open(claim, deps.clock().getTime() + 1_000);
    await expect(eraseCustomer(deps, begun('busy'), () => 60_000)).rejects.toMatchObject({
      code: 'storage.unavailable',
      kind: 'transient',
    });
    expect((await deps.customers.getMany(['busy'])).size).toBe(1);
  });
});

it('lists receipts, the newest first', async () => {
  const erasures = createErasureRepository({ client: server.client, tableName: server.tables.state });
  for (const day of [1, 3, 2]) {
    await erasures.save(
      emptyReceipt(
        { id: `e${day}`, requestedBy: 'tester', customerId: 'C1' },
        new Date(Date.UTC(2026, 0, day)),
      ),
    );
  }
  expect((await erasures.list()).map(({ id }) => id)).toEqual(['e3', 'e2', 'e1']);
});
