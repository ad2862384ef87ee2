import { describe, expect, it } from 'vitest';
import { createFormats } from '../../../web/src/formats.ts';
import { ko } from '../../../web/src/i18n/ko.ts';
import { liftSentence, segmentName } from '../../../web/src/suggestion-words.ts';

const said = (lift: { value: number; low: number; high: number } | null) =>
  liftSentence({ lift }, ko, createFormats('ko'));

describe('what similar words did, in words', () => {
  it('claims a difference only where the interval holds it', () => {
    expect(said({ value: 1.18, low: 1.05, high: 1.31 })).toContain('1.18배로 많았습니다');
    expect(said({ value: 0.8, low: 0.7, high: 0.92 })).toContain('0.8배로 적었습니다');
    expect(said({ value: 1.1, low: 0.95, high: 1.3 })).toContain('뚜렷이 다르지 않았습니다');
    expect(said(null)).toContain('알 수 없습니다');
  });

  it('calls the segment of everybody by its name', () => {
    expect(segmentName('all', ko)).toBe('모든 고객');
    expect(segmentName('휴면', ko)).toBe('휴면');
  });
});
