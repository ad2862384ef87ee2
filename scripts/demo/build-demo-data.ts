import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { assignWriters } from './authors.ts';
import { toCsv } from './csv.ts';
import { CUSTOMER_COLUMNS, makeCustomers } from './customers.ts';
import { makeDocuments } from './documents.ts';
import { FUNNEL_COLUMNS, makeFunnel } from './funnel.ts';
import { CampaignSchema, MESSAGE_COLUMNS, makeMessages } from './messages.ts';
import { placeTexts } from './schedule.ts';
import { loadTextBank, parseLines } from './text-bank.ts';

/** The four files of the demo, by name. */
export type DemoFiles = Record<'documents.ndjson' | 'customers.csv' | 'messages.csv' | 'funnel.csv', string>;

export const DEMO_DATA_DIRECTORY = new URL('./data/', import.meta.url);

/**
 * Builds the demo data from the hand-written texts. Deterministic: the same texts give the same bytes.
 * @throws RangeError when the numbers of texts do not fit the story.
 */
export async function buildDemoData(): Promise<DemoFiles> {
  const placed = placeTexts(await loadTextBank(new URL('./texts/', import.meta.url)));
  const campaigns = parseLines(
    await readFile(new URL('./campaigns.ndjson', import.meta.url), 'utf8'),
    CampaignSchema,
  );
  const customers = makeCustomers();
  const documents = makeDocuments(placed, assignWriters(placed, customers));
  const customerRows = customers.map((customer) => ({
    ...customer,
    orders: JSON.stringify(customer.orders),
  }));
  return {
    'documents.ndjson': documents.map((document) => `${JSON.stringify(document)}\n`).join(''),
    'customers.csv': toCsv(CUSTOMER_COLUMNS, customerRows),
    'messages.csv': toCsv(MESSAGE_COLUMNS, makeMessages(campaigns)),
    'funnel.csv': toCsv(FUNNEL_COLUMNS, makeFunnel()),
  };
}

if (import.meta.main) {
  await mkdir(DEMO_DATA_DIRECTORY, { recursive: true });
  for (const [name, content] of Object.entries(await buildDemoData())) {
    await writeFile(new URL(name, DEMO_DATA_DIRECTORY), content);
    process.stderr.write(`${name}: ${content.split('\n').length - 1} lines\n`);
  }
}
