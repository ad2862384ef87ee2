import { describe, expect, it } from 'vitest';
import { detectLanguage } from '../../../../shared/nlp/language.ts';

describe('detectLanguage', () => {
  it.each([
    ['로그인이 안 돼요', 'ko'],
    ['iPhone 15 Pro에서 login이 안 돼요', 'ko'],
    ['Cannot log in since the last update', 'en'],
    ['The new update is really great and I like it 굿', 'mixed'],
    ['ログインできません', 'other'],
    ['👍👍 12345', 'other'],
    ['', 'other'],
    ['[전화번호] please call me back', 'en'],
  ])('takes %j for %s', (text, language) => {
    expect(detectLanguage(text)).toBe(language);
  });
});
