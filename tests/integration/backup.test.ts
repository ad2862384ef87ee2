import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lineOf, type StoredItem } from '../../scripts/backup/item-lines.ts';
import { TABLES } from '../../shared/storage/tables.ts';
import { runVoc } from '../unit/scripts/run-voc.ts';
import { dropFile, type Pipeline, startPipeline } from './running-pipeline.ts';

const demo = (name: string): string => join('scripts', 'demo', 'data', name);
/** Written anew by every stack for itself: what the schedules did last. */
const OWN = /"(urgent-run|source#|linking)/;

let pipeline: Pipeline;
let restored: Pipeline;
let folder: string;
let dumped: Record<string, string[]>;

async function dump(of: Pipeline): Promise<Record<string, string[]>> {
  const tables: Record<string, string[]> = {};
  for (const [id, { envName }] of Object.entries(TABLES)) {
    const items = (await of.dumpTable(envName)) as StoredItem[];
    tables[id] = items
      .map(lineOf)
      .filter((line) => !OWN.test(line))
      .sort();
  }
  return tables;
}

/** Tokens as they are once a customer is gone: those of several people stay with the others. */
function withoutOwner(lines: readonly string[], customerId: string): string[] {
  return lines
    .flatMap((line) => {
      const token = JSON.parse(line) as { customerIds: { SS: string[] } };
      const left = token.customerIds.SS.filter((id) => id !== customerId);
      return left.length === 0 ? [] : [JSON.stringify({ ...token, customerIds: { SS: left } })];
    })
    .sort();
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'voc-backup-'));
  pipeline = await startPipeline();
  await pipeline.send({ kind: 'customers', path: demo('customers.csv') });
  const lines = readFileSync(demo('documents.ndjson'), 'utf8').trim().split('\n');
  const tickets = lines.filter((line) => line.includes('"source":"ticket"')).slice(0, 60);
  await pipeline.send(dropFile(pipeline.dataDir, 'voices.ndjson', [...tickets, ...lines.slice(0, 60)]));
  dumped = await dump(pipeline);
  restored = await startPipeline();
});

afterAll(async () => {
  await restored?.stop();
  await pipeline?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('backup and restore', () => {
  const out = (): string => join(folder, 'backup');
  const receipts = (): string => join(folder, 'receipts.ndjson');
  let erased: string;

  it('copies every item, with a checksum for each part, and does not write over a complete backup', async () => {
    const made = await runVoc(['backup', '--out', out(), '--data', pipeline.dataDir]);
    expect(made.code).toBe(0);
    const { quiet, lines } = JSON.parse(made.out.join('')) as {
      quiet: boolean;
      lines: Record<string, number>;
    };
    expect(quiet).toBe(true);
    expect(lines.documents).toBe(dumped.documents?.length);
    expect(lines.customers).toBe(dumped.customers?.length);
    const again = await runVoc(['backup', '--out', out(), '--data', pipeline.dataDir]);
    expect(again.err.join(' ')).toContain('holds a complete backup');
  });

  it('keeps the receipt of whoever is erased afterwards', async () => {
    const linked = (dumped.documents ?? []).map(
      (line) => /"(?:customerId|linkedTo)":\{"S":"([^"]+)"/.exec(line)?.[1],
    );
    erased = linked.find((id) => id !== undefined) ?? '';
    expect(erased).not.toBe('');
    expect((await runVoc(['erase', '--customer', erased, '--data', pipeline.dataDir])).code).toBe(0);
    const kept = await runVoc(['backup', '--receipts', receipts(), '--data', pipeline.dataDir]);
    expect(JSON.parse(kept.out.join(''))).toMatchObject({ receipts: 1 });
  });

  it('refuses to mix with what a stack holds', async () => {
    const mixed = await runVoc(['restore', out(), '--no-erasures', '--data', pipeline.dataDir]);
    expect(mixed.code).not.toBe(0);
    expect(mixed.err.join(' ')).toContain('The stack is not empty');
  });

  it('brings an equal stack back, but for the customer who was erased since', async () => {
    const [part = ''] = readdirSync(join(out(), 'documents'));
    const file = join(out(), 'documents', part);
    const whole = readFileSync(file, 'utf8');
    writeFileSync(file, whole.slice(0, -20));
    const broken = await runVoc(['restore', out(), '--no-erasures', '--data', restored.dataDir]);
    expect(broken.err.join(' ')).toContain('has another checksum');
    expect((await dump(restored)).documents).toEqual([]);
    writeFileSync(file, whole);

    // It goes on after the parts that it has brought already.
    const done = await runVoc(['restore', out(), '--erasures', receipts(), '--data', restored.dataDir]);
    expect(done.err.join(' ')).toContain('other keys of identifiers');
    expect(JSON.parse(done.out.join(''))).toMatchObject({ erasedAgain: 1, recountedDays: 0 });
    await restored.stack.waitUntilIdle();

    const now = await dump(restored);
    const mentions = (lines: readonly string[] = []) => lines.filter((line) => line.includes(`"${erased}"`));
    expect(mentions(dumped.documents).length).toBeGreaterThan(0);
    for (const [table, lines] of Object.entries(now)) expect(mentions(lines), table).toEqual([]);
    const others = (lines: readonly string[] = []) => lines.filter((line) => !line.includes(`"${erased}"`));
    expect(now.archive).toEqual(dumped.archive);
    expect(now.insights).toEqual(dumped.insights);
    expect(now.customers).toEqual(others(dumped.customers));
    expect(now.identity).toEqual(withoutOwner(dumped.identity ?? [], erased));
    const changed = (now.documents ?? []).filter((line) => !dumped.documents?.includes(line));
    expect(changed).toHaveLength(mentions(dumped.documents).length);
    expect(now.documents).toHaveLength(dumped.documents?.length ?? 0);
    expect(await restored.totals()).toEqual(await pipeline.totals());
  });
});
