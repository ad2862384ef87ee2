import { describe, expect, it } from 'vitest';
import { type ImportSourceDeps, importSource } from '../../../../functions/import-customers/import-source.ts';
import type { ImportRow } from '../../../../functions/import-customers/store-customers.ts';
import type { ErasureReceipt } from '../../../../shared/domain/erasure.ts';
import { VocError } from '../../../../shared/domain/errors.ts';
import type { ImportReport } from '../../../../shared/domain/import-report.ts';
import type { SourceHealth } from '../../../../shared/domain/source-health.ts';
import type { CustomerPage } from '../../../../shared/sources/customers/contract.ts';
import { dataverse } from '../../../../shared/sources/customers/dataverse.ts';
import { memoryQuarantine, memoryQueue } from '../../../fixtures/function-doubles.ts';

const NOW = new Date('2026-11-20T00:00:00.000Z');
const page = (checkpoint: number, more: Partial<CustomerPage> = {}): CustomerPage => ({
  rows: [],
  checkpoint,
  done: false,
  ...more,
});

function world(pages: readonly (CustomerPage | VocError)[], more: Partial<ImportSourceDeps> = {}) {
  const stored: ImportRow[] = [];
  const reports: ImportReport[] = [];
  const receipts: ErasureReceipt[] = [];
  const checkpoints: unknown[] = [];
  const orders = memoryQueue();
  const quarantine = memoryQuarantine();
  let health: SourceHealth | undefined;
  const read: unknown[] = [];
  const deps: ImportSourceDeps = {
    customerSources: [
      {
        id: 'crm',
        connector: 'dataverse',
        enabled: true,
        schedule: 'rate(1 hour)',
        secret: 'crm',
        config: {},
      },
    ],
    customerConnectorById: () => ({
      ...dataverse,
      async *read(_context, _config, checkpoint) {
        read.push(checkpoint);
        for (const one of pages) {
          if (one instanceof VocError) throw one;
          yield one;
        }
      },
    }),
    context: { http: { get: never, post: never }, sleep: async () => undefined },
    secretText: never,
    state: {
      acquireLease: async (sourceId) => ({ sourceId, fencing: 1, expiresAtMs: 0 }),
      releaseLease: async () => true,
      getCheckpoint: async () => checkpoints.at(-1),
      putCheckpoint: async (_lease, checkpoint) => checkpoints.push(checkpoint) > 0,
      getHealth: async () => health,
      putHealth: async (given) => {
        health = given;
      },
      getVault: async () => null,
      putVault: async () => true,
    },
    quarantine,
    reports: { save: async (report) => void reports.push(report) },
    erasures: { save: async (receipt) => void receipts.push(receipt) },
    erasureOrders: orders.sender,
    storeCustomers: async (rows) => {
      stored.push(...rows);
      return rows.map(({ row, version }) => ({
        customerId: row.customerId,
        line: version.line,
        outcome: 'new' as const,
        samePerson: false,
      }));
    },
    clock: () => NOW,
    timeZone: 'Asia/Seoul',
    ...more,
  };
  const run = (remainingTimeMs = 600_000) =>
    importSource(deps, { customerSourceId: 'crm', remainingTimeMs: () => remainingTimeMs });
  return { run, stored, reports, receipts, checkpoints, orders, quarantine, read, health: () => health };
}

async function never(): Promise<never> {
  throw new Error('not used here');
}

describe('a run of a source of customers', () => {
  it('stores rows, quarantines what is none, orders erasures, and leaves report, checkpoint and health', async () => {
    const { run, stored, reports, receipts, checkpoints, orders, quarantine, health } = world([
      page(1, { rows: [{ customerId: 'C1', email: 'a@example.com' }, { name: '이름뿐' }] }),
      page(2, {
        removed: ['C9'],
        problems: [{ field: 'id', message: 'A deletion names no contact.' }],
        done: true,
      }),
    ]);
    expect(await run()).toEqual({ outcome: 'complete', rows: 1, removed: 1 });
    expect(stored.map(({ row, version }) => [row.customerId, version])).toEqual([
      ['C1', { asOf: NOW.toISOString(), line: 1 }],
    ]);
    expect(quarantine.errors.map(({ field, origin }) => [field, origin])).toEqual([
      ['customerId', 'source crm'],
      ['id', 'source crm'],
    ]);
    expect(JSON.stringify(quarantine.errors)).not.toContain('이름뿐');
    expect(orders.entries.map(({ body }) => JSON.parse(body))).toMatchObject([{ customerId: 'C9' }]);
    expect(receipts).toMatchObject([{ requestedBy: 'source crm' }]);
    expect(reports).toMatchObject([
      { kind: 'source', name: 'crm', rows: 1, rejectedRows: 2, outcomes: { new: 1, removed: 1 } },
    ]);
    expect(checkpoints).toEqual([1, 2]);
    expect(health()).toMatchObject({ sourceId: 'crm', outcome: 'complete', documents: 1 });
  });

  it('goes on in another run where its time is up, and makes no report of nothing', async () => {
    const { run, checkpoints, reports } = world([page(1), page(2, { done: true })]);
    expect(await run(1_000)).toMatchObject({ outcome: 'partial', continues: true });
    expect(checkpoints).toEqual([1]);
    expect(reports).toEqual([]);
  });

  it('keeps no checkpoint of rows that could not be stored, or whose erasure nobody took', async () => {
    const away = new VocError('storage.throttled', 'transient', 'The table takes no more now.');
    const failing = world([page(1, { rows: [{ customerId: 'C1' }] })], {
      storeCustomers: () => Promise.reject(away),
    });
    expect(await failing.run()).toMatchObject({ outcome: 'failed', errorCode: 'storage.throttled' });
    expect(failing.checkpoints).toEqual([]);
    const refusing = world([page(1, { removed: ['C9'] })], { erasureOrders: memoryQueue(() => true).sender });
    expect(await refusing.run()).toMatchObject({ outcome: 'failed', errorCode: 'storage.unavailable' });
    expect(refusing.checkpoints).toEqual([]);
  });

  it('leaves a source alone that another run holds, or that needs a person', async () => {
    const refused = new VocError('source.unauthorized', 'auth', 'The secret is wrong.');
    const { run, read } = world([refused]);
    expect(await run()).toMatchObject({ outcome: 'failed', errorCode: 'source.unauthorized' });
    expect(await run()).toEqual({ outcome: 'parked', rows: 0, removed: 0 });
    expect(read).toHaveLength(1);
  });

  it('throws where the configuration has no such source', async () => {
    const { run } = world([], { customerSources: [] });
    await expect(run()).rejects.toMatchObject({ code: 'source.unknown' });
  });
});
