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

  it('lists consenting customers whom a message may help, and says why nobody is there', async () => {
    const ticket = join(directory, 'ticket.ndjson');
    const author = { userId: 'user-00001' };
    const voice = { id: 't1', date: '2026-10-20', source: 'ticket', text: TEXTS[0], author };
    const later = { id: 't2', date: '2026-11-02', text: TEXTS[2] };
    await writeFile(ticket, ndjson([voice, later]));
    const customersIn = async (name: string, consent: string) => {
      const customers = join(directory, `${name}.csv`);
      const [column = '', value = ''] = consent.split('=');
      const names = ['customerId', 'appUserId', 'consentAnalytics', ...(column === '' ? [] : [column])];
      const cells = ['C-1', 'user-00001', 'true', ...(column === '' ? [] : [value])];
      await writeFile(customers, `${names.join(',')}\n${cells.join(',')}\n`);
      const made = await review('--input', ticket, '--customers', customers, '--language', 'ko');
      const csv = await readFile(join(made.out, 'customers', 'audience.csv'), 'utf8');
      return { csv, notes: made.io.notes.join('\n') };
    };
    const consenting = await customersIn('consenting', 'consentMarketing=true');
    expect(consenting.csv).toContain('\r\nC-1,auth.');
    expect(consenting.notes).not.toContain('audience.csv:');
    const without = await customersIn('without', '');
    expect(without.csv.trim().split('\r\n')).toHaveLength(1);
    expect(without.notes).toContain('consentMarketing 열이 있는지');
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
