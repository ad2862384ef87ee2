import { createHash } from 'node:crypto';
import type { Aggregate } from '../domain/aggregate.ts';
import type { Contribution } from '../domain/contribution.ts';
import type { EmergingDecision, EmergingPoint } from '../domain/emerging-point.ts';
import type { Change } from '../domain/measure.ts';
import type { StoredDocument } from '../domain/stored-document.ts';
import { cellAt, isUnexplained } from './aggregate.ts';
import { compareWithPast } from './compare-periods.ts';
import { totalOf } from './points.ts';
import { noQuotesYet, pickQuotes } from './quotes.ts';
import type { ReviewWindow } from './review-window.ts';

const MIN_DOCUMENTS = 5;
/** A rise that may be less than this is no news to a team. */
const MIN_RISE = 1.5;
/** Two phrases are of one matter when this part of the rarer one's documents says both. */
const TOGETHER = 0.5;
/** A phrase says nothing beside a longer one that holds it and stands for nearly all of its documents. */
const MOSTLY = 0.8;
const NAMED_TERMS = 3;
const MAX_TERMS = 8;
const MAX_POINTS = 5;
const QUOTES = 3;
/** One text that is posted again and again, or two people, are no matter of customers. */
const MIN_DISTINCT_TEXTS = 3;
const EVIDENCE_DOCUMENTS = 40;

interface Rising {
  readonly term: string;
  readonly change: Exclude<Change, 'too-few'>;
  readonly documents: readonly Contribution[];
}

/**
 * What customers who are not content suddenly speak of and the taxonomy has no reason for: phrases of documents without a
 * code that are said clearly more than in the weeks before (a scan of the week's counts against over-dispersed past
 * weeks, the false discovery rate held over all phrases), clustered by the documents they share. Most documents first, at
 * most 5. What a person dismissed or accepted does not come again, under other words of the same matter neither.
 * A phrase of one text only, however often it is posted, is left out.
 */
export function emergingPoints(input: {
  window: ReviewWindow;
  contributions: readonly Contribution[];
  documents: ReadonlyMap<string, StoredDocument>;
  decisions: readonly EmergingDecision[];
}): EmergingPoint[] {
  const { window, contributions, documents, decisions } = input;
  const quoted = noQuotesYet();
  return clustersOf(risingPhrases(window, contributions))
    .filter((cluster) => !isDecided(cluster, decisions))
    .flatMap((cluster) => {
      const said = documentsOf(cluster);
      const terms = cluster.map(({ term }) => term);
      const evidence = pickQuotes({
        candidates: said.flatMap((one) => documents.get(one.documentKey) ?? []),
        limit: QUOTES,
        highlight: ({ record }) => occurrences(record.text, terms),
        quoted,
      });
      const [leading] = cluster;
      if (leading === undefined || evidence.length < MIN_DISTINCT_TEXTS) return [];
      const days = said.map(({ day }) => day).sort();
      return {
        id: createHash('sha256').update(leading.term).digest('hex').slice(0, 16),
        name: terms.slice(0, NAMED_TERMS).join(' · '),
        terms: cluster
          .slice(0, MAX_TERMS)
          .map((one) => ({ term: one.term, documents: one.documents.length })),
        documents: said.length,
        customers: new Set(said.flatMap((one) => one.customerRef ?? [])).size,
        negativeShare: said.filter(({ sentiment }) => sentiment === 'negative').length / said.length,
        change: leading.change,
        firstDay: days[0] ?? '',
        lastDay: days.at(-1) ?? '',
        evidence,
      };
    })
    .sort((a, b) => b.documents - a.documents || (a.id < b.id ? -1 : 1))
    .slice(0, MAX_POINTS);
}

/** The documents to load, so that what emerges can be quoted; a bounded number for each phrase. */
export function emergingKeys(window: ReviewWindow, contributions: readonly Contribution[]): string[] {
  return risingPhrases(window, contributions)
    .slice(0, MAX_POINTS * MAX_TERMS)
    .flatMap(({ documents }) => documents.slice(0, EVIDENCE_DOCUMENTS))
    .map(({ documentKey }) => documentKey);
}

