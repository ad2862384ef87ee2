import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InputLine } from '../../../../../shared/sources/input/input-line.ts';
import { readInput } from '../../../../../shared/sources/input/read-lines.ts';

async function* chunksOf(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  let start = 0;
  for (const cut of [...cuts, bytes.length].map((at) => Math.min(at, bytes.length)).sort((a, b) => a - b)) {
    yield bytes.subarray(start, cut);
    start = Math.max(start, cut);
  }
}

async function read(input: string | Uint8Array, cuts: readonly number[] = []): Promise<InputLine[]> {
  const bytes = typeof input === 'string' ? Buffer.from(input) : input;
  const lines: InputLine[] = [];
  for await (const line of readInput(chunksOf(bytes, cuts))) lines.push(line);
  return lines;
}

const valuesOf = (lines: readonly InputLine[]) =>
  lines.map((line) => ('value' in line ? line.value : line.error.code));

/** "본문" and "인증이 안돼요" as Korean Excel saves them (CP949). */
const CP949_CSV = Buffer.concat([
  Buffer.from('id,text\r\n1,'),
  Buffer.from([0xc0, 0xce, 0xc1, 0xf5, 0xc0, 0xcc, 0x20, 0xbe, 0xc8, 0xb5, 0xc5, 0xbf, 0xe4]),
  Buffer.from('\r\n'),
]);

describe('readInput', () => {
  it('reads NDJSON, skips blank lines and keeps the line numbers', async () => {
    const lines = await read('\n{"id":"a"}\r\n\n  {"id":"b"}');
    expect(lines.map((line) => line.line)).toEqual([2, 4]);
    expect(valuesOf(lines)).toEqual([{ id: 'a' }, { id: 'b' }]);
  });

  it('gives an error line for bad JSON that does not repeat the text, and goes on', async () => {
    const lines = await read('{"id":"a"}\n{"id":"b","text":"010-1234-5678\n{"id":"c"}');
    expect(valuesOf(lines)).toEqual([{ id: 'a' }, 'record.bad-json', { id: 'c' }]);
    const [, broken] = lines;
    expect(broken).toMatchObject({ line: 2, error: { field: 'line' } });
    expect(JSON.stringify(broken && 'error' in broken ? broken.error : null)).not.toContain('1234');
  });

  it('counts an array on one line as its elements', async () => {
    expect(valuesOf(await read('[{"id":1},{"id":2}]\n[]'))).toEqual([{ id: 1 }, { id: 2 }, []]);
  });

  it('gives an error line for a line beyond the limit, whatever follows', async () => {
    const long = `{"id":"x","text":"${'가'.repeat(3_000_000)}"}`;
    const lines = await read(`{"id":"a"}\n${long}\n{"id":"b"}`);
    expect(valuesOf(lines)).toEqual([{ id: 'a' }, 'record.too-long', { id: 'b' }]);
  });

  it('reads CSV with quotes, line breaks in cells, dotted columns and JSON attributes', async () => {
    const csv = [
      'id,text,author.displayName,attributes,attributes.plan',
      '1,"첫 줄',
      '둘째 ""줄""",미나,"{""os"":""ios""}",pro',
      '',
      '2,짧은 글,,,',
    ].join('\n');
    expect(await read(csv)).toMatchObject([
      {
        line: 2,
        value: {
          id: '1',
          text: '첫 줄\n둘째 "줄"',
          author: { displayName: '미나' },
          attributes: { os: 'ios', plan: 'pro' },
        },
      },
      { line: 5, value: { id: '2', text: '짧은 글' } },
    ]);
  });

  it('takes what Korean Excel saves: a byte order mark, CRLF, CP949, rows of empty cells, semicolons', async () => {
    expect(valuesOf(await read('\uFEFFid;text\r\n1;좋아요\r\n;\r\n'))).toEqual([{ id: '1', text: '좋아요' }]);
    expect(valuesOf(await read(CP949_CSV))).toEqual([{ id: '1', text: '인증이 안돼요' }]);
  });

  it('gives damage in a UTF-8 file an error line instead of reading it as CP949', async () => {
    const damaged = Buffer.concat([
      Buffer.from('{"text":"좋아요"}\n{"text":"'),
      Buffer.from([0xb0, 0xa1]),
      Buffer.from('"}\n'),
    ]);
    expect(valuesOf(await read(damaged))).toEqual([{ text: '좋아요' }, 'record.bad-json']);
  });

  it('loses one line, not the file, to a quote that never closes', async () => {
    const lines = await read('id,text\n1,"열린 글\n2,두 번째\n3,세 번째');
    expect(lines[0]).toMatchObject({ line: 2, error: { code: 'record.bad-csv' } });
    expect(valuesOf(lines).slice(1)).toEqual([
      { id: '2', text: '두 번째' },
      { id: '3', text: '세 번째' },
    ]);
  });

  it('refuses a row with more cells than columns, and a header that names a column twice', async () => {
    expect(await read('id,text\n1,a,b')).toMatchObject([
      { line: 2, error: { code: 'record.bad-csv', field: 'line' } },
    ]);
    expect(await read('id,text,id\n1,a,2')).toMatchObject([{ line: 1, error: { field: 'id' } }]);
  });

  it('reads the UTF-16 of Excel and Play Console, in either byte order', async () => {
    const little = Buffer.from('\uFEFFid,text\n1,가나다 🙂', 'utf16le');
    const big = Buffer.from(little).swap16();
    for (const bytes of [little, big]) {
      expect(valuesOf(await read(bytes))).toEqual([{ id: '1', text: '가나다 🙂' }]);
    }
  });

  it('reads nothing from nothing', async () => {
    expect(await read('')).toEqual([]);
    expect(await read('\n \n')).toEqual([]);
  });

  it('gives the same lines however the bytes are cut into chunks', async () => {
    const csvCell = fc.constantFrom('', '가나다', '"', ',', '\n', 'a"b', '🙂', '\r\n', ' x ');
    const csv = fc
      .array(fc.array(csvCell, { minLength: 2, maxLength: 2 }), { maxLength: 6 })
      .map((rows) =>
        [
          'id,text',
          ...rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')),
        ].join('\n'),
      );
    const ndjson = fc
      .array(fc.oneof(fc.json(), fc.constantFrom('', '{"text":"한글 🙂"}', '{broken')), { maxLength: 6 })
      .map((lines) => ['{"id":"first"}', ...lines].join('\n'));
    await fc.assert(
      fc.asyncProperty(fc.oneof(csv, ndjson), fc.array(fc.nat(200), { maxLength: 8 }), async (text, cuts) => {
        expect(await read(text, cuts)).toEqual(await read(text));
      }),
      { numRuns: 300 },
    );
  });

  it('reads back every CSV cell that a writer quoted', async () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 5 }), async (cells) => {
        const csv = [
          'id,text',
          ...cells.map((text, index) => `r${index},"${text.replaceAll('"', '""')}"`),
        ].join('\n');
        const values = valuesOf(await read(csv));
        // A carriage return directly before a line break belongs to the line end.
        const expected = cells.map((text, index) => ({
          id: `r${index}`,
          ...(text === '' ? {} : { text: text.replaceAll('\r\n', '\n') }),
        }));
        expect(values).toEqual(expected);
      }),
    );
  });
});
