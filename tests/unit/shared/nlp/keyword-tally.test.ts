import { describe, expect, it } from 'vitest';
import { createKeywordTally, type TalliedDocument } from '../../../../shared/nlp/keyword-tally.ts';

type Side = TalliedDocument['side'];

function saying(terms: string[], times: number, side: Side = 'input'): TalliedDocument[] {
  return Array.from({ length: times }, () => ({ terms, side }));
}

function reportOf(documents: readonly TalliedDocument[], options = {}) {
  const tally = createKeywordTally();
  for (const document of documents) tally.add(document);
  return tally.report(options);
}

/** Two documents a day for sixty days, and what is said on some days beside them. */
function daily(said: Readonly<Record<string, string[][]>>): TalliedDocument[] {
  return Array.from({ length: 60 }, (_, index) => {
    const day = new Date(Date.UTC(2026, 2, 1 + index)).toISOString().slice(0, 10);
    return [['조회'], ['이체'], ...(said[day] ?? [])].map(
      (terms) => ({ terms, side: 'input', day }) as const,
    );
  }).flat();
}

describe('keyword tally', () => {
  it('counts a word in all its spellings, and tells how the input spells it', () => {
    const report = reportOf(
      [
        ...saying(['업데이트'], 9),
        ...saying(['업뎃'], 4),
        ...saying(['업뎃'], 1, 'background'),
        ...saying(['환급'], 20, 'background'),
      ],
      { spellings: [['업데이트', '업뎃', '업댓']] },
    );
    expect(report).toMatchObject({ inputDocuments: 13, backgroundDocuments: 21 });
    expect(report.keywords).toMatchObject([
      {
        term: '업데이트',
        count: 13,
        backgroundCount: 1,
        spellings: [
          { spelling: '업데이트', count: 9 },
          { spelling: '업뎃', count: 4 },
        ],
      },
    ]);
  });

  it('shows phrases beside their word, and no word that is mostly said within another', () => {
    const { keywords } = reportOf([
      ...saying(['로그인', '로그인이 안되다'], 8),
      ...saying(['로그인'], 8),
      ...saying(['로그인', '로그인창이 느리다'], 4),
      ...saying(['정보유출', '개인정보유출'], 15),
      ...saying(['환급'], 30, 'background'),
    ]);
    expect(keywords.map(({ term }) => term).sort()).toEqual(['개인정보유출', '로그인']);
    expect(keywords.find(({ term }) => term === '로그인')?.phrases).toEqual([
      { spelling: '로그인이 안되다', count: 8 },
    ]);
  });

  it('leaves out names', () => {
    const { keywords } = reportOf(
      [...saying(['돈돌이', '오류'], 12), ...saying(['환급'], 20, 'background')],
      { isBrand: (term: string) => term.includes('돈돌이') },
    );
    expect(keywords.map(({ term }) => term)).toEqual(['오류']);
  });

  it('finds when a term was said more than usual, once for a word and its phrases', () => {
    const crowd = Array.from({ length: 6 }, () => ['결제', '결제가 안되다']);
    const { bursts } = reportOf(
      daily({ '2026-03-20': crowd, '2026-03-21': crowd, '2026-04-10': [['결제']] }),
    );
    expect(bursts).toMatchObject([{ from: '2026-03-20', to: '2026-03-21', count: 12, documents: 16 }]);
  });

  it('takes what lasts most of the time for no burst', () => {
    // Three voices on the first day of twenty months, then two months with two a day.
    const months = (saying: number) =>
      Array.from({ length: 60 }, (_, index) => {
        const month = Math.floor(index / 3);
        const day = new Date(Date.UTC(2024, 5 + month, 1)).toISOString().slice(0, 10);
        return { terms: [month >= 20 - saying ? '결제' : `말${index}`], side: 'input', day } as const;
      });
    expect(reportOf([...months(8), ...daily({})]).bursts).toMatchObject([{ term: '결제', count: 24 }]);
    expect(reportOf([...months(19), ...daily({})]).bursts).toEqual([]);
  });

  it('has no bursts without days, and keeps to the limit', () => {
    const documents = [
      ...saying(['오류', '느리다', '멈추다'], 12),
      ...saying(['환급', '편하다'], 20, 'background'),
    ];
    expect(reportOf(documents)).toMatchObject({ bursts: [] });
    expect(reportOf(documents).keywords).toHaveLength(3);
    expect(reportOf(documents, { limit: 2 }).keywords).toHaveLength(2);
    expect(reportOf([])).toEqual({ inputDocuments: 0, backgroundDocuments: 0, keywords: [], bursts: [] });
  });

  it('does not depend on the order of documents', () => {
    const documents = [
      ...daily({ '2026-03-20': Array.from({ length: 8 }, () => ['결제']) }),
      ...saying(['로긴'], 5),
      ...saying(['로그인'], 5),
      ...saying(['환급'], 50, 'background'),
    ];
    const options = { spellings: [['로그인', '로긴']] };
    expect(reportOf([...documents].reverse(), options)).toEqual(reportOf(documents, options));
  });

  it('tallies twenty thousand documents', () => {
    const documents = Array.from(
      { length: 20_000 },
      (_, index): TalliedDocument => ({
        terms: [`말${index % 900}`, `말${(index * 7) % 1_300}`],
        side: index % 3 === 0 ? 'input' : 'background',
        day: new Date(Date.UTC(2024, 0, 1 + (index % 400))).toISOString().slice(0, 10),
      }),
    );
    const input = documents.filter(({ side }) => side === 'input').length;
    expect(reportOf(documents)).toMatchObject({
      inputDocuments: input,
      backgroundDocuments: documents.length - input,
    });
  });
});
