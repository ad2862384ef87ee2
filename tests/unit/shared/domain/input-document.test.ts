import { describe, expect, it } from 'vitest';
import {
  InputDocumentSchema,
  publicationTime,
  resolveTime,
} from '../../../../shared/domain/input-document.ts';

const minimal = { id: 'r-1', text: '인증이 안 돼요' };

describe('input document', () => {
  it('needs an id and a text; the source is an app review unless said otherwise', () => {
    expect(InputDocumentSchema.parse(minimal)).toEqual({
      id: 'r-1',
      source: 'app-review',
      text: '인증이 안 돼요',
    });
    expect(InputDocumentSchema.safeParse({ id: 'r-1' }).success).toBe(false);
    expect(InputDocumentSchema.safeParse({ ...minimal, text: '   ' }).success).toBe(false);
  });

  it.each([
    ['google_play', 'app-review'],
    ['app_store', 'app-review'],
    ['naver_kin', 'community'],
    ['clien', 'community'],
    ['twitter', 'community'],
    ['ticket', 'ticket'],
  ])('reads the source name %s as %s', (given, expected) => {
    expect(InputDocumentSchema.parse({ ...minimal, source: given }).source).toBe(expected);
  });

  it('refuses another source and names the allowed ones', () => {
    const result = InputDocumentSchema.safeParse({ ...minimal, source: 'fax' });
    expect(result.error?.issues[0]?.message).toContain('app-review');
    expect(result.error?.issues[0]?.path).toEqual(['source']);
  });

  it('takes null and the empty string as absent and ignores unknown fields', () => {
    const parsed = InputDocumentSchema.parse({
      ...minimal,
      title: null,
      rating: '',
      author: null,
      app: '',
      extra: 1,
    });
    expect(parsed).toEqual({ id: 'r-1', source: 'app-review', text: '인증이 안 돼요' });
  });

  it('takes an author as a plain string or as an object', () => {
    expect(InputDocumentSchema.parse({ ...minimal, author: '환급이' }).author).toEqual({
      displayName: '환급이',
    });
    expect(
      InputDocumentSchema.parse({ ...minimal, author: { email: 'a@example.com', phone: null } }).author,
    ).toEqual({
      email: 'a@example.com',
    });
  });

  it('keeps a numeric id verbatim', () => {
    expect(InputDocumentSchema.parse({ ...minimal, id: 123 }).id).toBe('123');
  });

  it.each([0, 6, 'viel'])('refuses the rating %s', (rating) => {
    expect(InputDocumentSchema.safeParse({ ...minimal, rating }).success).toBe(false);
  });

  it.each(['2026-13-01', '2026-02-30', 'yesterday', '2026-11-01T25:00:00Z', '20261101'])(
    'refuses the date %s',
    (value) => {
      expect(InputDocumentSchema.safeParse({ ...minimal, publishedAt: value }).success).toBe(false);
    },
  );
});

describe('publication time', () => {
  it('is the start of the day in the business zone where only a day is given', () => {
    const time = publicationTime({ date: '2026-11-11' }, 'Asia/Seoul');
    expect(time).toEqual({ at: new Date('2026-11-10T15:00:00Z'), precision: 'day' });
  });

  it('takes a time without an offset as local time of the business zone', () => {
    expect(resolveTime('2026-11-11T20:05', 'Asia/Seoul').at.toISOString()).toBe('2026-11-11T11:05:00.000Z');
    expect(resolveTime('2026-11-11 20:05:30', 'Asia/Seoul').at.toISOString()).toBe(
      '2026-11-11T11:05:30.000Z',
    );
  });

  it('prefers the exact time over the day', () => {
    const time = publicationTime(
      { publishedAt: '2026-11-11T20:05:00+09:00', date: '2026-11-09' },
      'Asia/Seoul',
    );
    expect(time).toEqual({ at: new Date('2026-11-11T11:05:00Z'), precision: 'instant' });
  });

  it('is absent where the document carries none', () => {
    expect(publicationTime({}, 'Asia/Seoul')).toBeNull();
  });
});
