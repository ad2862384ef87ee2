import * as z from 'zod';
import { compareText } from '../domain/compare-text.ts';
import type { Contribution } from '../domain/contribution.ts';
import type { FunnelStage, SentimentLabel, SourceKind } from '../domain/taxonomy.ts';
import { FUNNEL_STAGES, SENTIMENT_LABELS, SOURCE_KINDS } from '../domain/taxonomy.ts';
import { matchesWord } from './search-words.ts';

/** A part is read and decoded as one, in a few milliseconds. */
const VOICES_PER_PART = 2_000;
const UNRATED = '-';

const PostingsSchema = z.record(z.string(), z.array(z.int().min(0)));

/**
 * A part of a day's index of voices, newest first. Columns have one letter per voice, postings name voices by place, as
 * differences: an inverted index (Zobel & Moffat, "Inverted files for text search engines", ACM Computing Surveys
 * 38(2), 2006) small enough to be read whole.
 */
export const VoiceIndexPartSchema = z.object({
  keys: z.array(z.string()),
  /** Runs of one bucket: its name and how many voices it has. */
  buckets: z.array(z.tuple([z.string(), z.int().min(1)])),
  sources: z.string(),
  sentiments: z.string(),
  stages: z.string(),
  ratings: z.string(),
  codes: PostingsSchema,
  segments: PostingsSchema,
  terms: PostingsSchema,
});
export type VoiceIndexPart = z.infer<typeof VoiceIndexPartSchema>;

/** What voices are narrowed by; an absent one admits all. */
export interface VoiceFilter {
  readonly code?: string | undefined;
  readonly stage?: FunnelStage | undefined;
  readonly source?: SourceKind | undefined;
  readonly sentiment?: SentimentLabel | undefined;
  readonly segment?: string | undefined;
  /** Whole stars. */
  readonly star?: number | undefined;
  /** Every one must be among the voice's keywords, see `matchesWord`. */
  readonly words?: readonly string[] | undefined;
}

/** A place in the order of a day: bucket, then document key, both falling. */
export interface PlaceInDay {
  readonly bucket: string;
  readonly documentKey: string;
}

/** Negative where `a` is newer. */
export function comparePlaces(a: PlaceInDay, b: PlaceInDay): number {
  return compareText(b.bucket, a.bucket) || compareText(b.documentKey, a.documentKey);
}

/** The index of a day's voices, in parts that follow each other. */
export function indexVoices(contributions: readonly Contribution[]): VoiceIndexPart[] {
  const sorted = contributions.toSorted(comparePlaces);
  const parts: VoiceIndexPart[] = [];
  for (let start = 0; start < sorted.length; start += VOICES_PER_PART)
    parts.push(partOf(sorted.slice(start, start + VOICES_PER_PART)));
  return parts;
}

/** The voices of a part that match, newest first, beginning behind `after`. */
export function searchPart(part: VoiceIndexPart, filter: VoiceFilter, after?: PlaceInDay): PlaceInDay[] {
  let places = allPlaces(part);
  const narrow = (postings: readonly number[]) => {
    const listed = new Set(postings);
    places = places.filter((place) => listed.has(place));
  };
  if (filter.code !== undefined) narrow(decoded(part.codes[filter.code]));
  if (filter.segment !== undefined) narrow(decoded(part.segments[filter.segment]));
  for (const word of filter.words ?? []) {
    const terms = Object.keys(part.terms).filter((term) => matchesWord(term, word));
    narrow(terms.flatMap((term) => decoded(part.terms[term])));
  }
  const columns: [string, string | undefined][] = [
    [part.sources, letterOf(SOURCE_KINDS, filter.source)],
    [part.sentiments, letterOf(SENTIMENT_LABELS, filter.sentiment)],
    [part.stages, letterOf(FUNNEL_STAGES, filter.stage)],
    [part.ratings, filter.star === undefined ? undefined : String(filter.star)],
  ];
  for (const [column, letter] of columns) {
    if (letter !== undefined) places = places.filter((place) => column[place] === letter);
  }
  const bucketAt = part.buckets.flatMap(([bucket, voices]) => Array<string>(voices).fill(bucket));
  return places
    .map((place) => ({ bucket: bucketAt[place] ?? '', documentKey: part.keys[place] ?? '' }))
    .filter((place) => after === undefined || comparePlaces(place, after) > 0);
}

/** Where a part ends. */
export function lastPlace(part: VoiceIndexPart): PlaceInDay {
  return { bucket: part.buckets.at(-1)?.[0] ?? '', documentKey: part.keys.at(-1) ?? '' };
}

function partOf(contributions: readonly Contribution[]): VoiceIndexPart {
  const buckets: [string, number][] = [];
  for (const { bucket } of contributions) {
    const run = buckets.at(-1);
    if (run?.[0] === bucket) run[1] += 1;
    else buckets.push([bucket, 1]);
  }
  const column = (letter: (contribution: Contribution) => string | undefined) =>
    contributions.map((contribution) => letter(contribution) ?? UNRATED).join('');
  return {
    keys: contributions.map(({ documentKey }) => documentKey),
    buckets,
    sources: column(({ source }) => letterOf(SOURCE_KINDS, source)),
    sentiments: column(({ sentiment }) => letterOf(SENTIMENT_LABELS, sentiment)),
    stages: column(({ stage }) => letterOf(FUNNEL_STAGES, stage)),
    ratings: column(({ rating }) =>
      rating === undefined ? undefined : String(Math.min(9, Math.max(0, Math.round(rating)))),
    ),
    codes: postingsOf(contributions, ({ codes }) => codes),
    segments: postingsOf(contributions, ({ segment }) => (segment === undefined ? [] : [segment])),
    terms: postingsOf(contributions, ({ terms }) => terms.map((term) => term.toLowerCase())),
  };
}

/** By key the places that have it, each as the difference to the one before. */
function postingsOf(
  contributions: readonly Contribution[],
  keysOf: (contribution: Contribution) => readonly string[],
): Record<string, number[]> {
  const postings = new Map<string, { last: number; steps: number[] }>();
  for (const [place, contribution] of contributions.entries()) {
    for (const key of new Set(keysOf(contribution))) {
      // This one would set the prototype of an object.
      if (key === '__proto__') continue;
      const known = postings.get(key) ?? { last: 0, steps: [] };
      known.steps.push(place - known.last);
      known.last = place;
      postings.set(key, known);
    }
  }
  return Object.fromEntries([...postings].map(([key, { steps }]) => [key, steps]));
}

function decoded(steps: readonly number[] | undefined): number[] {
  let place = 0;
  return (steps ?? []).map((step) => {
    place += step;
    return place;
  });
}

function allPlaces(part: VoiceIndexPart): number[] {
  return Array.from({ length: part.keys.length }, (_, place) => place);
}

function letterOf<Name extends string>(names: readonly Name[], name: Name | undefined): string | undefined {
  return name === undefined ? undefined : String(names.indexOf(name));
}
