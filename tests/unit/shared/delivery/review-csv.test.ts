import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { hesitationsCsv, keywordsCsv } from '../../../../shared/delivery/review-csv.ts';
import { makeReview, TAXONOMY } from './review-factory.ts';

const options = { language: 'ko', taxonomy: TAXONOMY } as const;
const rows = (csv: string): Record<string, string>[] => parse(csv, { bom: true, columns: true });

describe('the CSV files of a review', () => {
  it('open in a spreadsheet: byte order mark, header, one row per point', () => {
    const csv = hesitationsCsv(makeReview(), options);
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
    expect(rows(hesitationsCsv({ ...review, points }, options))[0]).toMatchObject({
      '이전 4주 대비(배)': '',
      상한: '',
    });
  });

  it.each(['=HYPERLINK("http://x","y")', '+1', '-1', '@SUM(A1)', '\t=1', '＝1'])(
    'never let %j run as a formula',
    (text) => {
      const [row] = rows(keywordsCsv(makeReview({ phrase: text, quote: text }), options));
      expect(row?.표현).toBe(`'${text}`);
      expect(row?.인용).toBe(`'${text}`);
    },
  );

  it('keep quotes, commas and line breaks inside their cell', () => {
    const text = '첫째 줄, "둘째"\n셋째';
    expect(rows(keywordsCsv(makeReview({ quote: text }), options))[0]?.인용).toBe(text);
  });
});
