import { describe, expect, it } from 'vitest';
import { createFormats, partsOfWeek } from '../../../web/src/formats.ts';

const ko = createFormats('ko');
const en = createFormats('en');

describe('formats', () => {
  it('writes a week once per month that it touches', () => {
    expect(ko.period('2026-11-09', '2026-11-15')).toBe('11월 9일 – 15일');
    expect(ko.period('2026-10-26', '2026-11-01')).toBe('10월 26일 – 11월 1일');
    expect(en.period('2026-11-09', '2026-11-15')).toBe('9 – 15 Nov');
  });

  it('keeps a decimal where a share would otherwise read as nothing', () => {
    expect(ko.percent(0.004)).toBe('0.4%');
    expect(ko.percent(0.223)).toBe('22%');
    expect(ko.percent(0)).toBe('0%');
  });

  it('tells a ratio below one as a fall', () => {
    expect(ko.percentOfRatio(0.4)).toBe('60%');
    expect(ko.percentOfRatio(1.25)).toBe('25%');
  });

  it('shows instants in the business zone, not in the zone of the reader', () => {
    expect(ko.time('2026-11-11T15:30:00Z', 'Asia/Seoul')).toContain('11월 12일');
    expect(ko.hours('2026-11-11T11:00:00Z', '2026-11-11T14:00:00Z', 'Asia/Seoul')).toMatch(
      /11월 11일.*오후 8:00 – 오후 11:00/,
    );
    expect(ko.hours('2026-11-10T11:00:00Z', '2026-11-12T00:00:00Z', 'Asia/Seoul')).toMatch(
      /11월 10일.*오후 8:00 – 11월 12일.*오전 9:00/,
    );
  });

  it('says that what is no week is none', () => {
    expect(partsOfWeek('2026-W46')).toEqual({
      year: '2026',
      number: '46',
      from: '2026-11-09',
      to: '2026-11-15',
    });
    expect(partsOfWeek('2026-W54')).toBeNull();
    expect(partsOfWeek('../admin')).toBeNull();
  });
});
