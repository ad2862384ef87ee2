import { describe, expect, it } from 'vitest';
import { mapColumns } from '../../../../../shared/sources/input/map-columns.ts';

const mapping = {
  name: 'survey',
  columns: {
    응답번호: 'id',
    의견: 'text',
    '추가 의견': 'text',
    회원번호: 'author.userId',
    제출일: 'publishedAt',
  },
  always: { source: 'survey', 'attributes.question': '무엇이 망설여지셨나요?', app: '환급앱' },
} as const;
const mapped = (value: unknown) => mapColumns({ line: 7, raw: '', value }, mapping);

describe('mapColumns', () => {
  it('reads the columns of the file as our fields, and keeps the question with the answer', () => {
    const value = {
      응답번호: '3',
      의견: '수수료가 걱정돼요',
      회원번호: 'U-1',
      제출일: '2026. 11. 2.',
      비고: 'x',
    };
    expect(mapped(value)).toMatchObject({
      line: 7,
      value: {
        id: '3',
        source: 'survey',
        app: '환급앱',
        text: '수수료가 걱정돼요',
        publishedAt: '2026-11-02',
        author: { userId: 'U-1' },
        attributes: { question: '무엇이 망설여지셨나요?' },
        비고: 'x',
      },
    });
  });

  it('joins two columns of one field, and lets a cell win over what all rows have', () => {
    const value = { 의견: '비싸요', '추가 의견': '무서워요', app: '다른앱', author: '별명' };
    expect(mapped(value)).toMatchObject({
      value: { text: '비싸요\n\n무서워요', app: '다른앱', author: { displayName: '별명' } },
    });
  });

  it('leaves files without a mapping, lines in error and anything that is no row as they are', () => {
    const line = { line: 1, raw: 'x', value: { id: '1' } };
    expect(mapColumns(line, undefined)).toBe(line);
    expect(mapped([1])).toMatchObject({ value: [1] });
    const error = {
      line: 1,
      raw: '',
      error: { code: 'record.bad-csv', field: 'line', message: 'x' },
    } as const;
    expect(mapColumns(error, mapping)).toBe(error);
  });

  it('cannot be talked into another prototype', () => {
    const value = JSON.parse('{"__proto__": {"text": "x"}, "attributes.__proto__": "y", "의견": "글"}');
    const line = mapped(value);
    expect('value' in line && Object.getPrototypeOf(line.value)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).text).toBeUndefined();
  });
});
