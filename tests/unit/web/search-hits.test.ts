import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchHits } from '../../../web/src/search-hits.ts';

const found = (text: string, search: { q?: string; contains?: string }, terms: string[] = []) =>
  searchHits(text, search, terms).map(({ start, end }) => text.slice(start, end));

describe('what was searched for', () => {
  it.each([
    ['as it was typed', '수수료가 왜 붙나요', { q: '수수료' }, [], ['수수료']],
    ['without the particle of the search', '수수료 3,300원', { q: '수수료가' }, ['수수료'], ['수수료']],
    ['however the word is spaced', '본인 인증이 안 돼요', { q: '인증' }, ['본인인증'], ['인증', '본인 인증']],
    ['in small and capital letters', 'PASS 앱', { q: 'pass' }, [], ['PASS']],
    ['by its letters, signs included', '왜 3,300원? (두 번)', { contains: '원? (' }, [], ['원? (']],
    ['everywhere', '돈 내고 돈 잃고', { contains: '돈' }, [], ['돈', '돈']],
    ['not in what stands for personal data', '[전화번호]로 전화', { contains: '전화' }, [], ['전화']],
    ['not in keywords that mean something else', '환급 안내', { q: '수수료' }, ['환급'], []],
  ])('is found %s', (_, text, search, terms, expected) =>
    expect(found(text, search, terms)).toEqual(expected),
  );

  it('is never a broken pattern, and every hit lies in the text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1, maxLength: 20 }), (text, search) => {
        for (const { start, end } of searchHits(text, { q: search, contains: search }, [search])) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(start).toBeLessThan(end);
        }
      }),
    );
  });
});
