import { describe, expect, it } from 'vitest';
import { billOf, comprehendPerMillion } from '../../../../scripts/cost/bill.ts';
import { concurrencyOf, heatOf, lastLevelOf } from '../../../../scripts/cost/limits.ts';
import type { Measured, Point, Use } from '../../../../scripts/cost/measured.ts';
import { LEVELS } from '../../../../scripts/cost/scenario.ts';
import type { TemplateFacts } from '../../../../scripts/cost/template-facts.ts';
import { batchesOf, bucketShardsOf, secondsOf, usageOf } from '../../../../scripts/cost/usage.ts';

const NOTHING: Use = {
  cpuMs: 0,
  logBytes: 0,
  writeUnits: {},
  readUnits: {},
  calls: 0,
  standardRequests: 0,
  fifoRequests: 0,
  objectWrites: 0,
  objectReads: 0,
};

/** A step whose use grows in proportion to its size. */
function proportional(perDocument: Partial<Use>): Point[] {
  return [1, 100].map((size) => {
    const times = (units: Record<string, number> = {}) =>
      Object.fromEntries(Object.entries(units).map(([table, value]) => [table, value * size]));
    return {
      size,
      invocations: 1,
      use: {
        ...NOTHING,
        cpuMs: (perDocument.cpuMs ?? 0) * size,
        writeUnits: times(perDocument.writeUnits),
        readUnits: times(perDocument.readUnits),
      },
    };
  });
}

const idle: Point[] = [{ size: 1, invocations: 1, use: NOTHING }];
const measured: Measured = {
  measuredAt: '2026-11-26T00:00:00.000Z',
  machine: { cpu: 'none', cores: 1, node: 'v24' },
  texts: { origin: 'made up', characters: 100, documents: 1 },
  collect: idle,
  analyze: proportional({ cpuMs: 1 }),
  link: proportional({ writeUnits: { documents: 2, contributions: 1 } }),
  recount: idle,
  detect: idle,
  sweep: proportional({ cpuMs: 0.01 }),
  sweepAgain: proportional({ cpuMs: 0.01 }),
  followUps: idle,
  itemBytes: { document: 1024 - 100, contribution: 1024 - 100, posting: 0 },
  postingsPerDocument: 0,
  rollupBytes: [{ documents: 1, bytes: 0 }],
};
const facts: TemplateFacts = {
  memoryMb: { analyze: 1769, link: 1769, rollup: 1769, collect: 512, api: 512 },
  timeoutSeconds: { analyze: 60, link: 60, rollup: 120 },
  sources: [
    { fifo: false, maxConcurrency: 2 },
    { fifo: true, maxConcurrency: 10 },
  ],
  queues: 4,
  tables: 8,
  alarms: 50,
  dashboards: 1,
  keys: 3,
  secrets: 2,
  schedules: 3,
  customMetrics: 40,
  tracing: { perSecond: 1, share: 0.05 },
};
const lineOf = (documentsPerDay: number, what: string) =>
  billOf(measured, facts, documentsPerDay, 730).lines.find((line) => line.what === what);

