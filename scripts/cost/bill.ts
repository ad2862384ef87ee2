import type { Measured } from './measured.ts';
import { COMPREHEND, PRICES } from './price-table.ts';
import { SCENARIO } from './scenario.ts';
import type { TemplateFacts } from './template-facts.ts';
import { type UsageLine, usageOf, worksOf } from './usage.ts';

export interface BillLine extends UsageLine {
  readonly usd: number;
}

/** A month at a steady number of documents a day. All amounts in USD. */
export interface Bill {
  readonly documentsPerDay: number;
  readonly lines: readonly BillLine[];
  /** Doing: reading, storing, counting, watching, publishing; a month. */
  readonly processing: number;
  /** Having what one month has brought, for one month. */
  readonly keepingFirstMonth: number;
  /** Having all that retention keeps, a month. */
  readonly keepingAll: number;
  /** Without any document; a month. */
  readonly fixed: number;
  /** Processing of a million documents and keeping them for the month. */
  readonly perMillion: number;
  readonly writeUnitsPerDocument: number;
  readonly writeUnitsByStep: Readonly<Record<string, number>>;
  readonly readUnitsPerDocument: number;
}

/** @param retentionDays how long documents are kept */
export function billOf(
  measured: Measured,
  facts: TemplateFacts,
  documentsPerDay: number,
  retentionDays: number,
): Bill {
  const price = (usage: readonly UsageLine[]): BillLine[] =>
    usage.map((line) => ({ ...line, usd: line.perMonth * PRICES[line.price].usd }));
  const lines = price(usageOf(measured, facts, documentsPerDay, SCENARIO.days));
  const all = price(usageOf(measured, facts, documentsPerDay, retentionDays));
  const total = (of: readonly BillLine[], kind: UsageLine['kind']): number =>
    of.filter((line) => line.kind === kind).reduce((sum, { usd }) => sum + usd, 0);
  const documents = documentsPerDay * SCENARIO.days;
  const works = worksOf(measured, documentsPerDay);
  const units = (kind: 'writeUnits' | 'readUnits'): Record<string, number> => {
    const byStep: Record<string, number> = {};
    for (const { step, invocations, use } of works) {
      const each = Object.values(use[kind]).reduce((sum, value) => sum + value, 0);
      byStep[step] = (byStep[step] ?? 0) + (each * invocations) / documents;
    }
    return byStep;
  };
  const sum = (byStep: Record<string, number>): number =>
    Object.values(byStep).reduce((total, value) => total + value, 0);
  const processing = total(lines, 'processing');
  const keepingFirstMonth = total(lines, 'keeping');
  return {
    documentsPerDay,
    lines,
    processing,
    keepingFirstMonth,
    keepingAll: total(all, 'keeping'),
    fixed: total(lines, 'fixed'),
    perMillion: ((processing + keepingFirstMonth) / documents) * 1e6,
    writeUnitsPerDocument: sum(units('writeUnits')),
    writeUnitsByStep: units('writeUnits'),
    readUnitsPerDocument: sum(units('readUnits')),
  };
}

/** What Comprehend asks for a million texts of so many characters, in its dearest tier. */
export function comprehendPerMillion(characters: number): number {
  const { usdPerUnit, charactersPerUnit, leastUnits, calls } = COMPREHEND;
  return 1e6 * calls * Math.max(leastUnits, Math.ceil(characters / charactersPerUnit)) * usdPerUnit;
}
