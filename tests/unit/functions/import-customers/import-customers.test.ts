import { describe, expect, it } from 'vitest';
import { createImportCustomers } from '../../../../functions/import-customers/import-customers.ts';
import type { ImportRow, StoredRow } from '../../../../functions/import-customers/store-customers.ts';
import type { ImportReport } from '../../../../shared/domain/import-report.ts';
import {
  contextWith,
  memoryObjects,
  memoryQuarantine,
  memoryQueue,
  messagesOf,
} from '../../../fixtures/function-doubles.ts';

const KEY = 'customers/crm.csv';
const upload = {
  Records: [
    { eventTime: '2026-11-20T01:00:00.000Z', s3: { bucket: { name: 'drop' }, object: { key: KEY } } },
  ],
};

/** What only a source of customers uses. */
const noSources = {
  customerSources: [],
  customerConnectorById: () => {
    throw new Error('no connector');
  },
  context: { http: { get: unused, post: unused }, sleep: async () => undefined },
  secretText: unused,
  state: {
    acquireLease: unused,
    releaseLease: unused,
    getCheckpoint: unused,
    putCheckpoint: unused,
    putHealth: unused,
    getHealth: unused,
    getVault: unused,
    putVault: unused,
  },
  erasures: { save: unused },
  erasureOrders: memoryQueue().sender,
  timeZone: 'Asia/Seoul',
  columns: { 고객번호: 'customerId', '마케팅 동의': 'consentMarketing', 가입일: 'signupAt' },
} as const;

async function unused(): Promise<never> {
  throw new Error('not used by files');
}

function world(csv: string, more: Record<string, string> = {}) {
  const objects = memoryObjects({ [KEY]: csv, ...more });
  const quarantine = memoryQuarantine();
  const queue = memoryQueue();
  const reports = new Map<string, ImportReport>();
  const stored: ImportRow[] = [];
  const runs: boolean[] = [];
  const learnt: number[] = [];
  const { queued: work } = createImportCustomers({
    ...noSources,
    drops: objects.store,
    quarantine,
    continuations: queue.sender,
    reports: {
      get: async ({ asOf, id }) => reports.get(`${asOf} ${id}`),
      save: async (report) => void reports.set(`${report.asOf} ${report.id}`, report),
    },
    storeCustomers: async (rows, run) => {
      stored.push(...rows);
      runs.push(run.confirm);
      return rows.map(
        ({ row, version }): StoredRow => ({
          customerId: row.customerId,
          line: version.line,
          outcome: 'new',
          samePerson: false,
        }),
      );
    },
    learnt: { put: async ({ statistics }) => void learnt.push(statistics.customers) },
    clock: () => new Date('2026-11-20T01:05:00.000Z'),
  });
  return { work, objects: objects.objects, quarantine, queue, reports, stored, runs, learnt };
}

describe('import of customer files', () => {
  it('stores good rows, quarantines wrong ones, reports both and deletes the file', async () => {
    const { work, objects, quarantine, reports, stored, runs } = world(
      'customerId,name,email\nC1,김가명,a@example.com\n,이가명,b@example.com\n1.2E+10,박가명,\nC1,김가명,c@example.com\n',
    );
    expect((await work(messagesOf(upload), contextWith())).size).toBe(0);
    expect(stored.map(({ row, version }) => [row.email, version])).toEqual([
      ['c@example.com', { asOf: '2026-11-20T01:00:00.000Z', line: 5 }],
    ]);
    expect(quarantine.errors.map(({ line, message }) => [line, message])).toEqual([
      [3, 'The field customerId is missing or does not have the expected form.'],
      [
        4,
        'The field customerId is a number that a spreadsheet has shortened; format the column as text and export it again.',
      ],
    ]);
    const [report] = reports.values();
    expect(report).toMatchObject({
      state: 'complete',
      name: KEY,
      rows: 2,
      rejectedRows: 2,
      outcomes: { new: 1 },
      duplicates: { repeatedIds: { count: 1, lines: [5] } },
    });
    expect(report?.invalid.map(({ reason }) => reason).sort()).toEqual(['missing', 'shortened-number']);
    expect(objects.size).toBe(0);
    expect(runs).toEqual([false]);
  });

  it('sends itself the rest of a long file and goes on where it was', async () => {
    const lines = Array.from({ length: 4_000 }, (_, index) => `C${index},n${index}`);
    const { work, objects, queue, stored, reports, learnt } = world(
      `customerId,nickname\n${lines.join('\n')}\n`,
    );
    await work(
      messagesOf(upload),
      contextWith(() => 1_000),
    );
    expect(objects.has(KEY)).toBe(true);
    expect(stored).toHaveLength(1_500);
    for (let run = 0; queue.entries.length > run; run += 1) {
      await work(
        messagesOf(queue.entries[run]?.body),
        contextWith(() => 1_000),
      );
    }
    expect(stored.map(({ row }) => row.customerId)).toEqual(lines.map((line) => line.split(',')[0]));
    expect(new Set(stored.map(({ version }) => version.asOf)).size).toBe(1);
    expect([...reports.values()]).toMatchObject([{ rows: 4_000, state: 'complete', lastLine: 4_001 }]);
    expect(objects.size).toBe(0);
    // The last run has learnt from the whole file.
    expect(learnt).toEqual([4_000]);
  });

  it('reads columns under the names that the configuration gives them', async () => {
    const { work, stored } = world('고객번호,마케팅 동의,가입일\nC1,동의,2025. 8. 12.\nC2,거부,\n');
    await work(messagesOf(upload), contextWith());
    expect(stored.map(({ row }) => row)).toEqual([
      expect.objectContaining({ customerId: 'C1', consentMarketing: true, signupAt: '2025-08-12' }),
      expect.objectContaining({ customerId: 'C2', consentMarketing: false }),
    ]);
  });

  it('marks unchanged customers as seen while another file waits', async () => {
    const { work, runs } = world('customerId\nC1\n', { 'customers/older.csv': 'customerId\nC1\n' });
    await work(messagesOf(upload), contextWith());
    expect(runs).toEqual([true]);
  });

  it('gives the message back and keeps the file when rows cannot be stored; a file that is gone is done', async () => {
    const { work, objects } = world('customerId\nC1\n');
    const { queued: failing } = createImportCustomers({
      ...noSources,
      drops: {
        open: async () => ({
          entityTag: '"1"',
          body: (async function* () {
            yield Buffer.from('customerId\nC1\n');
          })(),
        }),
        read: async () => null,
        list: async () => [],
        write: async () => undefined,
        delete: async () => void objects.clear(),
      },
      quarantine: memoryQuarantine(),
      continuations: memoryQueue().sender,
      reports: { get: async () => undefined, save: async () => undefined },
      storeCustomers: () => Promise.reject(new Error('the table is away')),
      learnt: { put: async () => undefined },
      clock: () => new Date(),
    });
    expect([...(await failing(messagesOf(upload), contextWith())).keys()]).toEqual(['m0']);
    expect(objects.size).toBe(1);
    await work(messagesOf(upload), contextWith());
    expect((await work(messagesOf(upload), contextWith())).size).toBe(0);
  });
});
