import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyTally } from '../../../scripts/process-lines.ts';
import { type PointLine, pointBatches } from '../../../scripts/read-points.ts';

async function read(input: string | Uint8Array, chunkBytes = 1_000_000) {
  const bytes = Buffer.from(input);
  const tally = emptyTally();
  const notes: string[] = [];
  const points: PointLine[] = [];
  const chunks = (async function* () {
    for (let from = 0; from < bytes.length; from += chunkBytes) yield bytes.subarray(from, from + chunkBytes);
  })();
  for await (const batch of pointBatches(chunks, { note: (line) => notes.push(line) }, tally))
    points.push(...batch);
  const errors = notes.map((note) => JSON.parse(note).error);
  return { points, tally, errors };
}

const LINES = [
  '{"series":"전체","timestamp":"2026-09-01T00:00:00Z","count":3,"total":10}',
  '{"series":"전체","timestamp":"2026-02-30T00:00:00Z","count":3}',
  '',
  '{"timestamp":"2026-08-31T17:00:00+09:00","count":0,"series":"a"}\r',
  'nothing',
  '{"series":"a","timestamp":"2026-08-31T09:00:00Z","count":"4"}',
  '{"series":"","timestamp":"2026-08-31T10:00:00Z","count":4}',
  '{"series":"a","timestamp":"2026-08-31T10:00:00Z","count":4.5}',
  '{"series":"a","timestamp":"2026-08-31T10:00:00Z","count":4,"total":-1}',
  '[{"series":"a","timestamp":"2026-08-31T11:00:00Z","count":1},{"series":"a","timestamp":"2026-08-31T12:00:00Z","count":2}]',
  '{"series":"a","timestamp":"2026-08-31T13:00:00Z","count":5}',
];

describe('pointBatches', () => {
  it('gives the good points with their lines and reports the others, wherever the blocks are cut', async () => {
    const whole = await read(LINES.join('\n'));
    expect(whole.points.map(({ line, row }) => [line, row.series, row.count])).toEqual([
      [1, '전체', 3],
      [4, 'a', 0],
      [6, 'a', 4],
      [10, 'a', 1],
      [10, 'a', 2],
      [11, 'a', 5],
    ]);
    expect(whole.errors.map(({ line, field }) => [line, field])).toEqual([
      [2, 'timestamp'],
      [5, 'line'],
      [7, 'series'],
      [8, 'count'],
      [9, 'total'],
    ]);
    expect(whole.tally).toEqual({ handled: 6, rejected: 5 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 200 }), async (chunkBytes) => {
        expect(await read(LINES.join('\n'), chunkBytes)).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });

  it('reads what begins otherwise as all inputs are read: blank lines, byte order marks, CSV', async () => {
    const point = '{"series":"a","timestamp":"2026-08-31T13:00:00Z","count":5}\n';
    for (const input of [
      `\n\n${point}`,
      `\uFEFF${point}`,
      'series,timestamp,count\na,2026-08-31T13:00:00Z,5\n',
    ])
      expect((await read(input)).points.map(({ row }) => row.count)).toEqual([5]);
  });

  it('goes on line by line where a block is not UTF-8', async () => {
    const good = Buffer.from('{"series":"a","timestamp":"2026-08-31T13:00:00Z","count":5}\n');
    const damaged = Buffer.from('{"series":"\xff","timestamp":"2026-08-31T13:00:00Z","count":5}\n', 'latin1');
    const { points, errors } = await read(Buffer.concat([good, damaged, good]), good.length);
    expect(points.map(({ line }) => line)).toEqual([1, 3]);
    expect(errors.map(({ line, field }) => [line, field])).toEqual([[2, 'line']]);
  });
});
