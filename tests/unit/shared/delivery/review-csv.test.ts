import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draftCsv, tableCsv } from '../../../../shared/delivery/review-csv.ts';
import { TABLE_FIELDS, TABLE_NAMES } from '../../../../shared/delivery/table-fields.ts';
import { makeReview, TAXONOMY } from './review-factory.ts';

const options = { language: 'ko', taxonomy: TAXONOMY } as const;
const rows = (csv: string): Record<string, string>[] => parse(csv, { bom: true, columns: true });

describe('the CSV files of a review', () => {
  it('open in a spreadsheet: byte order mark, header, one row per point', () => {
    const csv = tableCsv(makeReview(), 'hesitations', options);
    expect(csv.charCodeAt(0)).toBe(0xfeff);
    expect(csv.endsWith('\r\n')).toBe(true);
    expect(rows(csv)).toEqual([
      expect.objectContaining({
        주: '2026-W46',
        순위: '1',
        사유: '본인인증·로그인',
        건수: '42',
        '이전 4주 대비(배)': '3.2',
        '뚜렷한 변화': 'Y',
      }),
    ]);
  });

  it('leave change columns empty where counts do not tell', () => {
    const review = makeReview();
    const points = review.points.map((point) => ({ ...point, change: 'too-few' as const }));
    expect(rows(tableCsv({ ...review, points }, 'hesitations', options))[0]).toMatchObject({
      '이전 4주 대비(배)': '',
      상한: '',
    });
  });

  it.each(['=HYPERLINK("http://x","y")', '+1', '-1', '@SUM(A1)', '\t=1', '＝1'])(
    'never let %j run as a formula',
    (text) => {
      const [row] = rows(tableCsv(makeReview({ phrase: text, quote: text }), 'keywords', options));
      expect(row?.표현).toBe(`'${text}`);
      expect(row?.인용).toBe(`'${text}`);
    },
  );

  it.each(TABLE_NAMES)('have one cell per header in %s, in both languages', (table) => {
    expect(TABLE_FIELDS[table].ko).toHaveLength(TABLE_FIELDS[table].fields.length);
    if (table === 'draft') return;
    const [point, ...others] = makeReview().points;
    if (point === undefined) throw new Error('the review has a point');
    const review = makeReview({
      points: [
        {
          ...point,
          tracking: {
            since: '2026-11-09T00:00:00.000Z',
            experiment: null,
            owner: '인증팀',
            dueDate: '2026-11-20',
            note: null,
          },
        },
        ...others,
      ],
    });
    // csv-parse refuses rows whose length differs from the header's.
    for (const language of ['ko', 'en'] as const) {
      expect(rows(tableCsv(review, table, { ...options, language })).length).toBeGreaterThan(0);
    }
  });

  it('carry the columns that another tool wants, in its order and under its names', () => {
    const csv = tableCsv(makeReview(), 'keywords', options, [
      { header: '본문', field: 'drafts' },
      { header: '키워드', field: 'phrase' },
    ]);
    expect(rows(csv)).toEqual([{ 본문: '‘본인인증’에서 막히셨다면 이렇게 해 보세요.', 키워드: '본인인증' }]);
  });

  it('give an accepted draft one row', () => {
    const draft = {
      id: 'd1',
      suggestionId: 'k1',
      week: '2026-W46',
      code: 'auth',
      stage: 'verification',
      segment: 'all',
      phrase: '본인인증',
      text: '=cmd',
      test: { metric: 'click', baseline: 0.05, minimumEffect: 0.1, perVariant: 31_234 },
    } as const;
    expect(rows(draftCsv(draft, options))[0]).toMatchObject({
      표현: '본인인증',
      문안: "'=cmd",
      '캠페인 태그': 'voc:k1',
      '한쪽 발송 수': '31234',
    });
    expect(rows(draftCsv({ ...draft, test: null }, options))[0]).toMatchObject({ '한쪽 발송 수': '' });
  });

  it('never let any text run as a formula, and lose none of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        const cell =
          rows(tableCsv(makeReview({ quote: text, phrase: 'x' }), 'quotes', options))[0]?.인용 ?? '';
        expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]/u);
        expect([text, `'${text}`]).toContain(cell);
      }),
    );
  });

  it('keep quotes, commas and line breaks inside their cell', () => {
    const text = '첫째 줄, "둘째"\n셋째';
    expect(rows(tableCsv(makeReview({ quote: text }), 'keywords', options))[0]?.인용).toBe(text);
  });
});
