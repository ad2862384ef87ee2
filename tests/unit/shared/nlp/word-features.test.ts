import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConceptHit } from '../../../../shared/nlp/find-concepts.ts';
import type { CueReading } from '../../../../shared/nlp/read-cues.ts';
import type { Token } from '../../../../shared/nlp/tokenizer.ts';
import { wordFeatures } from '../../../../shared/nlp/word-features.ts';

type Said = Pick<CueReading, 'matches' | 'reached'>;
const NOTHING: Said = { matches: [], reached: [] };

const token = (lemma: string, start: number, pos = 'NNG'): Token => ({
  surface: lemma,
  lemma,
  pos,
  start,
  end: start + lemma.length,
});
const hit = (concept: string, at: number, change: Partial<ConceptHit> = {}): ConceptHit => ({
  concept,
  start: at,
  end: at + 2,
  from: at,
  to: at + 2,
  sentence: 0,
  ...change,
});
const featuresOf = (tokens: readonly Token[], concepts: readonly ConceptHit[] = [], cues: Said = NOTHING) => {
  const { hashes, offsets } = wordFeatures(tokens, concepts, cues);
  return new Map([...hashes].map((hash, index) => [hash, offsets[index]]));
};
/** How many features one has that the other lacks. */
const beyond = (one: ReadonlyMap<number, unknown>, other: ReadonlyMap<number, unknown>): number =>
  [...one.keys()].filter((hash) => !other.has(hash)).length;

describe('the word features of a text', () => {
  it('are its dictionary forms and pairs of neighbours, where they first stand', () => {
    const features = featuresOf([token('앱', 0), token('느리다', 3, 'VA')]);
    expect([...features.values()]).toEqual([0, 3, 0]);
    expect(beyond(features, featuresOf([token('느리다', 0, 'VA'), token('앱', 4)]))).toBe(1);
  });

  it('leave out particles and endings, also between neighbours', () => {
    const bare = featuresOf([token('앱', 0), token('느리다', 3, 'VA')]);
    const full = featuresOf([
      token('앱', 0),
      token('이', 1, 'JKS'),
      token('느리다', 3, 'VA'),
      token('요', 5, 'EF'),
    ]);
    expect(full).toEqual(bare);
  });

  it('read capitals as small letters', () => {
    expect(featuresOf([token('OTP', 0, 'SL')])).toEqual(featuresOf([token('otp', 0, 'SL')]));
  });

  it('are concepts, the first and the last one, and pairs', () => {
    const alone = [featuresOf([], [hit('login', 0)]), featuresOf([], [hit('fail', 6)])];
    expect(alone.map((features) => features.size)).toEqual([3, 3]);
    // login, first; fail, last; and the pair.
    const both = featuresOf([], [hit('login', 0), hit('fail', 6)]);
    expect(both.size).toBe(5);
    expect(beyond(both, new Map(alone.flatMap((features) => [...features])))).toBe(1);
    expect([...both.values()].sort()).toEqual([0, 0, 0, 6, 6]);
  });

  it('tell login → fail from fail → login', () => {
    const there = featuresOf([], [hit('x', 0), hit('login', 3), hit('fail', 6), hit('x', 9)]);
    const back = featuresOf([], [hit('x', 0), hit('fail', 3), hit('login', 6), hit('x', 9)]);
    expect(beyond(there, back)).toBe(1);
  });

  it.each([
    ['in one sentence, 14 letters apart', hit('fail', 16), 5],
    ['in one sentence, 15 letters apart', hit('fail', 17), 4],
    ['in the next sentence', hit('fail', 6, { sentence: 1 }), 4],
    ['far apart in the text, but not in letters', hit('fail', 60, { from: 10, to: 12 }), 5],
  ])('pair concepts %s or not', (_, second, count) => {
    expect(featuresOf([], [hit('login', 0), second]).size).toBe(count);
  });

  it('are the cues that match and the codes they reach', () => {
    const one = featuresOf([], [], { matches: [{ id: 'auth.0', start: 4 }], reached: [] });
    const two = featuresOf([], [], { matches: [{ id: 'auth.0', start: 4 }], reached: ['auth'] });
    expect([...one.values()]).toEqual([4]);
    expect([...two.values()]).toEqual([4, 4]);
    expect(beyond(one, featuresOf([], [], { matches: [{ id: 'auth.1', start: 4 }], reached: [] }))).toBe(1);
  });

  it('keep words, concepts and cues of one name apart', () => {
    const name = 'auth';
    const features = featuresOf([token(name, 0)], [hit(name, 0)], {
      matches: [{ id: name, start: 0 }],
      reached: [name],
    });
    expect(features.size).toBe(1 + 3 + 2);
  });

  it('are each there once, at the first place of it, whatever the words', () => {
    const lemma = fc.constantFrom('앱', '느리다', '로그인', '안', 'otp');
    const concept = fc.constantFrom('login', 'fail', 'fee');
    fc.assert(
      fc.property(
        fc.array(lemma, { maxLength: 20 }),
        fc.array(concept, { maxLength: 20 }),
        (lemmas, names) => {
          const tokens = lemmas.map((each, index) => token(each, index * 10));
          const concepts = names.map((each, index) => hit(each, index * 3));
          const { hashes, offsets } = wordFeatures(tokens, concepts, NOTHING);
          expect(new Set(hashes).size).toBe(hashes.length);
          expect(offsets).toHaveLength(hashes.length);
          const [word] = wordFeatures(tokens.slice(0, 1), [], NOTHING).hashes;
          if (word !== undefined) expect(offsets[hashes.indexOf(word)]).toBe(0);
          // Said twice, a text says the same words.
          const again = wordFeatures([...tokens, ...tokens], [], NOTHING).hashes;
          expect([...new Set([...hashes, ...again])].length - new Set(hashes).size).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('of many concepts grow with their number, not with its square', () => {
    const concepts = (count: number) =>
      Array.from({ length: count }, (_, index) => hit(`concept-${index}`, index * 3));
    const count = (size: number) => featuresOf([], concepts(size)).size;
    expect(count(2_000) / count(1_000)).toBeLessThan(2.01);
    expect(count(1_000) / 1_000).toBeLessThan(8);
  });
});
