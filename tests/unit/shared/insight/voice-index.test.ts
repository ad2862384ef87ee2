import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Contribution } from '../../../../shared/domain/contribution.ts';
import { FUNNEL_STAGES, SENTIMENT_LABELS, SOURCE_KINDS } from '../../../../shared/domain/taxonomy.ts';
import { matchesWord, searchWords } from '../../../../shared/insight/search-words.ts';
import {
  comparePlaces,
  indexVoices,
  lastPlace,
  searchPart,
  type VoiceFilter,
} from '../../../../shared/insight/voice-index.ts';

const CODES = ['price', 'auth', 'trust'];
const TERMS = ['수수료', '본인인증', '인증', '환급 조회', 'constructor', '__proto__', 'App'];
const SEGMENTS = ['vip', '20대'];

const contributions = fc
  .uniqueArray(
    fc.record({
      id: fc.nat(5_000),
      hour: fc.constantFrom('2026-11-10', '2026-11-10T01', '2026-11-10T02', '2026-11-10T15'),
      source: fc.constantFrom(...SOURCE_KINDS),
      sentiment: fc.constantFrom(...SENTIMENT_LABELS),
      stage: fc.constantFrom(...FUNNEL_STAGES),
      rating: fc.option(fc.constantFrom(1, 2, 3, 4, 5), { nil: undefined }),
      codes: fc.subarray(CODES),
      segment: fc.option(fc.constantFrom(...SEGMENTS), { nil: undefined }),
      terms: fc.subarray(TERMS),
    }),
    { selector: ({ id }) => id, maxLength: 60 },
  )
  .map((list) =>
    list.map(
      ({ id, hour, segment, rating, ...labels }): Contribution => ({
        ...labels,
        documentKey: id.toString(16).padStart(64, '0'),
        day: '2026-11-10',
        bucket: hour,
        shard: 0,
        revision: 'r',
        connector: 'kr',
        language: 'ko',
        urgency: 'normal',
        analysisVersion: 'a1',
        ...(segment === undefined ? {} : { segment }),
        ...(rating === undefined ? {} : { rating }),
      }),
    ),
  );

const filters = fc.record(
  {
    code: fc.constantFrom(...CODES, 'support'),
    stage: fc.constantFrom(...FUNNEL_STAGES),
    source: fc.constantFrom(...SOURCE_KINDS),
    sentiment: fc.constantFrom(...SENTIMENT_LABELS),
    segment: fc.constantFrom(...SEGMENTS),
    star: fc.constantFrom(1, 3, 5),
    words: fc.subarray(['인증', '수수료가', 'app', 'constructor']),
  },
  { requiredKeys: [] },
);

function matches(one: Contribution, filter: VoiceFilter): boolean {
  return (
    (filter.code === undefined || one.codes.includes(filter.code)) &&
    (filter.stage === undefined || one.stage === filter.stage) &&
    (filter.source === undefined || one.source === filter.source) &&
    (filter.sentiment === undefined || one.sentiment === filter.sentiment) &&
    (filter.segment === undefined || one.segment === filter.segment) &&
    (filter.star === undefined || one.rating === filter.star) &&
    (filter.words ?? []).every((word) => one.terms.some((term) => matchesWord(term.toLowerCase(), word)))
  );
}

const placeOf = ({ bucket, documentKey }: Contribution) => ({ bucket, documentKey });

describe('the index of a day’s voices', () => {
  it('finds exactly the voices that match, newest first, from any place on', () => {
    fc.assert(
      fc.property(contributions, filters, fc.nat(60), (all, filter, from) => {
        const after = all[from];
        const expected = all
          .filter((one) => matches(one, filter))
          .map(placeOf)
          .sort(comparePlaces)
          .filter((place) => after === undefined || comparePlaces(place, after) > 0);
        const found = indexVoices(all).flatMap((part) => searchPart(part, filter, after));
        expect(found).toEqual(expected);
      }),
    );
  });

  it('is the same for the same voices in any order', () => {
    fc.assert(
      fc.property(contributions, (all) => {
        expect(indexVoices(all.toReversed())).toEqual(indexVoices(all));
      }),
    );
  });

  it('comes in parts that follow each other without a gap', () => {
    const [one] = fc.sample(contributions, { numRuns: 1, seed: 7 });
    const many = Array.from({ length: 4_100 }, (_, index) => ({
      ...(one?.[0] as Contribution),
      documentKey: index.toString(16).padStart(64, '0'),
    }));
    const parts = indexVoices(many);
    expect(parts.map((part) => part.keys.length)).toEqual([2_000, 2_000, 100]);
    const [first, second] = parts.map((part) => searchPart(part, {}));
    expect(first?.at(-1)).toEqual(lastPlace(parts[0] as (typeof parts)[0]));
    expect(comparePlaces(first?.at(-1) as never, second?.[0] as never)).toBeLessThan(0);
  });
});

describe('a search word', () => {
  it.each([
    ['수수료', '수수료', true],
    ['수수료', '수수료가', true],
    ['수수료', '수수료에서는', true],
    ['본인인증', '인증', true],
    ['환급 조회', '조회', true],
    ['수수료', '수수께끼', false],
    ['인증', '본인인증', false],
    ['수', '수가', false],
  ])('finds %s by %s: %s', (term, word, found) => expect(matchesWord(term, word)).toBe(found));

  it('is cut from what was typed: composed, small, without signs, at most five', () => {
    expect(searchWords('  수수료! APP (앱)'.normalize('NFD'))).toEqual(['수수료', 'app', '앱']);
    expect(searchWords('a b c d e f g')).toHaveLength(5);
    expect(searchWords('…!?')).toEqual([]);
  });
});
