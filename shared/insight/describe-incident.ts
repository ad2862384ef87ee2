import { createHash } from 'node:crypto';
import { seriesKind } from '../alerting/family-gate.ts';
import type { IncidentDraft } from '../alerting/incidents.ts';
import { likelyCauses, type Surroundings } from '../alerting/likely-causes.ts';
import { severityOf } from '../alerting/severity.ts';
import type { Contribution } from '../domain/contribution.ts';
import type { Incident } from '../domain/insight.ts';
import { present } from '../domain/present.ts';
import type { StoredDocument } from '../domain/stored-document.ts';
import { characteristicTerms, inUsualSpelling, termCounts } from './characteristic-terms.ts';
import { codeEvidence, codeRelevance, noQuotesYet, pickQuotes } from './quotes.ts';

const HOUR_MS = 3_600_000;
const MAX_CODES = 5;
const MAX_TERMS = 6;
const MAX_RUNS = 20;
const QUOTES = 3;

/** Whether a voice counts in a series: `all`, or kind and value as in `code:auth`. */
export function isOfSeries(series: string, one: Contribution): boolean {
  const value = seriesValue(series);
  switch (seriesKind(series)) {
    case 'code':
      return one.codes.includes(value);
    case 'source':
      return one.source === value;
    case 'stage':
      return one.stage === value;
    case 'version':
      return one.appVersion === value;
    case 'phrase':
      return one.terms.includes(value);
    default:
      return true;
  }
}

/**
 * An incident with what customers said in it: reasons, words, quotes, and what may lie behind. `inside` are the negative
 * voices of the episode and its series, `all` those that its words are compared with; `spellings` are words that mean the
 * same. The alert and the weekly review tell it alike.
 */
export function describeIncident(
  draft: IncidentDraft,
  inside: readonly Contribution[],
  all: readonly Contribution[],
  context: {
    readonly documents: ReadonlyMap<string, StoredDocument>;
    readonly spellings: readonly (readonly string[])[];
    readonly surroundings: Surroundings;
    /** Until when an incident that goes on has lasted. */
    readonly now: Date;
  },
): Incident {
  const codes = ranked(inside.flatMap((one) => [...new Set(one.codes)])).slice(0, MAX_CODES);
  const leading = seriesKind(draft.series) === 'code' ? seriesValue(draft.series) : codes[0]?.key;
  // `inside` is a part of `all` by key, but not always the same objects.
  const merged = inUsualSpelling(all, context.spellings);
  const insideKeys = new Set(inside.map((one) => one.documentKey));
  const counts = termCounts(merged);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const untilMs = draft.endedAt === undefined ? context.now.getTime() : Date.parse(draft.endedAt);
  const { count, expected, upper } = draft;
  const hours = (untilMs - Date.parse(draft.startedAt)) / HOUR_MS;
  return {
    id: createHash('sha256').update(`${draft.series}|${draft.startedAt}`).digest('hex').slice(0, 16),
    series: draft.series,
    seriesTogether: [...draft.seriesTogether],
    startedAt: draft.startedAt,
    ...present('endedAt', draft.endedAt),
    count,
    expected,
    upper,
    severity: severityOf({ count, expected, upper, hours }),
    status: draft.endedAt === undefined ? 'open' : 'resolved',
    codes: codes.map(({ key, documents }) => ({ code: key, documents })),
    sources: ranked(inside.map(({ source }) => source)),
    stages: ranked(inside.map(({ stage }) => stage)),
    ...present('runIds', runsOf(inside, context.documents)),
    causes: likelyCauses(inside, all, draft.startedAt, context.surroundings),
    customers: new Set(inside.flatMap((one) => (one.consented === true ? (one.customerRef ?? []) : []))).size,
    terms: characteristicTerms(
      merged.filter((one) => insideKeys.has(one.documentKey)),
      counts,
      total,
      MAX_TERMS,
    ).map(({ term }) => term),
    evidence: pickQuotes({
      candidates: inside
        .filter((one) => leading === undefined || one.codes.includes(leading))
        .flatMap((one) => context.documents.get(one.documentKey) ?? []),
      limit: QUOTES,
      highlight: (document) => (leading === undefined ? [] : codeEvidence(document, leading)),
      relevance: (document) => (leading === undefined ? 1 : codeRelevance(document, leading)),
      quoted: noQuotesYet(),
    }),
  };
}

/** Runs that brought the voices whose documents are at hand; undefined where none is. */
function runsOf(
  inside: readonly Contribution[],
  documents: ReadonlyMap<string, StoredDocument>,
): string[] | undefined {
  const runs = new Set(inside.flatMap((one) => documents.get(one.documentKey)?.record.runId ?? []));
  return runs.size === 0 ? undefined : [...runs].sort().slice(0, MAX_RUNS);
}

function seriesValue(series: string): string {
  return series.slice(series.indexOf(':') + 1);
}

function ranked<Key extends string>(keys: readonly Key[]): { key: Key; documents: number }[] {
  const counts = new Map<Key, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts]
    .map(([key, documents]) => ({ key, documents }))
    .sort((a, b) => b.documents - a.documents || (a.key < b.key ? -1 : 1));
}
