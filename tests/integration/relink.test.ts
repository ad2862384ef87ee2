import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deadLetters, dropFile, type Pipeline, startPipeline } from './running-pipeline.ts';

const DAY = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
let pipeline: Pipeline;

beforeAll(async () => {
  pipeline = await startPipeline();
});
afterAll(async () => {
  await pipeline?.stop();
});

const customer = (id: number, phone: string) => ({
  customerId: `C${id}`,
  phone,
  segment: '직장인',
  consentAnalytics: true,
  consentMarketing: false,
  consentNight: false,
  orders: [],
});

async function load(name: string, rows: readonly object[]): Promise<void> {
  await pipeline.send({ ...dropFile(pipeline.dataDir, name, [...rows]), kind: 'customers' });
}

/** Voices per customer in what is stored, what is counted, and what is rolled up of the segment. */
async function linkedNow() {
  const counted = await pipeline.contributions.listDay(DAY);
  const stored = await pipeline.documents.getMany(counted.map(({ documentKey }) => documentKey));
  const ids = [...stored.values()].flatMap(({ link }) => (link.status === 'linked' ? [link.customerId] : []));
  await pipeline.stack.invoke('rollup', { sweep: { days: [DAY] } });
  const rolledUp = (await pipeline.rollups.readDay(DAY)).reduce(
    (sum, { aggregate }) => sum + (aggregate.cells.segment?.직장인?.documents ?? 0),
    0,
  );
  return {
    customers: ids.sort(),
    counted: counted.filter(({ customerRef }) => customerRef !== undefined).length,
    rolledUp,
  };
}

describe('voices that come before their customers', () => {
  it('are linked when the customer file comes, follow a number to its new owner, and are counted so', async () => {
    const voices = Array.from({ length: 60 }, (_, index) => ({
      id: `v${index}`,
      source: 'ticket',
      date: DAY,
      text: '환급이 너무 늦어요',
      author: { phone: `010-4321-00${String(index % 20).padStart(2, '0')}` },
    }));
    await pipeline.send(dropFile(pipeline.dataDir, 'early.ndjson', voices));
    expect(await linkedNow()).toEqual({ customers: [], counted: 0, rolledUp: 0 });

    const phone = (id: number) => `010-4321-00${String(id).padStart(2, '0')}`;
    await load(
      'crm-1.ndjson',
      Array.from({ length: 10 }, (_, id) => customer(id, phone(id))),
    );
    const known = await linkedNow();
    expect(known).toMatchObject({ counted: 30, rolledUp: 30 });
    expect(new Set(known.customers).size).toBe(10);

    await load('crm-2.ndjson', [customer(0, '010-9999-0000'), customer(1, phone(15))]);
    const moved = await linkedNow();
    expect(moved).toMatchObject({ counted: 27, rolledUp: 27 });
    expect(moved.customers.filter((id) => id === 'C0')).toEqual([]);
    expect(moved.customers.filter((id) => id === 'C1')).toHaveLength(3);
    expect(await deadLetters(pipeline.stack)).toEqual({});
  });
});
