import { createHash } from 'node:crypto';
import type { IncidentDraft } from '../../shared/alerting/incidents.ts';
import type { Contribution } from '../../shared/domain/contribution.ts';
import type { Incident } from '../../shared/domain/insight.ts';
import type { StoredDocument } from '../../shared/domain/stored-document.ts';
import { characteristicTerms, termCounts } from '../../shared/insight/characteristic-terms.ts';
import { codeEvidence, noQuotesYet, pickQuotes } from '../../shared/insight/quotes.ts';

const MAX_CODES = 5;
const MAX_TERMS = 6;
const QUOTES = 3;
const MAX_CANDIDATES = 40;

/** The negative contributions that arrived during an episode and belong to its series. */
export function contributionsOf(
  draft: IncidentDraft,
  contributions: readonly Contribution[],
): Contribution[] {
  return contributions.filter(
    (one) =>
      one.sentiment === 'negative' &&
      one.arrivalSlot !== undefined &&
      one.arrivalSlot >= draft.startedAt &&
      (draft.endedAt === undefined || one.arrivalSlot < draft.endedAt) &&
      (!draft.series.startsWith('code:') || one.codes.includes(draft.series.slice('code:'.length))) &&
      (!draft.series.startsWith('source:') || one.source === draft.series.slice('source:'.length)),
  );
}

/** Which documents to load, to quote an incident. */
export function quotableKeys(inside: readonly Contribution[]): string[] {
  return inside
    .map((one) => one.documentKey)
    .sort()
    .slice(0, MAX_CANDIDATES);
}

/** An incident with what customers said in it: reasons, words, quotes. Pure. */
export function describeIncident(
  draft: IncidentDraft,
  inside: readonly Contribution[],
  all: readonly Contribution[],
  documents: ReadonlyMap<string, StoredDocument>,
): Incident {
  const byCode = new Map<string, number>();
  for (const one of inside) {
    for (const code of new Set(one.codes)) byCode.set(code, (byCode.get(code) ?? 0) + 1);
  }
  const codes = [...byCode]
    .map(([code, count]) => ({ code, documents: count }))
    .sort((a, b) => b.documents - a.documents || (a.code < b.code ? -1 : 1))
    .slice(0, MAX_CODES);
  const leading = draft.series.startsWith('code:') ? draft.series.slice('code:'.length) : codes[0]?.code;
  const counts = termCounts(all);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return {
    id: createHash('sha256').update(`${draft.series}|${draft.startedAt}`).digest('hex').slice(0, 16),
    series: draft.series,
    startedAt: draft.startedAt,
    ...(draft.endedAt === undefined ? {} : { endedAt: draft.endedAt }),
    count: draft.count,
    expected: draft.expected,
    upper: draft.upper,
    status: draft.endedAt === undefined ? 'open' : 'resolved',
    codes,
    terms: characteristicTerms(inside, counts, total, MAX_TERMS).map(({ term }) => term),
    evidence: pickQuotes({
      candidates: inside
        .filter((one) => leading === undefined || one.codes.includes(leading))
        .flatMap((one) => documents.get(one.documentKey) ?? []),
      limit: QUOTES,
      highlight: (document) => (leading === undefined ? [] : codeEvidence(document, leading)),
      quoted: noQuotesYet(),
    }),
  };
}
