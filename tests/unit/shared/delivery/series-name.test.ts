import { describe, expect, it } from 'vitest';
import { seriesHeading, seriesName } from '../../../../shared/delivery/series-name.ts';
import { loadSettings } from '../../../../shared/runtime/settings.ts';

const { taxonomy } = await loadSettings(new URL('../../../../shared/settings/', import.meta.url));
const reader = { language: 'ko', taxonomy } as const;

describe('the name of a watched series', () => {
  it.each([
    ['code:auth', '본인인증·로그인'],
    ['stage:verification', '본인확인 단계'],
    ['source:community', '커뮤니티'],
    ['version:5.2.0', '앱 5.2.0 버전'],
    ['phrase:인증 실패', '새로 떠오른 말 ‘인증 실패’'],
  ])('%s is %s, also as a heading of a review', (series, name) => {
    expect(seriesName(series, reader)).toBe(name);
    expect(seriesHeading(series, reader)).toBe(name);
  });

  it('says of what everything is where it stands alone', () => {
    expect(seriesName('all', reader)).toBe('전체');
    expect(seriesHeading('all', reader)).toBe('부정적인 목소리 전체');
    expect(seriesHeading('all', { ...reader, language: 'en' })).toBe('All negative voices');
  });
});
