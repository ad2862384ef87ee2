import { createHash } from 'node:crypto';
import type { IncidentDraft } from '../alerting/incidents.ts';
import type { Contribution } from '../domain/contribution.ts';
import type { Incident } from '../domain/insight.ts';
import type { StoredDocument } from '../domain/stored-document.ts';
import { characteristicTerms, inUsualSpelling, termCounts } from './characteristic-terms.ts';
import { codeEvidence, codeRelevance, noQuotesYet, pickQuotes } from './quotes.ts';

const MAX_CODES = 5;
const MAX_TERMS = 6;
const QUOTES = 3;
const CODE_PREFIX = 'code:';
const SOURCE_PREFIX = 'source:';

/** Whether a voice counts in a series: `all`, `code:<code>` or `source:<source>`. */
export function isOfSeries(series: string, one: Contribution): boolean {
  if (series.startsWith(CODE_PREFIX)) return one.codes.includes(series.slice(CODE_PREFIX.length));
  if (series.startsWith(SOURCE_PREFIX)) return one.source === series.slice(SOURCE_PREFIX.length);
  return true;
}

/**
 * An incident with what customers said in it: reasons, words, quotes. `inside` are the negative voices of the episode
 * and its series, `all` those that its words are compared with; `spellings` are words that mean the same. The alert and
 * the weekly review tell it alike.
 */
export function describeIncident(
  draft: IncidentDraft,
  inside: readonly Contribution[],
  all: readonly Contribution[],
  documents: ReadonlyMap<string, StoredDocument>,
  spellings: readonly (readonly string[])[] = [],
): Incident {
  const byCode = new Map<string, number>();
  for (const one of inside) {
    for (const code of new Set(one.codes)) byCode.set(code, (byCode.get(code) ?? 0) + 1);
  }
  const codes = [...byCode]
    .map(([code, count]) => ({ code, documents: count }))
    .sort((a, b) => b.documents - a.documents || (a.code < b.code ? -1 : 1))
    .slice(0, MAX_CODES);
  const leading = draft.series.startsWith(CODE_PREFIX)
    ? draft.series.slice(CODE_PREFIX.length)
    : codes[0]?.code;
  // `inside` is a part of `all` by key, but not always the same objects.
  const merged = inUsualSpelling(all, spellings);
  const insideKeys = new Set(inside.map((one) => one.documentKey));
  const counts = termCounts(merged);
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
    terms: characteristicTerms(
      merged.filter((one) => insideKeys.has(one.documentKey)),
      counts,
      total,
      MAX_TERMS,
    ).map(({ term }) => term),
    evidence: pickQuotes({
      candidates: inside
        .filter((one) => leading === undefined || one.codes.includes(leading))
        .flatMap((one) => documents.get(one.documentKey) ?? []),
      limit: QUOTES,
      highlight: (document) => (leading === undefined ? [] : codeEvidence(document, leading)),
      relevance: (document) => (leading === undefined ? 1 : codeRelevance(document, leading)),
      quoted: noQuotesYet(),
    }),
  };
}
