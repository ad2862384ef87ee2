import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { AnalysisSchema } from '../../../../shared/domain/analysis.ts';
import { ndjson, runVoc } from '../run-voc.ts';

const GOOD = {
  id: 'g-1',
  text: '본인인증이 계속 실패해서 환급을 못 받고 있어요. 010-2345-6789 로 연락 주세요',
};
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'voc-analyze-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

// Each run is a process or loads the dictionary; a busy machine needs its time.
vi.setConfig({ testTimeout: 90_000 });

describe('voc analyze', () => {
  it('gives one analysis per document in the order of the input, and an error record per bad line', async () => {
    const { code, out, errors } = await runVoc(['analyze'], {
      input: ndjson([
        GOOD,
        '{bad json',
        { id: 'no-text' },
        '',
        { id: 'bad-date', text: '좋아요', date: '2026-02-30' },
        { id: 'long', text: '가'.repeat(1_048_576) },
        { id: 'bad-rating', text: '좋아요', rating: 11 },
        { id: 42, text: '앱이 빠르고 편해요', source: 'google_play', author: null },
      ]),
    });
    expect(code).toBe(0);
    const analyses = out.map((line) => AnalysisSchema.parse(JSON.parse(line)));
    expect(analyses.map(({ id }) => id)).toEqual(['g-1', '42']);
    expect(analyses[0]).toMatchObject({ language: 'ko', pii: [{ type: 'phone' }] });
    expect(analyses[0]?.text).toContain('[전화번호]');
    expect(errors.map(({ line, field }) => [line, field])).toEqual([
      [2, 'line'],
      [3, 'text'],
      [5, 'date'],
      [6, 'text'],
      [7, 'rating'],
    ]);
    expect(errors.map(({ id }) => id)).toEqual([undefined, 'no-text', 'bad-date', 'long', 'bad-rating']);
    for (const { code: reason, message } of errors) {
      expect(reason).toMatch(/^record\./);
      expect(message.length).toBeGreaterThan(15);
      expect(message.length).toBeLessThan(200);
    }
  });

  it('reads CSV, and a packed file', async () => {
    const csv = await runVoc(['analyze', '--input', '-'], {
      input: '\uFEFFid,text,rating\r\n1,"좋아요,\r\n정말",5\r\n2,별로예요,\r\n',
    });
    expect(csv.out.map((line) => JSON.parse(line).id)).toEqual(['1', '2']);
    const file = join(directory, 'voices.ndjson.gz');
    await writeFile(file, gzipSync(ndjson([GOOD])));
    const packed = await runVoc(['analyze', '--input', file]);
    expect(packed.out.map((line) => JSON.parse(line).id)).toEqual(['g-1']);
  });

  it('ends with 1 when no line succeeded or the file is not there, with 0 on nothing, with 2 on a wrong call', async () => {
    const runs = await Promise.all([
      runVoc(['analyze'], { input: '{bad\n{worse\n' }),
      runVoc(['analyze', '--input', join(directory, 'absent.ndjson')]),
      runVoc(['analyze'], { input: '' }),
      runVoc(['analyze', '--wrong']),
      runVoc(['analyze', 'file.ndjson']),
    ]);
    expect(runs.map(({ code }) => code)).toEqual([1, 1, 0, 2, 2]);
    expect(runs[1]?.err.join('\n')).toContain('there is no such file');
    expect(runs[3]?.err.join('\n')).toContain('--wrong');
  });

  it('stops quietly when its reader has seen enough', async () => {
    const many = ndjson(Array.from({ length: 4_000 }, (_, index) => ({ ...GOOD, id: `m-${index}` })));
    const { code, err } = await runVoc(['analyze'], { input: many, closeOutputAfterFirstLine: true });
    expect(code).toBe(0);
    expect(err.join('\n')).not.toMatch(/EPIPE|Error/);
  });
});
