import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseKoreanDate } from '../../../../../shared/sources/text/korean-date.ts';

const SEOUL = 'Asia/Seoul';
/** 2026-11-20 10:00:30 in Seoul. */
const NOW = new Date('2026-11-20T01:00:30Z');
const read = (text: string, now = NOW) => parseKoreanDate(text, now, SEOUL);
/** A time of Seoul as the result gives it. */
const seoul = (local: string) => new Date(`${local}+09:00`).toISOString();

describe('parseKoreanDate', () => {
  it.each([
    ['방금', '2026-11-20T10:00:00'],
    ['방금 전', '2026-11-20T10:00:00'],
    ['30초 전', '2026-11-20T10:00:00'],
    ['5분 전', '2026-11-20T09:55:00'],
    ['5분전', '2026-11-20T09:55:00'],
    ['3시간 전', '2026-11-20T07:00:00'],
    ['11시간 전', '2026-11-19T23:00:00'],
    ['어제 14:20', '2026-11-19T14:20:00'],
    ['오늘 09:00', '2026-11-20T09:00:00'],
    ['09:15', '2026-11-20T09:15:00'],
    ['09:15:42', '2026-11-20T09:15:42'],
    ['23:59', '2026-11-19T23:59:00'],
    ['10:01', '2026-11-20T10:01:00'],
    ['10:02', '2026-11-19T10:02:00'],
    ['오전 9:15', '2026-11-20T09:15:00'],
    ['오후 9:15', '2026-11-19T21:15:00'],
    ['오전 12:10', '2026-11-20T00:10:00'],
    ['오후 12:10', '2026-11-19T12:10:00'],
    ['PM 9:15', '2026-11-19T21:15:00'],
    ['9:15 am', '2026-11-20T09:15:00'],
    ['2026.11.02. 09:15', '2026-11-02T09:15:00'],
    ['2026. 11. 2. 오후 3:05', '2026-11-02T15:05:00'],
    ['2026-11-02 09:15:30', '2026-11-02T09:15:30'],
    ['2026.11.02 (월) 09:15', '2026-11-02T09:15:00'],
    ['2026/11/02 09:15', '2026-11-02T09:15:00'],
    ['26.11.02 09:15', '2026-11-02T09:15:00'],
    ['2026년 11월 2일 오후 9시 15분', '2026-11-02T21:15:00'],
    ['11.02 09:15', '2026-11-02T09:15:00'],
    ['작성일 2026-11-02 09:15 · 조회 12', '2026-11-02T09:15:00'],
    ['2026.11.02 09:15 (18일 전)', '2026-11-02T09:15:00'],
    [' / 09:15', '2026-11-20T09:15:00'],
    ['２０２６．１１．０２　０９：１５', '2026-11-02T09:15:00'],
    ['2026-11-02T00:15:30Z', '2026-11-02T09:15:30'],
    ['2026-11-02T09:15:30.123+09:00', '2026-11-02T09:15:30.123'],
    ['2026-11-02T09:15', '2026-11-02T09:15:00'],
  ])('%s is the instant %s', (text, local) => {
    expect(read(text)).toEqual({ at: seoul(local), precision: 'instant' });
  });

  it.each([
    ['2일 전', '2026-11-18'],
    ['어제', '2026-11-19'],
    ['그제', '2026-11-18'],
    ['그저께', '2026-11-18'],
    ['오늘', '2026-11-20'],
    ['26/11/02', '2026-11-02'],
    ['26.11.02', '2026-11-02'],
    ["'26.11.02", '2026-11-02'],
    ['26-11-02', '2026-11-02'],
    ['11-02', '2026-11-02'],
    ['11/02', '2026-11-02'],
    ['11.20', '2026-11-20'],
    ['11.21', '2025-11-21'],
    ['12.31.', '2025-12-31'],
    ['2026.11.02', '2026-11-02'],
    ['2026. 11. 02.', '2026-11-02'],
    ['2026년 11월 2일', '2026-11-02'],
    ['11월 2일', '2026-11-02'],
    ['12월 25일', '2025-12-25'],
    ['02-29', '2024-02-29'],
    ['2024-02-29', '2024-02-29'],
  ])('%s is the day %s', (text, day) => {
    expect(read(text)).toEqual({ at: seoul(`${day}T00:00:00`), precision: 'day' });
  });

  it.each([
    '',
    '조회 1,234',
    '공지',
    'A19면 1단',
    '엊그제',
    '1주 전',
    '3개월 전',
    '1년 전',
    '2026-02-30',
    '2026-13-01',
    '13-45',
    '25:00',
    '09:75',
    '오후 2026',
    '추천 3',
    '홍길동방금',
    '12345',
  ])('%s is no date', (text) => {
    expect(read(text)).toBeNull();
  });

  it('cuts days at midnight of the zone, not of UTC', () => {
    const afterMidnight = new Date('2026-11-19T15:05:00Z');
    expect(read('어제', afterMidnight)?.at).toBe(seoul('2026-11-19T00:00:00'));
    expect(read('00:03', afterMidnight)?.at).toBe(seoul('2026-11-20T00:03:00'));
    expect(read('23:58', afterMidnight)?.at).toBe(seoul('2026-11-19T23:58:00'));
    const newYear = new Date('2026-12-31T15:05:00Z');
    expect(read('12-31', newYear)?.at).toBe(seoul('2026-12-31T00:00:00'));
    expect(read('01-01', newYear)?.at).toBe(seoul('2027-01-01T00:00:00'));
  });

  const minute = fc
    .integer({
      min: Date.parse('2001-01-01T00:00:00Z') / 60_000,
      max: Date.parse('2098-12-31T00:00:00Z') / 60_000,
    })
    .map((minutes) => new Date(minutes * 60_000));

  it('gives back what was written in full', () => {
    fc.assert(
      fc.property(minute, fc.constantFrom('.', '-', '/'), fc.boolean(), (at, mark, short) => {
        const local = new Date(at.getTime() + 9 * 3_600_000).toISOString();
        const day = local.slice(short ? 2 : 0, 10).replaceAll('-', mark);
        expect(read(`${day} ${local.slice(11, 16)}`)).toEqual({ at: at.toISOString(), precision: 'instant' });
        expect(read(day)?.at).toBe(seoul(`${local.slice(0, 10)}T00:00:00`));
      }),
    );
  });

  it('never puts a short form into the future, nor further back than it can be', () => {
    const two = (max: number) => fc.integer({ min: 0, max }).map((part) => String(part).padStart(2, '0'));
    fc.assert(
      fc.property(
        minute,
        two(23),
        two(59),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 28 }),
        (now, hour, min, month, day) => {
          const time = Date.parse(read(`${hour}:${min}`, now)?.at ?? '');
          expect(time).toBeLessThanOrEqual(now.getTime() + 60_000);
          expect(time).toBeGreaterThan(now.getTime() - 86_400_000);
          const date = Date.parse(read(`${month}.${day}`, now)?.at ?? '');
          expect(date).toBeLessThanOrEqual(now.getTime() + 60_000);
          expect(date).toBeGreaterThan(now.getTime() - 367 * 86_400_000);
        },
      ),
    );
  });

  it('reads anything', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'0123456789.:-/ 년월일시분초전오후방금어제') }),
        (text) => {
          const date = read(text);
          if (date !== null) expect(new Date(date.at).toISOString()).toBe(date.at);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
