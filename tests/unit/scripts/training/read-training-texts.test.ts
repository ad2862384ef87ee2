import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type LabelledText,
  readLabelledTexts,
  readMovieReviews,
} from '../../../../scripts/training/read-training-texts.ts';
import {
  DEFAULT_HESITATION_CODES,
  FUNNEL_STAGES,
  SENTIMENT_LABELS,
} from '../../../../shared/domain/taxonomy.ts';

const TRAINING = new URL('../../../../scripts/training/', import.meta.url);
const linesOf = (file: string): string[] =>
  readFileSync(new URL(file, TRAINING), 'utf8')
    .split('\n')
    .filter((line) => line !== '');

let directory: string;
let texts: LabelledText[];
let missing: string[];
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'voc-training-'));
  ({ texts, missing } = await readLabelledTexts(pathToFileURL(`${directory}/`)));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('the labelled texts of the project', () => {
  it('are read line by line, without one left out', () => {
    const files = readdirSync(new URL('texts/', TRAINING));
    const written = files.flatMap((file) =>
      linesOf(`texts/${file}`).map((line) => `${file}\t${line.split('\t')[3]}`),
    );
    expect(texts.length).toBeGreaterThan(5_000);
    expect(texts.map(({ file, text }) => `${file}\t${text}`).sort()).toEqual(written.sort());
  });

  it('have known labels, each code once', () => {
    const codes: ReadonlySet<string> = new Set(DEFAULT_HESITATION_CODES);
    const wrong = texts.filter(
      (each) =>
        each.codes.some((code) => !codes.has(code)) ||
        new Set(each.codes).size !== each.codes.length ||
        !FUNNEL_STAGES.includes(each.stage) ||
        !SENTIMENT_LABELS.includes(each.sentiment),
    );
    expect(wrong.map(({ file, text }) => `${file}: ${text}`)).toEqual([]);
  });

  it('show every label often enough to be learnt', () => {
    const count = (has: (text: LabelledText) => boolean) => texts.filter(has).length;
    for (const code of DEFAULT_HESITATION_CODES)
      expect(
        count((each) => each.codes.includes(code)),
        code,
      ).toBeGreaterThan(100);
    for (const stage of FUNNEL_STAGES)
      expect(
        count((each) => each.stage === stage),
        stage,
      ).toBeGreaterThan(50);
    for (const label of SENTIMENT_LABELS)
      expect(
        count((each) => each.sentiment === label),
        label,
      ).toBeGreaterThan(500);
    expect(count((each) => each.codes.length === 0)).toBeGreaterThan(500);
  });

  it('say nothing twice', () => {
    const seen = new Map<string, string>();
    const twice: string[] = [];
    for (const { file, text } of texts) {
      const spelt = text.normalize('NFC').replace(/\s+/gu, ' ').trim();
      const before = seen.get(spelt);
      if (before !== undefined) twice.push(`${before} and ${file}: ${text}`);
      seen.set(spelt, file);
    }
    expect(twice).toEqual([]);
  });
});

describe('the licensed texts', () => {
  it('are named when they are not there, and are not needed', () => {
    expect(missing).toEqual(['laftel-ko-2025.ndjson', 'ksfc-ko-2025.ndjson']);
    expect(texts.every(({ file }) => file !== 'licensed-labels.tsv')).toBe(true);
  });

  it('get their labels by their id', async () => {
    const [line = ''] = linesOf('licensed-labels.tsv').filter((each) => !each.split('\t')[1]?.includes('-'));
    const [id = '', codes = '', stage = ''] = line.split('\t');
    const data = mkdtempSync(join(directory, 'data-'));
    const reviews = [
      { id, text: '자막이 자꾸 사라져요' },
      { id: 'laftel-unknown', text: '아무도 모르는 글' },
    ];
    writeFileSync(
      join(data, 'laftel-ko-2025.ndjson'),
      reviews.map((review) => `${JSON.stringify(review)}\n`).join(''),
    );
    const read = await readLabelledTexts(pathToFileURL(`${data}/`));
    expect(read.missing).toEqual(['ksfc-ko-2025.ndjson']);
    expect(read.texts.slice(texts.length)).toEqual([
      expect.objectContaining({
        text: '자막이 자꾸 사라져요',
        codes: codes.split(','),
        stage,
        file: 'licensed-labels.tsv',
      }),
    ]);
  });

  it('have one line of labels each', () => {
    const ids = linesOf('licensed-labels.tsv').map((line) => line.split('\t')[0]);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('film reviews', () => {
  it('are read with their pole; of the further ones the clear ones count more than the weak ones', async () => {
    const data = mkdtempSync(join(directory, 'films-'));
    writeFileSync(
      join(data, 'nsmc-train.tsv.gz'),
      gzipSync('id\tlabel\ttext\n1\t1\t또 보고 싶다\n2\t0\t졸려서 혼났네\n'),
    );
    writeFileSync(
      join(data, 'nsmc-extra.tsv.gz'),
      gzipSync('id\trating\ttext\n3\t10\t눈물 났어요\n4\t1\t돈 버렸다\n5\t6\t볼만은 함\n'),
    );
    expect(await readMovieReviews(pathToFileURL(`${data}/`))).toEqual([
      { text: '또 보고 싶다', positive: true, weight: 1 },
      { text: '졸려서 혼났네', positive: false, weight: 1 },
      { text: '눈물 났어요', positive: true, weight: 0.35 },
      { text: '돈 버렸다', positive: false, weight: 1 },
      { text: '볼만은 함', positive: false, weight: 0.35 },
    ]);
  });
});
