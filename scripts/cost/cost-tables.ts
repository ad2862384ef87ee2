import { type Bill, comprehendPerMillion } from './bill.ts';
import type { Concurrency, Heat } from './limits.ts';
import { PRICES } from './price-table.ts';
import { SCENARIO } from './scenario.ts';

/** Everything that is told of one level. */
export interface Level {
  readonly bill: Bill;
  readonly concurrency: readonly Concurrency[];
  readonly heat: readonly Heat[];
  readonly rollups: { readonly recountsPerDay: number; readonly documentsRead: number };
}

export const count = (value: number, digits = 0): string =>
  Number.isFinite(value)
    ? value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits })
    : 'no limit';
const usd = (value: number): string => count(value, value < 100 ? 2 : 0);

/** A table of Markdown; the first column is text, the others are figures. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

const heads = (levels: readonly Level[]): string[] =>
  levels.map(({ bill }) => `${count(bill.documentsPerDay)} a day`);

/** USD for a million documents, by service, without what a month costs anyway. */
export function perMillionTable(levels: readonly Level[]): string {
  const services = new Set(
    levels.flatMap(({ bill }) =>
      bill.lines.flatMap(({ kind, service }) => (kind === 'fixed' ? [] : service)),
    ),
  );
  const of = ({ bill }: Level, service: string, kind: 'processing' | 'keeping'): number =>
    (bill.lines
      .filter((line) => line.service === service && line.kind === kind)
      .reduce((sum, line) => sum + line.usd, 0) /
      (bill.documentsPerDay * SCENARIO.days)) *
    1e6;
  return table(
    ['USD per million documents', ...heads(levels)],
    [
      ...[...services].map((service) => [
        service,
        ...levels.map((level) => usd(of(level, service, 'processing'))),
      ]),
      ['DynamoDB, kept for the month', ...levels.map((level) => usd(of(level, 'DynamoDB', 'keeping')))],
      ['**together**', ...levels.map(({ bill }) => `**${usd(bill.perMillion)}**`)],
      [
        'times below Comprehend',
        ...levels.map(({ bill }) => count(comprehendPerMillion(100) / bill.perMillion)),
      ],
      ['write units per document', ...levels.map(({ bill }) => count(bill.writeUnitsPerDocument, 2))],
      ['read units per document', ...levels.map(({ bill }) => count(bill.readUnitsPerDocument, 1))],
    ],
  );
}

export function perMonthTable(levels: readonly Level[]): string {
  const row = (name: string, of: (bill: Bill) => number): string[] => [
    name,
    ...levels.map(({ bill }) => usd(of(bill))),
  ];
  return table(
    ['USD a month', ...heads(levels)],
    [
      row('processing', ({ processing }) => processing),
      row('keeping, in the first month', ({ keepingFirstMonth }) => keepingFirstMonth),
      row('without any document', ({ fixed }) => fixed),
      row('**first month**', (bill) => bill.processing + bill.keepingFirstMonth + bill.fixed),
      row('keeping, when retention is full', ({ keepingAll }) => keepingAll),
      row('**a month when retention is full**', (bill) => bill.processing + bill.keepingAll + bill.fixed),
    ],
  );
}

/** The largest items of one level, in USD for a million documents. */
export function largestTable({ bill }: Level, most: number): string {
  const each = (value: number): number => (value / (bill.documentsPerDay * SCENARIO.days)) * 1e6;
  const lines = bill.lines.filter(({ kind }) => kind !== 'fixed').toSorted((a, b) => b.usd - a.usd);
  return table(
    [
      `Largest items at ${count(bill.documentsPerDay)} a day`,
      'service',
      'USD per million',
      'quantity per document',
    ],
    lines
      .slice(0, most)
      .map((line) => [
        line.what,
        line.service,
        usd(each(line.usd)),
        `${(line.perMonth / (bill.documentsPerDay * SCENARIO.days)).toPrecision(3)} ${PRICES[line.price].unit}`,
      ]),
  );
}

export function fixedTable({ bill }: Level): string {
  return table(
    ['Without any document', 'service', 'USD a month'],
    bill.lines
      .filter(({ kind, usd: amount }) => kind === 'fixed' && amount >= 0.005)
      .toSorted((a, b) => b.usd - a.usd)
      .map((line) => [line.what, line.service, usd(line.usd)]),
  );
}

export function loadTable(levels: readonly Level[]): string {
  const steps = levels[0]?.concurrency.map(({ step }) => step) ?? [];
  const keys = levels[0]?.heat.map(({ key }) => key) ?? [];
  const cell = ({ concurrency }: Level, step: string): string => {
    const found = concurrency.find((one) => one.step === step);
    if (found === undefined) return '';
    const over = found.secondsEach > found.timeoutSeconds ? ' **too long**' : '';
    return `${count(found.needed, 2)} (${count(found.secondsEach, 1)} s)${over}`;
  };
  return table(
    ['Busiest hour', ...heads(levels)],
    [
      ...steps.map((step) => [
        `executions of ${step} at once (each)`,
        ...levels.map((level) => cell(level, step)),
      ]),
      ...keys.map((key) => [
        `write units a second, ${key}`,
        ...levels.map(({ heat }) => count(heat.find((one) => one.key === key)?.writesPerSecond ?? 0, 1)),
      ]),
      ['recounts a day', ...levels.map(({ rollups }) => count(rollups.recountsPerDay))],
      ['documents read by a recount', ...levels.map(({ rollups }) => count(rollups.documentsRead))],
    ],
  );
}

export function priceTable(): string {
  return table(
    ['Price', 'USD', 'read on', 'source'],
    Object.values(PRICES).map((price) => [
      price.unit,
      price.usd < 0.001 ? `${count(price.usd * 1e6, 4)} per million` : String(price.usd),
      price.readOn,
      `<${price.source.replace(/ .*$/, '')}>${'estimatedBy' in price ? `, us-east-1 × ${price.estimatedBy}` : ''}`,
    ]),
  );
}
