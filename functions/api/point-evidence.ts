import { shardOf } from '../../shared/domain/document-identity.ts';
import type { HesitationPoint, Quote } from '../../shared/domain/insight.ts';
import type { FunnelStage } from '../../shared/domain/taxonomy.ts';
import { characteristicTerms, termCounts } from '../../shared/insight/characteristic-terms.ts';
import type { PointFilter } from '../../shared/insight/point-day.ts';
import { codeEvidence, codeRelevance, noQuotesYet, pickQuotes } from '../../shared/insight/quotes.ts';
import type { CountedCut } from './point-counts.ts';
import type { ApiDeps } from './ports.ts';
import type { createVoiceSearch } from './voice-search.ts';

/** A sample is taken from so many days at most, spread over the period, and has so many voices at most. */
const MAX_DAYS = 14;
const MAX_VOICES = 210;
/** Where all voices fit, all days are read, so that people can be counted; but no more than a month of them. */
const MAX_DAYS_OF_FEW = 31;
const QUOTES = 6;
const MAX_TERMS = 10;

type Deps = Pick<ApiDeps, 'contributions' | 'documents'> & {
  readonly search: ReturnType<typeof createVoiceSearch>;
};

/** What was said at a point. */
export interface PointEvidence {
  readonly evidence: readonly Quote[];
  readonly terms: HesitationPoint['terms'];
  /** Null where there are too many voices to count people in. */
  readonly customers: number | null;
}

/**
 * Quotes and characteristic words of a counted point, from a bounded sample of its voices: evenly over the days of its
 * period from `from` on, the newest of each. Words are compared with a sample of all voices of the same days; how many
 * documents say a word is of the sample. What was read once is given as long as the count that it belongs to is kept.
 */
export function createPointEvidence(deps: Deps) {
  const kept = new WeakMap<CountedCut, Promise<PointEvidence>>();
  return function evidenceOf(cut: CountedCut, from: string, filter: PointFilter): Promise<PointEvidence> {
    const known = kept.get(cut);
    if (known !== undefined) return known;
    const read = readEvidence(deps, cut.point, from, filter);
    kept.set(cut, read);
    read.catch(() => kept.delete(cut));
    return read;
  };
}

async function readEvidence(
  deps: Deps,
  point: CountedCut['point'],
  from: string,
  filter: PointFilter,
): Promise<PointEvidence> {
  const spoken = point.daily.filter(({ day, documents }) => day >= from && documents > 0);
  const isFew = point.documents <= MAX_VOICES && spoken.length <= MAX_DAYS_OF_FEW;
  const days = spread(
    spoken.map(({ day }) => day),
    isFew ? MAX_DAYS_OF_FEW : MAX_DAYS,
  );
  const perDay = Math.ceil(MAX_VOICES / Math.max(1, days.length));
  const [ofPoint, ofAll] = await Promise.all([
    sample(deps, days, { ...filter, code: point.code, stage: point.stage }, isFew ? MAX_VOICES : perDay),
    sample(deps, days, filter, perDay),
  ]);
  const group = ofPoint.filter((one) => one.codes.includes(point.code) && one.stage === point.stage);
  const all = [...new Map([...ofAll, ...group].map((one) => [one.documentKey, one])).values()];
  const counts = termCounts(all);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const documents = await deps.documents.getMany(group.map(({ documentKey }) => documentKey));
  return {
    evidence: pickQuotes({
      candidates: [...documents.values()].filter(({ record }) => record.erased !== true),
      limit: QUOTES,
      highlight: (document) => codeEvidence(document, point.code),
      relevance: (document) => codeRelevance(document, point.code),
      quoted: noQuotesYet(),
    }),
    terms: characteristicTerms(group, counts, total, MAX_TERMS).map(({ term, documents: said }) => ({
      term,
      documents: said,
    })),
    customers:
      group.length >= point.documents ? new Set(group.flatMap((one) => one.customerRef ?? [])).size : null,
  };
}

async function sample(
  { search, contributions }: Deps,
  days: readonly string[],
  filter: PointFilter & { code?: string; stage?: FunnelStage },
  perDay: number,
) {
  const { lifecycle, channel, ...indexed } = filter;
  const places = await Promise.all(
    days.map((day) => search({ from: day, to: day, filter: indexed, limit: perDay })),
  );
  const found = await contributions.getMany(
    places.flatMap(({ found }) => found.map((place) => ({ ...place, shard: shardOf(place.documentKey) }))),
  );
  return found.filter(
    (one) =>
      (lifecycle === undefined || one.lifecycleStage === lifecycle) &&
      (channel === undefined || one.acquisitionChannel === channel),
  );
}

/** At most so many, evenly, the first and the last among them. */
function spread(days: readonly string[], most: number): string[] {
  if (days.length <= most) return [...days];
  const step = (days.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => days[Math.round(index * step)] ?? '');
}
