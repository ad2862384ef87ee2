import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileParts } from '../../../../../shared/sources/input/file-parts.ts';
import { readInput } from '../../../../../shared/sources/input/read-lines.ts';

async function* bytes(...chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}
async function all<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const list: Value[] = [];
  for await (const value of values) list.push(value);
  return list;
}
const partsOf = (text: string | Uint8Array, partBytes: number) =>
  all(fileParts(bytes(Buffer.from(text)), partBytes));
const readAll = async (body: Uint8Array, lineOffset = 0) =>
  (await all(readInput(bytes(body)))).map((line) => ({ ...line, line: line.line + lineOffset }));

describe('fileParts', () => {
  it('gives each CSV part the header, and the line numbers of the whole file', async () => {
    const parts = await partsOf('id,text\n1,하나\n2,둘둘\n3,셋셋\n', 9);
    expect(parts.map(({ body }) => body.toString())).toEqual([
      'id,text\n1,하나\n',
      'id,text\n2,둘둘\n',
      'id,text\n3,셋셋\n',
    ]);
    expect(parts.map(({ lineOffset, lastLine }) => [lineOffset, lastLine])).toEqual([
      [0, 2],
      [1, 3],
      [2, 4],
    ]);
  });

  it('never cuts inside a quoted cell', async () => {
    const [first, second] = await partsOf('id,text\n1,"하나\n둘, 셋\n넷"\n2,끝\n', 16);
    expect(first?.body.toString()).toBe('id,text\n1,"하나\n둘, 셋\n넷"\n');
    expect(second?.body.toString()).toBe('id,text\n2,끝\n');
  });

  it('lets a quote that never closes cost its own part only', async () => {
    const rows = Array.from({ length: 70_000 }, (_, index) => `${index},글`);
    const parts = await partsOf(`id,text\n0,"열린\n${rows.join('\n')}\n`, 1_000);
    expect(parts.length).toBeGreaterThan(100);
    expect(parts.at(-1)?.lastLine).toBe(70_002);
  });

  it('reads, part by part, as the whole file does', async () => {
    const cell = fc.stringMatching(/^[가-힣a-z ,"\n]{0,12}$/);
    const rows = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 30 });
    const csv = rows.map((all) => `id,text\n${all.map((row) => row.map(quoted).join(',')).join('\n')}\n`);
    const json = rows.map((all) => all.map(([id, text]) => JSON.stringify({ id, text })).join('\n'));
    await fc.assert(
      fc.asyncProperty(fc.oneof(csv, json), fc.integer({ min: 1, max: 200 }), async (text, partBytes) => {
        const parts = await partsOf(text, partBytes);
        const inParts = await Promise.all(parts.map((part) => readAll(part.body, part.lineOffset)));
        expect(inParts.flat()).toEqual(await readAll(Buffer.from(text)));
      }),
      { numRuns: 200 },
    );
  });
});

function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}
