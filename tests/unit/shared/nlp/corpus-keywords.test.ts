import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { corpusKeywords, countTerms } from '../../../../shared/nlp/corpus-keywords.ts';
import { logOddsRatio } from '../../../../shared/nlp/log-odds.ts';

const repeat = (terms: string[], times: number): string[][] => Array.from({ length: times }, () => terms);

describe('logOddsRatio', () => {
  it('is the formula of Monroe, Colaresi and Quinn', () => {
    const { logOdds, z } = logOddsRatio({
      here: 30,
      hereTotal: 100,
      there: 10,
      thereTotal: 200,
      prior: 5,
      priorTotal: 50,
    });
    const expected = Math.log(35 / (150 - 35)) - Math.log(15 / (250 - 15));
    expect(logOdds).toBeCloseTo(expected, 12);
    expect(z).toBeCloseTo(expected / Math.sqrt(1 / 35 + 1 / 15), 12);
  });

  it('changes its sign when the sides change places', () => {
    const count = fc.integer({ min: 0, max: 500 });
    fc.assert(
      fc.property(count, count, fc.integer({ min: 1, max: 50 }), (a, b, prior) => {
        const totals = { prior, priorTotal: 100 };
        const one = logOddsRatio({ here: a, hereTotal: 600, there: b, thereTotal: 700, ...totals });
        const other = logOddsRatio({ here: b, hereTotal: 700, there: a, thereTotal: 600, ...totals });
        expect(one.logOdds).toBeCloseTo(-other.logOdds, 9);
      }),
    );
  });
});

describe('corpusKeywords', () => {
  it('names what one corpus says more, with its counts, and not what both say', () => {
    const corpus = countTerms([...repeat(['환급금 조회', '앱'], 40), ...repeat(['앱'], 60)]);
    const background = countTerms([...repeat(['배송', '앱'], 40), ...repeat(['앱'], 60)]);
    const found = corpusKeywords(corpus, background);
    expect(found.map(({ term }) => term)).toEqual(['환급금 조회']);
    expect(found[0]).toMatchObject({ count: 40, backgroundCount: 0 });
    expect(found[0]?.z).toBeGreaterThan(3);
  });

  it('trusts two hundred of a thousand more than two of two', () => {
    const corpus = countTerms([...repeat(['수수료'], 200), ...repeat(['드문말'], 2), ...repeat(['앱'], 800)]);
    const background = countTerms([...repeat(['수수료'], 60), ...repeat(['앱'], 940)]);
    const found = corpusKeywords(corpus, background, { minZ: -Infinity });
    expect(found[0]?.term).toBe('수수료');
  });

  it('finds nothing between two samples of one source', () => {
    const words = ['앱', '은행', '이체', '로그인', '수수료', '배송'];
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat({ max: words.length - 1 })), (stream) => {
        const draw = () => Array.from({ length: 400 }, () => [words[stream.next().value ?? 0] ?? '']);
        const found = corpusKeywords(countTerms(draw()), countTerms(draw()), { minZ: 4.5 });
        expect(found).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('counts a term once per document, and has an answer for empty sides', () => {
    expect(countTerms([['앱', '앱']]).counts.get('앱')).toBe(1);
    const some = countTerms(repeat(['앱'], 5));
    expect(corpusKeywords(countTerms([]), some)).toEqual([]);
    for (const { z } of corpusKeywords(some, countTerms([]), { minZ: -Infinity })) expect(z).not.toBeNaN();
  });

  it('does not depend on the order of documents', () => {
    const documents = [...repeat(['가', '나'], 9), ...repeat(['다'], 7), ...repeat(['나'], 4)];
    const background = countTerms(repeat(['가'], 30));
    expect(corpusKeywords(countTerms(documents), background)).toEqual(
      corpusKeywords(countTerms([...documents].reverse()), background),
    );
  });
});
