import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../../../../shared/sources/input/parse-document.ts';

const parse = (value: unknown, requireDate = true) =>
  parseDocument({ line: 7, raw: '', value }, { requireDate });
const good = { id: 'd-1', source: 'ticket', date: '2026-11-02', text: '인증 문자가 오지 않아요' };

describe('parseDocument', () => {
  it('reads a document and takes null and unknown fields in its stride', () => {
    expect(parse({ ...good, title: null, rating: null, mood: 'x' })).toEqual({
      ok: true,
      line: 7,
      document: good,
    });
  });

  it('asks for a date only where it is required', () => {
    const { date: _, ...undated } = good;
    expect(parse(undated, false)).toMatchObject({ ok: true });
    expect(parse(undated, true)).toMatchObject({
      ok: false,
      error: { line: 7, id: 'd-1', field: 'publishedAt' },
    });
  });

  it.each([
    ['missing text', { text: undefined }, 'text', 'is missing'],
    ['blank text', { text: '  ' }, 'text', 'is empty'],
    ['bad date', { date: '2026-02-30' }, 'date', 'calendar day'],
    ['bad time', { publishedAt: '어제' }, 'publishedAt', 'ISO 8601'],
    ['a text of 1 MB', { text: '가'.repeat(1_000_000) }, 'text', '20,000'],
    ['wrong rating', { rating: 6 }, 'rating', 'from 1 to 5'],
    ['a rating that is no number', { rating: true }, 'rating', 'from 1 to 5'],
    ['an unknown source', { source: 'tv' }, 'source', 'app-review, community, ticket, survey'],
    ['an e-mail that is no text', { author: { email: 5 } }, 'author.email', 'is not a text'],
    ['a title beyond its limit', { title: 'x'.repeat(2_001) }, 'title', 'longer than 2000'],
  ])('names field and reason of %s', (_, change, field, reason) => {
    const result = parse({ ...good, ...change });
    expect(result).toMatchObject({
      ok: false,
      error: { line: 7, id: 'd-1', field, message: expect.stringContaining(reason) },
    });
  });

  it('never repeats the value', () => {
    const result = parse({ ...good, rating: '010-1234-5678', source: 'mina@example.com' });
    expect(JSON.stringify(result)).not.toMatch(/1234|example\.com/);
  });

  it('passes on what the reader found, and refuses what is not an object', () => {
    const error = { code: 'record.bad-json', field: 'line', message: 'The line is not valid JSON.' } as const;
    expect(parseDocument({ line: 3, raw: '', error }, { requireDate: true })).toEqual({
      ok: false,
      error: { line: 3, ...error },
    });
    expect(parse('text')).toMatchObject({ ok: false, error: { field: 'line' } });
  });
});
