import { describe, expect, it } from 'vitest';
import { PLACEHOLDERS, redact } from '../../../../shared/privacy/redact.ts';
import { HARD_CASES, HARMLESS_CASES, MIXED_CASES } from './hard-cases.ts';

const found = (text: string) =>
  redact(text).pii.map(({ type, start, end }) => `${type}:${text.slice(start, end)}`);
const unmarked = (marked: string) => marked.replace(/⟦(?:[a-z]+:)?|⟧/g, '');

describe('personal data in hard wordings', () => {
  const cases = Object.entries(HARD_CASES).flatMap(([type, texts]) => texts.map((text) => ({ type, text })));

  it.each(cases)('finds the $type in $text', ({ type, text }) => {
    const marked = [...text.matchAll(/⟦(.*?)⟧/g)].map((match) => `${type}:${match[1]}`);
    expect(found(unmarked(text))).toEqual(marked);
  });

  it.each(MIXED_CASES)('finds every field of %j', (text) => {
    const marked = [...text.matchAll(/⟦(.*?)⟧/g)].map((match) => match[1]);
    expect(found(unmarked(text))).toEqual(marked);
  });

  it.each(HARMLESS_CASES)('leaves %j as it is', (text) => {
    expect(redact(text)).toEqual({ text, pii: [], identifiers: [] });
  });

  it('finds a name in decomposed Hangul at its place in the input', () => {
    const text = '제 이름은 홍길순입니다'.normalize('NFD');
    expect(found(text)).toEqual([`name:${'홍길순'.normalize('NFD')}`]);
    expect(redact(text).text).toBe(
      `${'제 이름은 '.normalize('NFD')}${PLACEHOLDERS.name}${'입니다'.normalize('NFD')}`,
    );
  });
});
