import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HELD_OUT_WORDINGS, inventLinkingWorld } from './invent-linking-world.ts';

/** `node scripts/eval/write-linking-world.ts DIR [customers] [documents] [seed] [held-out]`: an invented world as files for `voc link`. */
const [directory, customers = '50000', documents = '10000', seed = '1', wordings] = process.argv.slice(2);
if (directory === undefined) throw new Error('Give a directory to write into.');
const world = inventLinkingWorld(
  Number(seed),
  { customers: Number(customers), documents: Number(documents) },
  ...(wordings === 'held-out' ? [HELD_OUT_WORDINGS] : []),
);
await mkdir(directory, { recursive: true });
await writeFile(join(directory, 'customers.csv'), csv(world.customers));
await writeFile(
  join(directory, 'documents.ndjson'),
  world.documents.map(({ document }) => `${JSON.stringify(document)}\n`).join(''),
);
await writeFile(join(directory, 'truth.csv'), csv(world.documents.map(({ truth }) => truth)));

function csv(rows: readonly object[]): string {
  const names = Object.keys(rows[0] ?? {});
  const lines = rows.map((row) =>
    Object.values(row)
      .map((value) => quoted(String(value)))
      .join(','),
  );
  return [names.join(','), ...lines, ''].join('\n');
}

function quoted(value: string): string {
  return /[",\n]/u.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
