import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { report } from '../../../../scripts/commands/report.ts';
import { WeeklyReviewSchema } from '../../../../shared/domain/insight.ts';
import { errorRecords, ndjson, playedIo } from '../run-voc.ts';

let directory: string;
let input: string;
const TEXTS = ['본인인증이 계속 실패해요', '수수료가 너무 비싸서 망설여져요', '환급이 빨라서 좋았어요'];
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'voc-report-'));
  input = join(directory, 'voices.ndjson');
  const voices = Array.from({ length: 60 }, (_, index) => ({
    id: `v${index}`,
    date: index < 40 ? `2026-11-0${2 + (index % 7)}` : '2026-10-28',
    text: `${TEXTS[index % TEXTS.length]} (${index})`,
    rating: 1 + (index % 5),
  }));
  await writeFile(input, ndjson([...voices, { id: 'undated', text: '날짜 없음' }]));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function review(...argv: string[]) {
  const out = join(directory, `out-${argv.length}-${Math.abs(argv.join().length)}`);
  const io = playedIo();
  const code = await report.run(['--out', out, ...argv], io);
  return {
    code,
    io,
    out,
    review: WeeklyReviewSchema.parse(JSON.parse(await readFile(join(out, 'review.json'), 'utf8'))),
  };
}

// Each run is a process or loads the dictionary; a busy machine needs its time.
vi.setConfig({ testTimeout: 90_000 });

describe('voc report', () => {
  it('writes the review of the last week that has documents, with bad lines named once', async () => {
    const made = await review('--input', input);
    expect(made.code).toBe(0);
    expect(made.review).toMatchObject({ week: '2026-W45', documents: 40 });
    expect((await readdir(made.out)).sort()).toEqual([
      'alerts.csv',
      'answers.csv',
      'avoid.csv',
      'campaigns.csv',
      'daily.csv',
      'hesitations.csv',
      'keywords.csv',
      'quotes.csv',
      'reasons.csv',
      'review.html',
      'review.json',
      'stages.csv',
    ]);
    expect(await readFile(join(made.out, 'review.html'), 'utf8')).toContain('lang="ko"');
    expect(errorRecords(made.io.notes)).toMatchObject([{ line: 61, id: 'undated', field: 'publishedAt' }]);
  });

  it('counts a document once, however often its file is given', async () => {
    const made = await review('--input', input, '--input', input, '--language', 'en');
    expect(made.review.documents).toBe(40);
    expect(await readFile(join(made.out, 'review.html'), 'utf8')).toContain('lang="en"');
  });

  it('takes the week that is asked for', async () => {
    const made = await review('--input', input, '--week', '2026-W44');
    expect(made.review).toMatchObject({ week: '2026-W44', documents: 20 });
  });

  it('refuses a call without files, a week that is none, and files without a single document', async () => {
    await expect(report.run(['--out', directory], playedIo())).rejects.toMatchObject({
      code: 'usage.invalid',
    });
    const week = ['--input', input, '--out', directory, '--week', '2026-W60'];
    await expect(report.run(week, playedIo())).rejects.toMatchObject({ code: 'usage.invalid' });
    const empty = join(directory, 'empty.ndjson');
    await writeFile(empty, '{"id":"1","text":"날짜 없음"}\n');
    const io = playedIo();
    await expect(report.run(['--input', empty, '--out', directory], io)).rejects.toThrow('None of the files');
    expect(errorRecords(io.notes)).toMatchObject([{ line: 1, field: 'publishedAt' }]);
  });
});