/** The clearest rise first. */
function risingPhrases(window: ReviewWindow, contributions: readonly Contribution[]): Rising[] {
  // Weeks counted before open terms were say nothing of them, which is not the same as zero.
  const past = window.past.filter(({ cells }) => cells['open-term'] !== undefined);
  if (past.length < 2) return [];
  const terms = Object.entries(window.current.cells['open-term'] ?? {})
    .filter(([, { documents }]) => documents >= MIN_DOCUMENTS)
    .map(([term]) => term)
    .sort();
  const changes = compareWithPast(
    terms.map((term) => {
      const period = (aggregate: Aggregate) => ({
        events: cellAt(aggregate, 'open-term', term).documents,
        documents: totalOf(aggregate),
      });
      return { now: period(window.current), past: past.map(period) };
    }),
  );
  const risen = new Map<string, Exclude<Change, 'too-few'>>();
  for (const [index, change] of changes.entries()) {
    const term = terms[index];
    if (term !== undefined && change !== 'too-few' && change.significant && change.low >= MIN_RISE)
      risen.set(term, change);
  }
  const saying = new Map<string, Contribution[]>();
  for (const one of contributions) {
    if (risen.size === 0 || !isUnexplained(one)) continue;
    for (const term of one.terms) if (risen.has(term)) saying.set(term, [...(saying.get(term) ?? []), one]);
  }
  return [...risen]
    .map(([term, change]) => ({ term, change, documents: saying.get(term) ?? [] }))
    .filter(({ documents }) => documents.length >= MIN_DOCUMENTS)
    .sort(
      (a, b) =>
        b.change.low - a.change.low || b.documents.length - a.documents.length || (a.term < b.term ? -1 : 1),
    );
}

/** Single linkage over shared documents; within a cluster the most said phrase first, without parts of longer ones. */
function clustersOf(phrases: readonly Rising[]): Rising[][] {
  const clusters: Rising[][] = [];
  for (const phrase of phrases) {
    const near = clusters.filter((cluster) => cluster.some((other) => overlap(phrase, other) >= TOGETHER));
    const merged = [phrase, ...near.flat()];
    for (const cluster of near) clusters.splice(clusters.indexOf(cluster), 1);
    clusters.push(merged);
  }
  return clusters.map((cluster) =>
    cluster
      .filter((one) => !cluster.some((longer) => isPartOf(one, longer)))
      .sort((a, b) => b.documents.length - a.documents.length || (a.term < b.term ? -1 : 1)),
  );
}

function overlap(a: Rising, b: Rising): number {
  const keys = new Set(a.documents.map(({ documentKey }) => documentKey));
  const shared = b.documents.filter(({ documentKey }) => keys.has(documentKey)).length;
  return shared / Math.min(a.documents.length, b.documents.length);
}

function isPartOf(part: Rising, whole: Rising): boolean {
  return (
    part.term.length < whole.term.length &&
    whole.term.includes(part.term) &&
    whole.documents.length >= MOSTLY * part.documents.length
  );
}

function documentsOf(cluster: readonly Rising[]): Contribution[] {
  const byKey = new Map(cluster.flatMap(({ documents }) => documents.map((one) => [one.documentKey, one])));
  return [...byKey.values()].sort((a, b) => (a.documentKey < b.documentKey ? -1 : 1));
}

/** The leading phrase was decided on, or half of the phrases were, as one matter. */
function isDecided(cluster: readonly Rising[], decisions: readonly EmergingDecision[]): boolean {
  return decisions.some(({ terms }) => {
    const known = cluster.filter(({ term }) => terms.includes(term));
    return known[0] === cluster[0] || known.length >= cluster.length / 2;
  });
}

/** Where a text says one of the phrases as written; phrases in their dictionary form mostly do not stand in it. */
function occurrences(text: string, terms: readonly string[]): { start: number; end: number }[] {
  return terms.flatMap((term) => {
    const start = text.indexOf(term);
    return start < 0 ? [] : [{ start, end: start + term.length }];
  });
}
