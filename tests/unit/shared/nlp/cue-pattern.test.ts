import { describe, expect, it } from 'vitest';
import { compilePhrase } from '../../../../shared/nlp/cue-pattern.ts';

const finds = (phrase: string, text: string) => compilePhrase(phrase).test(text);

describe('compilePhrase', () => {
  it('takes a space for spaced or not', () => {
    expect(finds('지금 안 하면', '지금안하면 사라져요')).toBe(true);
    expect(finds('지금 안 하면', '지금 안  하면')).toBe(true);
  });

  it('lets ~ reach over a few words, not over the end of a sentence', () => {
    expect(finds('수수료~비싸', '수수료가 너무 비싸요')).toBe(true);
    expect(finds('수수료~비싸', '수수료. 비싸요')).toBe(false);
    expect(finds('수수료~비싸', '수수료 이야기를 한참 늘어놓다가 끝에서야 비싸요')).toBe(false);
  });

  it('refuses what matches everything and what is broken', () => {
    expect(() => compilePhrase('(안)?')).toThrow(/empty/);
    expect(() => compilePhrase('(안')).toThrow(SyntaxError);
  });
});
