import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { analyze } from '../../../../scripts/commands/analyze.ts';
import { checkCopyCommand } from '../../../../scripts/commands/check-copy.ts';
import { evaluate } from '../../../../scripts/commands/eval.ts';
import { settings } from '../../../../scripts/commands/settings.ts';
import { train } from '../../../../scripts/commands/train.ts';
import { unpackCompanyModel } from '../../../../shared/nlp/company-model.ts';
import { ndjson, playedIo } from '../run-voc.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'voc-offline-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

// Each run is a process or loads the dictionary; a busy machine needs its time.
vi.setConfig({ testTimeout: 90_000 });

/** The rows of sets that files bring; quiet series are invented wherever eval runs. */
const setsFromFiles = (lines: readonly string[]) =>
  lines.map((line) => JSON.parse(line)).filter(({ set }) => !set.startsWith('invented'));

describe('voc check-copy', () => {
  it('finds the promise that cannot be kept, in a draft given as operand or on standard input', async () => {
    const draft = '(광고) 돌려받기 100% 환급 보장! 지금 신청하세요. 무료수신거부 080-000-0000';
    const asOperand = playedIo();
    const asInput = playedIo(draft);
    expect(await checkCopyCommand.run([draft], asOperand)).toBe(0);
    expect(await checkCopyCommand.run([], asInput)).toBe(0);
    expect(asOperand.written.length).toBeGreaterThan(0);
    expect(asInput.written).toEqual(asOperand.written);
    for (const line of asOperand.written) {
      expect(JSON.parse(line)).toMatchObject({
        rule: expect.any(String),
        severity: expect.any(String),
        reason: expect.any(String),
      });
    }
    await expect(checkCopyCommand.run([], playedIo(' '))).rejects.toMatchObject({ code: 'usage.invalid' });
  });
});

describe('voc settings', () => {
  it('exports what is in use, as one object or as files', async () => {
    const io = playedIo();
    expect(await settings.run(['export'], io)).toBe(0);
    expect(JSON.parse(io.written.join('\n'))).toMatchObject({
      version: expect.any(String),
      taxonomy: { codes: expect.any(Array) },
    });
    const out = join(directory, 'settings');
    expect(await settings.run(['export', '--out', out], playedIo())).toBe(0);
    expect(await readdir(out)).toContain('taxonomy.yaml');
  });
});

describe('voc train', () => {
  it('says what is missing when there is too little to learn from', async () => {
    const input = join(directory, 'few.ndjson');
    await writeFile(input, ndjson([{ id: '1', text: '좋아요', rating: 5 }]));
    await expect(train.run(['--input', input, '--out', directory], playedIo())).rejects.toMatchObject({
      code: 'training.too-little-data',
    });
  });

  it('adapts the reading of sentiment to rated texts, in a model that analyze then uses', async () => {
    const input = join(directory, 'rated.ndjson');
    // These customers' own words: no model of the language knows on which side they stand.
    const good = ['벽돌 같아요', '오늘도 벽돌 됐네', '벽돌 그 자체', '역시 벽돌'];
    const bad = ['구름 같아요', '오늘도 구름 됐네', '구름 그 자체', '역시 구름'];
    const rated = Array.from({ length: 240 }, (_, index) => {
      const texts = index % 2 === 0 ? good : bad;
      return {
        id: `r${index}`,
        text: `${texts[(index >> 1) % 4]} ${texts[(index * 3 + 1) % 4]}`,
        // Every sixth was labelled by a person, against its stars.
        ...(index % 6 === 0
          ? { rating: 1, attributes: { sentiment: 'positive' } }
          : { rating: index % 2 === 0 ? 5 : 1 }),
      };
    });
    await writeFile(input, ndjson(rated));
    const out = join(directory, 'model');
    const io = playedIo();
    expect(await train.run(['--input', input, '--out', out], io)).toBe(0);
    const { model, version, before, after } = JSON.parse(io.written[0] ?? '');
    expect(model).toBe(join(out, 'company.model'));
    expect({ before: before.samples, after: after.samples }).toEqual({ before: 240, after: 240 });
    expect(before.accuracy).toBeLessThan(0.8);
    expect(after.accuracy).toBeGreaterThan(0.95);
    expect(await readdir(out)).toEqual(['company.model']);
    const bytes = await readFile(join(out, 'company.model'));
    expect(unpackCompanyModel(bytes).version).toBe(version);
    expect(bytes.includes('벽돌')).toBe(false);

    const versionOf = async (argv: string[]) => {
      const read = playedIo(ndjson([{ id: '1', text: '좋아요' }]));
      expect(await analyze.run(argv, read)).toBe(0);
      return JSON.parse(read.written[0] ?? '').analysisVersion;
    };
    expect(await versionOf(['--model', out])).not.toBe(await versionOf([]));
    await expect(
      analyze.run(['--model', directory], playedIo(ndjson([{ id: '1', text: '좋아요' }]))),
    ).rejects.toMatchObject({
      code: 'usage.invalid',
    });
  });
});

describe('voc eval', () => {
  it('says which development sets are absent, and does not fail for it', async () => {
    const io = playedIo();
    expect(await evaluate.run(['--sets', directory, '--json'], io)).toBe(0);
    expect(setsFromFiles(io.written)).toEqual([]);
    expect(io.notes.join('\n')).toMatch(/pii-dev is not here/);
  });

  it('measures the sets that are there', async () => {
    const sets = join(directory, 'sets');
    await mkdir(sets);
    const text = '제 번호는 010-2345-6789 입니다';
    await writeFile(
      join(sets, 'pii-dev.ndjson'),
      ndjson([{ id: '1', text, spans: [{ start: 6, end: 19, type: 'phone' }] }]),
    );
    const io = playedIo();
    expect(await evaluate.run(['--sets', sets, '--json'], io)).toBe(0);
    expect(setsFromFiles(io.written)).toMatchObject([
      { set: 'pii-dev', metric: 'PII overlap F1', value: 1 },
      { set: 'pii-dev', metric: 'PII leak rate', value: 0 },
    ]);
  });
});