describe('the bill', () => {
  it('prices write units: three for each of a million documents a day are 2.04 USD per million', () => {
    const bill = billOf(measured, facts, 1_000_000, 730);
    expect(bill.writeUnitsPerDocument).toBeCloseTo(3);
    expect(lineOf(1_000_000, 'link: writes')?.usd).toBeCloseTo(30 * 2.04);
  });

  it('prices computing: a millisecond of one CPU each is 1.73 GB-seconds per thousand documents', () => {
    expect(lineOf(1_000_000, 'analyze: computing')?.perMonth).toBeCloseTo(
      30_000_000 * 0.001 * (1769 / 1024),
      0,
    );
  });

  it('keeps two kilobytes of each document, restorable: 28.6 GiB of 30 million pairs of KiB', () => {
    expect(lineOf(500_000, 'storage')?.perMonth).toBeCloseTo((15_000_000 * 2 * 1024) / 1024 ** 3, 3);
    expect(lineOf(500_000, 'point-in-time recovery')?.usd).toBeCloseTo(28.61 * 0.2166, 1);
  });

  it('asks an idle queue three times a minute from each poller, whatever comes', () => {
    const lines = usageOf(measured, facts, 10_000, 30);
    expect(lines.find(({ what }) => what === 'asking empty queues')?.perMonth).toBe(2 * 3 * 60 * 24 * 30);
    expect(lines.find(({ what }) => what === 'asking the empty FIFO queue')?.perMonth).toBe(
      5 * 3 * 60 * 24 * 30,
    );
  });

  it('never costs less a month for more documents, and never more for each of them', () => {
    const bills = LEVELS.map((level) => billOf(measured, facts, level, 730));
    for (const [index, bill] of bills.slice(1).entries()) {
      expect(bill.processing).toBeGreaterThan(bills[index]?.processing ?? Number.POSITIVE_INFINITY);
      expect(bill.perMillion).toBeLessThanOrEqual((bills[index]?.perMillion ?? 0) + 1e-9);
      expect(bill.fixed).toBeCloseTo(bills[index]?.fixed ?? 0);
    }
  });

  it('asks for 600 USD per million short texts where Comprehend does: two calls of three units', () => {
    expect(comprehendPerMillion(100)).toBeCloseTo(600);
    expect(comprehendPerMillion(300)).toBeCloseTo(600);
    expect(comprehendPerMillion(301)).toBeCloseTo(800);
  });
});

describe('how a wave is cut', () => {
  it('gives small waves to up to five pollers and large ones to full batches', () => {
    expect([1, 10, 11, 60, 500, 501, 10_000].map(batchesOf)).toEqual([1, 1, 2, 5, 5, 6, 100]);
  });

  it('touches as many bucket shards as documents while they are few, and all 32 when they are many', () => {
    expect(bucketShardsOf(1)).toBeCloseTo(1);
    expect(bucketShardsOf(2)).toBeCloseTo(2 - 1 / 32);
    expect(bucketShardsOf(10_000)).toBeCloseTo(32);
  });
});

describe('limits', () => {
  it('gives a function of half a CPU twice the time, and adds the waiting for services', () => {
    expect(secondsOf({ ...NOTHING, cpuMs: 100 }, 1769)).toBeCloseTo(0.1);
    expect(secondsOf({ ...NOTHING, cpuMs: 100 }, 1769 / 2)).toBeCloseTo(0.2);
    expect(secondsOf({ ...NOTHING, cpuMs: 100 }, 10_240)).toBeCloseTo(0.1);
    expect(secondsOf({ ...NOTHING, calls: 32 }, 1769)).toBeCloseTo(0.016);
  });

  it('needs, by Little, arrival rate times duration: ten million a day of 1 ms, four times in the busiest hour', () => {
    const analyze = concurrencyOf(measured, facts, 10_000_000).find(({ step }) => step === 'analyze');
    expect(analyze?.needed).toBeCloseTo((10_000_000 / 86_400) * 4 * 0.001, 1);
  });

  it('spreads contributions over sixteen partitions', () => {
    const heat = heatOf(measured, 8_640_000).find(({ key }) => key.startsWith('contributions'));
    expect(heat?.writesPerSecond).toBeCloseTo((100 * 4) / 16);
    expect(heat?.share).toBeCloseTo(0.025);
  });

  it('finds the level at which a step no longer ends in time: a day of 0.01 ms each in 120 s', () => {
    expect(lastLevelOf(measured, facts, 'sweep')).toBeGreaterThan((120 / 0.00001) * 0.95);
    expect(lastLevelOf(measured, facts, 'sweep')).toBeLessThan((120 / 0.00001) * 1.05);
    expect(lastLevelOf(measured, facts, 'analyze')).toBe(Number.POSITIVE_INFINITY);
  });
});
