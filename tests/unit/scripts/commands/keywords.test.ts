import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { keywords } from '../../../../scripts/commands/keywords.ts';
import { errorRecords, ndjson, playedIo } from '../run-voc.ts';

const PRAISE = ['환급이 빨라서 좋아요', '화면이 깔끔하고 편해요', '상담원이 친절해서 좋았어요'];
const PARTICLES = ['이', '을', '은', '에서', '도', '으로', '', '이'];

/** Forty days of praise; logging in fails now and then, payment on two days; a made-up product has a made-up name. */
function voices() {
  return Array.from({ length: 40 }, (_, index) => {
    const date = new Date(Date.UTC(2026, 8, 1 + index)).toISOString().slice(0, 10);
    const said = PRAISE.map((text) => `${text} (${index})`);
    if (index % 2 === 0)
      said.push(`${index % 4 === 0 ? '업뎃' : '업데이트'} 하고 나서 로그인이 안돼요. 짜증나요`);
    if (index % 5 === 0) said.push(`루비핏${PARTICLES[index / 5]} 써 봤는데 편해요`);
    if (index === 20 || index === 21) {
      for (let voice = 0; voice < 6; voice += 1)
        said.push('돈돌이 결제 오류가 나서 짜증나요. 010-2345-6789로 연락 주세요');
    }
    return said.map((text, place) => ({ id: `${index}-${place}`, date, text, app: '돈돌이' }));
  }).flat();
}

let directory: string;
let input: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'voc-keywords-'));
  input = join(directory, 'voices.ndjson');
  await writeFile(input, ndjson(voices()));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function found(...argv: string[]) {
  const io = playedIo();
  expect(await keywords.run(['--json', ...argv], io)).toBe(0);
  const lines = io.written.map((line) => JSON.parse(line));
  const of = (kind: string) => lines.filter((line) => line.kind === kind);
  return { keywords: of('keyword'), bursts: of('burst'), newWords: of('new-word') };
}

// Each run is a process or loads the dictionary; a busy machine needs its time.
vi.setConfig({ testTimeout: 90_000 });

describe('voc keywords', () => {
  it('tells what negative voices say more than others, how it is spelt, when it was said, and which words are new', async () => {
    const all = await found('--input', input);
    expect(all.keywords.find(({ term }) => term === '업데이트' || term === '업뎃')).toMatchObject({
      count: 20,
      backgroundCount: 0,
      z: expect.any(Number),
      spellings: expect.arrayContaining([
        { spelling: '업데이트', count: 10 },
        { spelling: '업뎃', count: 10 },
      ]),
    });
    expect(all.bursts).toContainEqual(
      expect.objectContaining({ from: '2026-09-21', to: '2026-09-22', count: 12 }),
    );
    expect(all.newWords).toMatchObject([
      {
        word: '루비핏',
        documents: 8,
        add: '- 루비핏',
        file: 'shared/settings/domain-words.yaml',
      },
    ]);
    // Neither the name of the app nor what was redacted is a keyword.
    expect(JSON.stringify(all)).not.toMatch(/돈돌|2345|6789|전화번호/);
  });

  it('compares with another file, and takes names that are no keywords', async () => {
    const background = join(directory, 'others.csv');
    await writeFile(
      background,
      ['id,text', ...Array.from({ length: 60 }, (_, index) => `${index},적금 이자가 높아서 좋아요`)].join(
        '\n',
      ),
    );
    const compared = await found('--input', input, '--background', background, '--brand', '로그인');
    const terms = compared.keywords.map(({ term }) => term);
    expect(terms.some((term) => term.includes('환급'))).toBe(true);
    expect(terms).not.toContain('이자');
    expect(terms.filter((term) => term.includes('로그인'))).toEqual([]);
  });

  it('prints three tables, with no more than was asked for', async () => {
    const io = playedIo();
    expect(await keywords.run(['--input', input, '--language', 'ko', '--top', '2'], io)).toBe(0);
    expect(io.written[0]).toMatch(/^부정 의견 \d+건에서 나머지 \d+건보다 많이 하는 말$/);
    expect(io.written.indexOf('')).toBe(4);
    expect(io.written.join('\n')).toContain('- 루비핏');
    expect(io.notes).toEqual([`keywords: ${voices().length} documents read, 0 refused`]);
  });

  it('says that there are no dates, names bad lines, and has nothing to say of nothing', async () => {
    const undated = playedIo(ndjson([{ id: '1', text: '로그인이 안돼요' }, { id: '2' }]));
    expect(await keywords.run(['--language', 'en'], undated)).toBe(0);
    expect(undated.written[0]).toMatch(/^Said more in \d negative documents than in the other \d$/);
    expect(undated.written.join('\n')).toContain('no document has a date');
    expect(errorRecords(undated.notes)).toMatchObject([{ line: 2, id: '2', field: 'text' }]);
    const nothing = playedIo();
    expect(await keywords.run([], nothing)).toBe(0);
    expect(nothing.written).toEqual([]);
    expect(await keywords.run([], playedIo('{bad\n'))).toBe(1);
  });

  it('refuses a call that cannot be meant, and a background without documents', async () => {
    for (const argv of [
      ['--top', '0'],
      ['--top', 'many'],
      ['--background', '-'],
      ['--language', 'fr'],
      ['x.csv'],
    ])
      await expect(keywords.run(argv, playedIo())).rejects.toMatchObject({ code: 'usage.invalid' });
    const empty = join(directory, 'empty.ndjson');
    await writeFile(empty, '');
    await expect(keywords.run(['--input', input, '--background', empty], playedIo())).rejects.toThrow(
      'no document',
    );
  });
});
