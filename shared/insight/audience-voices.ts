import { compareText } from '../domain/compare-text.ts';
import type { StoredDocument } from '../domain/stored-document.ts';
import type { FunnelStage, HesitationCode } from '../domain/taxonomy.ts';

/** A customer's last words at a hesitation point. */
export interface Standing {
  readonly code: HesitationCode;
  readonly stage: FunnelStage;
  readonly saidAt: string;
  readonly documentKey: string;
}

/**
 * The points at which each customer stands, the latest first: reasons they gave since they were last pleased. Certain
 * links only, never candidates: a message about a worry that somebody else has tells on that somebody.
 * @param since ISO time; what was said before is not counted any more
 */
export function standings(
  documents: Iterable<StoredDocument>,
  since: string,
  until: string,
): Map<string, Standing[]> {
  const voices = [...documents]
    .filter(({ record, link }) => link.status === 'linked' && record.erased !== true)
    .filter(({ record }) => record.publishedAt >= since && record.publishedAt <= until)
    .sort(
      (a, b) =>
        compareText(a.record.publishedAt, b.record.publishedAt) ||
        compareText(a.record.documentKey, b.record.documentKey),
    );
  const customers = new Map<string, Standing[]>();
  for (const { record, reading, link } of voices) {
    if (link.customerId === null) continue;
    const codes = [...new Set(reading.hesitations.map(({ code }) => code))];
    if (codes.length === 0) {
      if (reading.sentiment.label === 'positive') customers.delete(link.customerId);
      continue;
    }
    const said = codes.map((code): Standing => {
      const { publishedAt: saidAt, documentKey } = record;
      return { code, stage: reading.stage, saidAt, documentKey };
    });
    const before = (customers.get(link.customerId) ?? []).filter(
      (one) => !said.some(({ code, stage }) => code === one.code && stage === one.stage),
    );
    customers.set(link.customerId, [...said, ...before]);
  }
  return customers;
}
